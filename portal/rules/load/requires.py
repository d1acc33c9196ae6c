"""`requires:` - the tables asked first, whose outputs stand as columns `limits.day`."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from portal.rules.cell.kinds import kind_of
from portal.rules.cell.values import nearest
from portal.rules.load import scalars
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Entries, Node, Scalar
from portal.rules.table import Column, Hit, Table, Value


def required_ids(root: Node) -> list[str]:
    """The ids of the tables a document names under `requires`, unchecked."""
    head = root.values.get("requires") if isinstance(root, Entries) else None
    if not isinstance(head, Entries):
        return []
    return [one.text for one in head.values.values() if isinstance(one, Scalar)]


def read_requires(
    node: Node | None,
    inputs: Mapping[str, Column],
    tables: Mapping[str, Table],
    faults: Faults,
) -> tuple[dict[str, str], dict[str, Column]]:
    """Local name to table id, and the outputs as columns keyed `local.output`."""
    found = scalars.entries(node, faults, "requires ")
    names: dict[str, str] = {}
    columns: dict[str, Column] = {}
    for key in found.keys.values() if found else ():
        value = found.values[key.text] if found else key
        local = scalars.read_name(key, faults, "名字")
        table_id = scalars.read_text(value, faults, "表名")
        if local in inputs:
            faults.add(key.at, "duplicate", f"{local} 已是输入列", "请换个名字。")
        table = tables.get(table_id)
        if table is None:
            fix = nearest(table_id, tables) or "请核对表名（文件夹.文件）。"
            faults.add(value.at, "requires", f"没有表 {table_id}", fix)
            continue
        _check_required(table, inputs, value, faults)
        names[local] = table_id
        for name, column in result_columns(table).items():
            columns[f"{local}.{name}"] = replace(column, name=f"{local}.{name}")
    return names, columns


def _check_required(
    table: Table, inputs: Mapping[str, Column], node: Node, faults: Faults
) -> None:
    if table.hit.is_list:
        faults.add(
            node.at, "requires", f"{table.id} 答的是清单，不能先问它", "请换一张表。"
        )
    for name, wanted in table.inputs.items():
        given = inputs.get(name)
        if given is None:
            if not wanted.nullable:
                message = f"{table.id} 要 {name}，本表没有这一输入"
                faults.add(node.at, "requires", message, f"请在 inputs 里加 {name}。")
        elif not _fits(given, wanted):
            message = f"{name} 在本表的取值比 {table.id} 允许的宽"
            faults.add(node.at, "requires", message, "请把两处的类型和范围写成一样。")


def _fits(given: Column, wanted: Column) -> bool:
    """Whether every fact of `given` is a fact `wanted` accepts."""
    if kind_of(given.type) != kind_of(wanted.type):
        return False
    if wanted.type == "integer" and given.type != "integer":
        return False
    if given.nullable and not wanted.nullable:
        return False
    if wanted.values is not None:
        return given.values is not None and set(given.values) <= set(wanted.values)
    return _covers(wanted.min, given.min, 1) and _covers(wanted.max, given.max, -1)


def _covers(wanted: Value, given: Value, sign: int) -> bool:
    if wanted is None:
        return True
    if given is None:
        return False
    wider: bool = given >= wanted if sign > 0 else given <= wanted  # type: ignore[operator]
    return wider


def result_columns(table: Table) -> dict[str, Column]:
    """The outputs as they may come out, null included where any row may answer null."""
    if table.hit is Hit.COUNT:
        zero = Decimal(0)
        return {
            name: replace(column, type="integer", values=None, min=zero, max=None)
            for name, column in table.outputs.items()
        }
    if table.hit is Hit.SUM:
        return {
            name: replace(column, min=None, max=None, nullable=True)
            for name, column in table.outputs.items()
        }
    least_or_most = table.hit in (Hit.MIN, Hit.MAX)
    return {
        name: replace(column, nullable=least_or_most or _may_be_null(table, name))
        for name, column in table.outputs.items()
    }


def _may_be_null(table: Table, name: str) -> bool:
    if table.outputs[name].nullable:
        return True
    answers = (row.then.get(name) for v in table.versions for row in v.rows)
    return any(a is None or getattr(a, "may_be_null", False) for a in answers)
