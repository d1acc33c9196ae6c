"""Which sheets the desk owes: the first entry of a day in its registers says so.

Nothing has to be awake for it: the entry that begins a day makes its daily sheet due,
and the sheets of the week and the month that are over by then. A day, week or month
without any entry owes none (desk.reports.daily-weekly-monthly).
"""

from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from portal.models.base import new_id
from portal.models.reports import ReportSheet
from portal.services import obligations
from portal.services.audit import Subject
from portal.services.reports.spans import (
    DAY,
    MONTH,
    WEEK,
    Span,
    span_before,
    span_no,
    span_of,
)
from portal.services.use_case import Tx

EVENTS = {DAY: "report.day_begun", WEEK: "report.week_over", MONTH: "report.month_over"}
CODES = {DAY: "report.day", WEEK: "report.week", MONTH: "report.month"}
REPORT = "report"


def expect_in(tx: Tx) -> None:
    """Something was entered into a register of the desk; call it last in the act."""
    today = span_of(tx.act, DAY, tx.today)
    if sheet_id(tx, today) is not None or not begin(tx, today):
        return
    _owe(tx, today, since_now=True)
    for kind in (WEEK, MONTH):
        over = span_before(tx.act, span_of(tx.act, kind, tx.today))
        if _had_entries(tx, over) and begin(tx, over):
            _owe(tx, over, since_now=False)


def sheet_id(tx: Tx, span: Span) -> UUID | None:
    """The sheet of the span, if it was begun."""
    return tx.s.exec(
        select(ReportSheet.id).where(
            ReportSheet.site_id == tx.site_id,
            ReportSheet.kind == span.kind,
            ReportSheet.first_day == span.first,
        )
    ).first()


def begin(tx: Tx, span: Span) -> bool:
    """Write the sheet unless it is there; of two who meet, one is told that he did."""
    # Waiting here for the other's commit must not break an act: no error is raised.
    insert = _insert(tx).on_conflict_do_nothing()
    written = insert.values(_new_sheet(tx, span)).returning(col(ReportSheet.id))
    return tx.s.execute(written).first() is not None


def _insert(tx: Tx) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if tx.db.is_sqlite else postgresql.insert
    return make(ReportSheet)


def _new_sheet(tx: Tx, span: Span) -> dict[str, object]:
    return {
        "id": new_id(),
        "site_id": tx.site_id,
        "kind": span.kind,
        "first_day": span.first,
        "last_day": span.last,
        "opened_at": tx.now,
        "remark": "",
        "submitted_by_name": "",
        "figures": {},
    }


def _owe(tx: Tx, span: Span, *, since_now: bool) -> None:
    found = sheet_id(tx, span)
    assert found is not None
    obligations.open_in(
        tx,
        EVENTS[span.kind],
        Subject(REPORT, found, span_no(span)),
        since=None if since_now else span.until,
    )


def _had_entries(tx: Tx, span: Span) -> bool:
    """Every day with an entry has begun its daily sheet."""
    found = select(ReportSheet.id).where(
        ReportSheet.site_id == tx.site_id,
        ReportSheet.kind == DAY,
        col(ReportSheet.first_day) >= span.first,
        col(ReportSheet.first_day) <= span.last,
    )
    return tx.s.exec(found.limit(1)).first() is not None
