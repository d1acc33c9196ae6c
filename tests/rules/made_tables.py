"""Tables written out in a test: columns, rows of cell texts, one version."""

from datetime import date

from portal.rules.cell import parse_cell, parse_expression
from portal.rules.errors import Position
from portal.rules.table import Column, Derived, Hit, Row, Table, Version

FILE = "rules/made/table.yaml"
SINCE = date(2025, 1, 1)
FIRST_ROW_LINE = 10


def column(name, type_, **domain):
    """A column labelled by its own name; `values` may be a plain list."""
    values = domain.pop("values", None)
    if isinstance(values, (list, tuple)):
        values = {value: value for value in values}
    return Column(name, domain.pop("label", name), type_, values=values, **domain)


def row(id_, when, then, columns, line):
    """A row whose cells are texts; each cell knows where it stands."""
    return Row(
        id=id_,
        when={name: parse_cell(text, columns[name]) for name, text in when.items()},
        then=then,
        clauses=(),
        note="",
        at=Position(FILE, line, 9),
        cell_at={name: Position(FILE, line, 30 + n) for n, name in enumerate(when)},
    )


def derived(name, type_, formula, columns):
    """A column worked out from the others."""
    expression = parse_expression(formula, {one.name: one.kind for one in columns})
    return Derived(column(name, type_, nullable=expression.may_be_null), expression)


def table(hit, columns, rows, outputs=(), worked_out=()):
    """rows: {id: ({column: cell}, {output: value})}, from line 10 on."""
    inputs = {one.name: one for one in columns}
    worked_out = {one.column.name: one for one in worked_out}
    columns = inputs | {name: one.column for name, one in worked_out.items()}
    outputs = outputs or (column("answer", "text"),)
    made = tuple(
        row(id_, when, then, columns, FIRST_ROW_LINE + n)
        for n, (id_, (when, then)) in enumerate(rows.items())
    )
    version = Version(SINCE, made, (), "", "", Position(FILE, FIRST_ROW_LINE - 1, 5))
    return Table(
        id="made.table",
        title="样表",
        hit=Hit(hit),
        inputs=inputs,
        outputs={one.name: one for one in outputs},
        derived=worked_out,
        requires={},
        versions=(version,),
        file=FILE,
    )
