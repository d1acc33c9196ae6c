"""The versions of a table: rows, their cells and answers, and the worked examples."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from portal.rules.cell import BadText, Cell, Expression, parse_expression
from portal.rules.cell.kinds import kind_of
from portal.rules.cell.values import nearest
from portal.rules.errors import Position
from portal.rules.load import scalars
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Items, Node, Scalar
from portal.rules.table import Column, Derived, Example, Hit, Row, Value

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Head:
    """What rows may name: the head of the table, read before them."""

    title: str
    hit: Hit
    inputs: Mapping[str, Column]
    outputs: Mapping[str, Column]
    derived: Mapping[str, Derived]
    requires: Mapping[str, str]
    required: Mapping[str, Column]
    note: str
    known_clauses: Set[str] | None

    @property
    def tested(self) -> dict[str, Column]:
        """Every column a cell may test."""
        derived = {name: one.column for name, one in self.derived.items()}
        return {**self.inputs, **derived, **self.required}


def read_rows(node: Node | None, head: Head, faults: Faults) -> tuple[Row, ...]:
    """`rows:` of one version."""
    listed = scalars.items(node, faults, "rows ")
    if node is not None and not listed:
        faults.add(node.at, "type", "一行也没有", "请至少写一行。")
    if len(listed) > MOST_ROWS and node is not None:
        faults.add(node.at, "size", f"超过 {MOST_ROWS} 行", "请把表拆开。")
        return ()
    reader = _RowReader(head, faults)
    return tuple(row for one in listed if (row := reader.read(one)))


class _RowReader:
    def __init__(self, head: Head, faults: Faults) -> None:
        self.head = head
        self.faults = faults
        self.tested = head.tested
        self.names = {name: column.kind for name, column in self.tested.items()}
        self.seen: set[str] = set()

    def read(self, node: Node) -> Row | None:
        body = scalars.entries(node, self.faults, "行")
        if body is None:
            return None
        row_id = scalars.read_row_id(body.values.get("id"), self.faults)
        faults = self.faults.inside(row=row_id)
        keys = ("id", "name", "when", "then", "clauses", "note")
        given = scalars.only_keys(body, keys, faults, needed=("id", "then"))
        if row_id and row_id in self.seen:
            at = given["id"].at
            faults.add(at, "duplicate", f"行 {row_id} 写了两次", "请换一个 id。")
        self.seen.add(row_id)
        when, cell_at = self._when(given.get("when"), faults)
        note = scalars.read_text(given.get("note"), faults, "note ")
        clauses = self._clauses(given.get("clauses"), faults)
        if not clauses and not note:
            faults.add(
                body.at, "clause", "这一行没有依据", "请写 clauses,或写 note 说明。"
            )
        then = self._then(given.get("then"), faults)
        name = scalars.read_text(given.get("name"), faults, "name ")
        return Row(row_id, when, then, clauses, note, body.at, cell_at, name)

    def _when(
        self, node: Node | None, faults: Faults
    ) -> tuple[dict[str, Cell], dict[str, Position]]:
        body = scalars.entries(node, faults, "when ")
        cells: dict[str, Cell] = {}
        places: dict[str, Position] = {}
        for name, key in body.keys.items() if body else ():
            column = self.tested.get(name)
            if column is None:
                faults.add(key.at, "column", *_unknown(name, self.tested, "输入列"))
            elif body:
                cells[name] = scalars.read_cell(body.values[name], column, faults)
                places[name] = body.values[name].at
        return cells, places

    def _then(self, node: Node | None, faults: Faults) -> dict[str, Value | Expression]:
        outputs = self.head.outputs
        body = scalars.entries(node, faults, "then ")
        answers: dict[str, Value | Expression] = {}
        if body is None:
            return answers
        for name, key in body.keys.items():
            if name not in outputs:
                faults.add(key.at, "column", *_unknown(name, outputs, "输出列"))
        for name, column in outputs.items():
            if name in body.values:
                answers[name] = self._answer(body.values[name], column, faults)
                continue
            answers[name] = None
            if column.when_null is None:
                fix = f"请补上 {name}；本店还没有定的写 null。"
                faults.add(body.at, "column", f"没有写{column.label}（{name}）", fix)
        return answers

    def _answer(self, node: Node, column: Column, faults: Faults) -> Value | Expression:
        if isinstance(node, Scalar) and node.text.lstrip().startswith("="):
            return self._formula(node, column, faults)
        value = scalars.read_literal(node, column, faults)
        scalars.refuse_outside(node, value, column, faults)
        return value

    def _formula(
        self, node: Scalar, column: Column, faults: Faults
    ) -> Expression | None:
        try:
            expression = parse_expression(node.text, self.names)
        except BadText as bad:
            faults.add_bad(node, "cell", bad)
            return None
        if expression.kind not in (kind_of(column.type), "null"):
            message = f"算出来的不是{column.label}要的类型 {column.type}"
            faults.add(node.at, "type", message, "请核对算式。")
        return expression

    def _clauses(self, node: Node | None, faults: Faults) -> tuple[str, ...]:
        known = self.head.known_clauses
        found = []
        for one in scalars.items(node, faults, "clauses "):
            clause = scalars.read_text(one, faults, "条款 ")
            found.append(clause)
            if clause and known is not None and clause not in known:
                fix = nearest(clause, known) or "请核对 rules/clauses/ 里的编号。"
                faults.add(one.at, "clause", f"没有条款 {clause}", fix)
        return tuple(one for one in found if one)


def _unknown(name: str, known: Mapping[str, Column], what: str) -> tuple[str, str]:
    listed = "、".join(known) or "（无）"
    hint = nearest(name, known)
    return f"{name} 不是本表的{what}", f"本表的{what}：{listed}。{hint}"


def read_examples(node: Node | None, head: Head, faults: Faults) -> tuple[Example, ...]:
    """`examples:` of one version, typed by the columns they name."""
    listed = scalars.items(node, faults, "examples ")
    return tuple(e for one in listed if (e := _example(one, head, faults)))


def _example(node: Node, head: Head, faults: Faults) -> Example | None:
    body = scalars.entries(node, faults, "例子")
    if body is None:
        return None
    keys = ("name", "given", "then", "note")
    given = scalars.only_keys(body, keys, faults, needed=("name", "then"))
    name = scalars.read_text(given.get("name"), faults, "name ")
    facts = _typed(given.get("given"), head.inputs, "输入列", faults)
    answer = given.get("then")
    if answer is None:
        return None
    if not head.hit.is_list:
        return Example(
            name, facts, _typed(answer, head.outputs, "输出列", faults), node.at
        )
    if not isinstance(answer, Items):
        faults.add(answer.at, "example", "这张表答的是清单", "then 请写成 [ ]。")
        return None
    rows: list[Mapping[str, Value]] = [
        _typed(one, head.outputs, "输出列", faults) for one in answer.items
    ]
    return Example(name, facts, rows, node.at)


def _typed(
    node: Node | None, columns: Mapping[str, Column], what: str, faults: Faults
) -> dict[str, Value]:
    body = scalars.entries(node, faults, "例子")
    found: dict[str, Value] = {}
    for name, key in body.keys.items() if body else ():
        column = columns.get(name)
        if column is None:
            faults.add(key.at, "column", *_unknown(name, columns, what))
        elif body:
            value = scalars.read_literal(body.values[name], column, faults)
            scalars.refuse_outside(body.values[name], value, column, faults)
            found[name] = value
    return found
