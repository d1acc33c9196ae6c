"""The head of a table: inputs, outputs, derived columns and required tables."""

from collections.abc import Mapping
from dataclasses import replace

from portal.rules.cell import BadText, parse_expression
from portal.rules.cell.kinds import kind_of
from portal.rules.cell.values import NUMERIC, ORDERED, nearest
from portal.rules.load import scalars
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Entries, Items, Node, Scalar
from portal.rules.table import Column, Derived, Hit, Value, type_names

_COLUMN_KEYS = ("label", "type", "values", "min", "max", "nullable", "note")
_WHEN_NULL = ("does_not_count", "not_applicable")


def read_columns(
    node: Node | None, faults: Faults, *, outputs: bool = False
) -> dict[str, Column]:
    """`inputs:` or `outputs:` as columns by name, in the order written."""
    found = scalars.entries(node, faults, "列")
    if found is None:
        return {}
    keys = (*_COLUMN_KEYS, "when_null") if outputs else _COLUMN_KEYS
    columns = {}
    for key in found.keys.values():
        name = scalars.read_name(key, faults, "列名")
        column = _column(name, key, found.values[key.text], keys, faults)
        if name and column:
            columns[name] = column
    return columns


def _column(
    name: str, key: Scalar, node: Node, keys: tuple[str, ...], faults: Faults
) -> Column | None:
    body = scalars.entries(node, faults, f"列 {name} ")
    if body is None:
        return None
    given = scalars.only_keys(body, keys, faults, needed=("label", "type"))
    type_ = _one_of(given.get("type"), type_names, "类型", faults)
    if type_ is None:
        return None
    column = Column(
        name=name,
        label=scalars.read_text(given.get("label"), faults, "label "),
        type=type_,
        values=_values(given.get("values"), type_, faults),
        nullable=scalars.read_flag(given.get("nullable"), faults, "nullable "),
        when_null=_one_of(given.get("when_null"), _WHEN_NULL, "when_null ", faults),
        note=scalars.read_text(given.get("note"), faults, "note "),
        at=key.at,
    )
    return _with_bounds(column, given, faults)


def _one_of(
    node: Node | None, known: tuple[str, ...], what: str, faults: Faults
) -> str | None:
    word = scalars.read_text(node, faults, what)
    if node is None or not word:
        return None
    if word not in known:
        fix = nearest(word, known) or f"可用：{'、'.join(known)}。"
        faults.add(node.at, "type", f"{what}不能是 {word}", fix)
        return None
    return word


def _values(node: Node | None, type_: str, faults: Faults) -> Mapping[str, str] | None:
    """`{small: 小单}` or `[small, medium]`; a plain list has no labels of its own."""
    if node is None:
        return None
    if type_ != "text":
        faults.add(
            node.at, "type", "只有文字列能列出 values", "数字列请写 min 和 max。"
        )
        return None
    if isinstance(node, Items):
        words = [scalars.read_text(one, faults, "值") for one in node.items]
        for one, word in zip(node.items, words, strict=True):
            if words.count(word) > 1:
                faults.add(one.at, "duplicate", f"{word} 列了两次", "请删去一处。")
        return {word: word for word in words}
    found = scalars.entries(node, faults, "values ")
    if found is None:
        return None
    return {
        scalars.read_text(key, faults, "值"): scalars.read_text(
            found.values[code], faults, "名称"
        )
        for code, key in found.keys.items()
    }


def _with_bounds(column: Column, given: Mapping[str, Node], faults: Faults) -> Column:
    bounds: dict[str, Value] = {}
    for side in ("min", "max"):
        node = given.get(side)
        if node is None:
            continue
        if column.type not in ORDERED:
            faults.add(
                node.at, "type", f"这一列不能写 {side}", "只有能比大小的列才有。"
            )
        else:
            bounds[side] = scalars.read_literal(node, column, faults)
    low, high = bounds.get("min"), bounds.get("max")
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        faults.add(given["max"].at, "type", "max 小于 min", "请对调。")
    return replace(column, **bounds)  # type: ignore[arg-type]


def read_derived(
    node: Node | None, names: Mapping[str, str], faults: Faults
) -> dict[str, Derived]:
    """`derived:` in the order written; each may use the inputs and those before it."""
    found = scalars.entries(node, faults, "derived ")
    if found is None:
        return {}
    known = dict(names)
    derived = {}
    for key in found.keys.values():
        name = scalars.read_name(key, faults, "列名")
        if name in known:
            faults.add(key.at, "duplicate", f"{name} 已是别的列", "请换个名字。")
        one = _derived(name, key, found.values[key.text], known, faults)
        if name and one:
            derived[name] = one
            known[name] = one.column.kind
    return derived


def _derived(
    name: str, key: Scalar, node: Node, names: Mapping[str, str], faults: Faults
) -> Derived | None:
    body = scalars.entries(node, faults, f"列 {name} ")
    if body is None:
        return None
    keys = ("label", "type", "is", "note")
    given = scalars.only_keys(body, keys, faults, needed=("type", "is"))
    type_ = _one_of(given.get("type"), type_names, "类型", faults)
    formula = given.get("is")
    if type_ is None or formula is None:
        return None
    if not isinstance(formula, Scalar) or not formula.text.lstrip().startswith("="):
        faults.add(formula.at, "cell", "is 应是 = 开头的算式", '如 "= a + b"。')
        return None
    try:
        expression = parse_expression(formula.text, names)
    except BadText as bad:
        faults.add_bad(formula, "cell", bad)
        return None
    if expression.kind not in (kind_of(type_), "null"):
        faults.add(formula.at, "type", f"算出来的不是 {type_}", "请核对类型。")
    label = scalars.read_text(given.get("label"), faults, "label ") or name
    note = scalars.read_text(given.get("note"), faults, "note ")
    nullable = expression.may_be_null
    column = Column(name, label, type_, nullable=nullable, note=note, at=key.at)
    return Derived(column, expression)


def check_outputs(
    hit: Hit, outputs: Mapping[str, Column], node: Entries, faults: Faults
) -> None:
    """What each hit policy asks of the outputs."""
    at = node.at
    if not outputs:
        faults.add(at, "column", "表没有输出列", "请写 outputs。")
    elif hit in (Hit.PRIORITY, Hit.OUTPUT_ORDER):
        first = next(iter(outputs.values()))
        if first.values is None:
            fix = f"请给 {first.name} 写 values。"
            faults.add(first.at or at, "column", f"{hit} 按第一个输出列的次序排", fix)
    elif hit is Hit.COUNT and len(outputs) != 1:
        faults.add(at, "column", "collect# 只能有一个输出列", "请只留一列。")
    allowed = {Hit.SUM: NUMERIC, Hit.MIN: ORDERED, Hit.MAX: ORDERED}.get(hit)
    for column in outputs.values():
        if allowed is not None and column.type not in allowed and column.at:
            faults.add(
                column.at,
                "type",
                f"{hit} 不能用于 {column.type} 列",
                "请改 hit 或类型。",
            )
