"""The rows behind a figure: exactly those it counts, masked for whoever looks."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from portal.errors import NotFound
from portal.services.clauses import clause_refs
from portal.services.exporting.menu import export_menu
from portal.services.exporting.records import Record
from portal.services.exporting.sheets import MONEY, TEXT, Cell, Column, Opened
from portal.services.paging import count, page_rows
from portal.services.reports.figures import BEFORE, ROWS
from portal.services.reports.measures import Measure, Scene
from portal.services.reports.page import HERE, asked_for
from portal.services.reports.shapes import RowsPage
from portal.services.reports.spans import Span, compared, span_of, span_words
from portal.services.reports.tally import conditions
from portal.services.use_case import Act
from portal.words import NOT_SET, format_money
from portal.words import gettext as _

FIELDS = ("of", "kind", "day", BEFORE)
Typed = Mapping[str, str]


def rows_page(act: Act, typed: Typed, page: int = 1) -> RowsPage:
    """One page of the rows of the figure `of`; raises NotFound for a figure of none."""
    span, measure, statement = _asked(act, typed)
    params = {name: typed.get(name, "") for name in FIELDS}
    with act.house.db.reading() as session:
        found, pager = page_rows(session, act, statement, page, ROWS, params)
        shown = measure.source.records.rows(act, found)
    columns = measure.source.records.columns()
    return RowsPage(
        title=_title(act, typed, measure),
        heading=span_words(span),
        says=measure.says(),
        clauses=clause_refs(act.rules, list(measure.clauses)),
        columns=[(one.label, one.kind != TEXT) for one in columns],
        rows=[_row(columns, one) for one in shown],
        pager=pager,
        back=f"{HERE}?kind={span.kind}&day={typed.get('day', '')}",
        export=export_menu(act, "rows", ROWS, params),
    )


def open_rows(session: Session, act: Act, typed: Typed) -> Opened:
    """The same rows to be written to a file."""
    _span, measure, statement = _asked(act, typed)
    records = measure.source.records
    return Opened(
        title=measure.label(),
        columns=records.columns(),
        total=count(session, statement),
        rows=lambda: records.cells(act, session.execute(statement)),
    )


def _asked(act: Act, typed: Typed) -> tuple[Span, Measure, Any]:
    asked = asked_for(act, typed.get("kind", ""), typed.get("day", ""))
    span = span_of(act, asked.kind, asked.day)
    if typed.get(BEFORE):
        span = compared(act, span)
    try:
        measure, where = conditions(Scene(act, span), typed.get("of", ""))
    except KeyError:
        raise NotFound(_("报表里的数"), typed.get("of", "")) from None
    return span, measure, measure.source.records.statement(act, *where)


def _title(act: Act, typed: Typed, measure: Measure) -> str:
    """The figure's name, and of which part of it."""
    _name, *division = typed.get("of", "").split(".", 2)
    if not division:
        return measure.label()
    values = measure.source.splits[division[0]].values(act)
    part = values.get(division[-1], division[-1])
    return _("%(figure)s：%(part)s", figure=measure.label(), part=part)


def _row(columns: list[Column], record: Record) -> tuple[str, list[str]]:
    cells = zip(columns, record.cells, strict=True)
    return record.href, [_shown(column, cell) for column, cell in cells]


def _shown(column: Column, cell: Cell) -> str:
    if cell is None or cell == "":
        return NOT_SET
    if column.kind == MONEY:
        return format_money(cell)  # type: ignore[arg-type]
    return cell if isinstance(cell, str) else f"{cell:,}"
