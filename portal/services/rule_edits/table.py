"""One table: its columns, the rows of a version in words, examples, versions."""

from datetime import date

import msgspec

from portal.errors import NotFound
from portal.rules.cell import Cell
from portal.rules.errors import UnknownTable
from portal.rules.evaluate import BoundTable
from portal.rules.explain import sentence
from portal.rules.explain.words import (
    answer_words,
    any_words,
    hit_words,
    row_name,
    short_words,
    value_words,
)
from portal.rules.table import Column, Example, Row, Table, Version
from portal.services.clauses import ClauseRef, clause_refs
from portal.services.use_case import Act
from portal.words import format_date, rule_text
from portal.words import gettext as _


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: cells and answers in the order of the page's columns."""

    id: str
    name: str
    cells: list[str]
    answers: list[str]
    sentence: str
    clauses: list[ClauseRef]
    note: str


class ShownExample(msgspec.Struct, frozen=True, kw_only=True):
    """A worked example of the file; all of them hold, else the file is refused."""

    name: str
    given: str
    then: str


class VersionLink(msgspec.Struct, frozen=True, kw_only=True):
    """A version by its date; `state`: past, current or future."""

    since: str
    href: str
    state: str
    shown: bool


class TablePage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/rule_edits/table.html."""

    title: str
    id: str
    file: str
    policy: str
    note: str
    own: bool
    columns: list[str]
    answers: list[str]
    rows: list[ShownRow]
    examples: list[ShownExample]
    versions: list[VersionLink]
    requires: list[tuple[str, str]]
    derived: list[tuple[str, str]]
    findings: list[str]


def show_table(act: Act, table_id: str, since: date | None = None) -> TablePage:
    """The version in force, or the one of the date; NotFound for an unknown table."""
    bound = _bound(act, table_id)
    table = bound.table
    version = _version(act, table, since)
    columns = _tested(table, version)
    return TablePage(
        title=rule_text(bound.title),
        id=bound.id,
        file=table.file,
        policy=hit_words(table.hit, rule_text),
        note=rule_text(table.note),
        own=table.site is not None,
        columns=[rule_text(column.label) for column in columns.values()],
        answers=[rule_text(column.label) for column in table.outputs.values()],
        rows=[_row(act, table, row, columns) for row in version.rows],
        examples=[_example(table, one) for one in version.examples],
        versions=[_link(act, bound, one, version) for one in bound.versions],
        requires=_requires(act, table),
        derived=[
            (
                rule_text(one.column.label),
                answer_words(one.expression, one.column, table, rule_text),
            )
            for one in table.derived.values()
        ],
        findings=[str(one) for one in act.house.library.kept_back.get(table.file, ())],
    )


def _bound(act: Act, table_id: str) -> BoundTable:
    try:
        return act.rules[table_id]
    except UnknownTable:
        raise NotFound(_("规则表"), table_id) from None


def _version(act: Act, table: Table, since: date | None) -> Version:
    if since is None:
        return table.version_on(act.today) or table.versions[0]
    for version in table.versions:
        if version.since == since:
            return version
    raise NotFound(_("版本"), since)


def _tested(table: Table, version: Version) -> dict[str, Column]:
    """The columns any row of the version tests, in the table's order."""
    used = {name for row in version.rows for name in row.when}
    return {name: column for name, column in table.tested.items() if name in used}


def _row(act: Act, table: Table, row: Row, columns: dict[str, Column]) -> ShownRow:
    return ShownRow(
        id=row.id,
        name=row_name(table, row, rule_text),
        cells=[_cell(row.when.get(name), column) for name, column in columns.items()],
        answers=[
            answer_words(row.then[name], column, table, rule_text)
            for name, column in table.outputs.items()
        ],
        sentence=sentence(table, row, rule_text),
        clauses=clause_refs(act.rules, list(row.clauses)),
        note=rule_text(row.note),
    )


def _cell(cell: Cell | None, column: Column) -> str:
    if cell is None:
        return any_words(rule_text)
    return short_words(cell, column, rule_text)


def _example(table: Table, example: Example) -> ShownExample:
    given = [
        _(
            "%(label)s %(value)s",
            label=rule_text(column.label),
            value=value_words(value, column, rule_text),
        )
        for name, value in example.given.items()
        if (column := table.inputs.get(name)) is not None
    ]
    then = example.then if isinstance(example.then, list) else [example.then]
    said = [
        _("，").join(
            value_words(value, table.outputs[name], rule_text)
            for name, value in one.items()
            if name in table.outputs
        )
        for one in then
    ]
    return ShownExample(
        name=rule_text(example.name),
        given=_("，").join(given),
        then=_("；").join(said) or _("没有"),
    )


def _link(act: Act, bound: BoundTable, one: Version, shown: Version) -> VersionLink:
    current = bound.table.version_on(act.today)
    state = "future" if one.since > act.today else "past"
    if current is not None and one.since == current.since:
        state = "current"
    return VersionLink(
        since=format_date(one.since),
        href=f"/rules/{bound.id}?since={one.since.isoformat()}",
        state=state,
        shown=one.since == shown.since,
    )


def _requires(act: Act, table: Table) -> list[tuple[str, str]]:
    """Address and title of the tables asked first."""
    return [
        (f"/rules/{one}", rule_text(act.rules[one].title))
        for one in table.requires.values()
    ]
