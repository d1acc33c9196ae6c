"""Handing a sheet in: from then on it keeps its figures, its remark and its hour."""

from datetime import date
from decimal import Decimal

from sqlmodel import select

from portal.errors import BadInput, LostRace
from portal.models.reports import ReportSheet
from portal.services import obligations
from portal.services.answers import Done, Refused
from portal.services.audit import Subject
from portal.services.reception.forms.bounds import text_problem
from portal.services.reports.owing import CODES, REPORT, begin
from portal.services.reports.spans import DAY, Span, kind_words, span_no, span_of
from portal.services.reports.tally import tally
from portal.services.use_case import Act, Tx, use_case
from portal.words import format_datetime
from portal.words import gettext as _

SUBMIT = "report.submit"
CLAUSE = "desk.reports.daily-weekly-monthly"


@use_case
def submit_sheet(tx: Tx, kind: str, day: date, remark: str = "") -> Done | Refused:
    """Hand in the sheet of the span in which `day` lies, with its figures as they are.

    A daily sheet may go before midnight, a week and a month have to be over. Raises
    LostRace when it was handed in already. desk.reports.daily-weekly-monthly
    """
    tx.need(SUBMIT)
    remark = remark.strip()
    problem = text_problem(remark, ReportSheet, "remark")
    if problem:
        raise BadInput({"remark": problem})
    span = span_of(tx.act, kind, day)
    refused = not_yet(tx.act, span)
    if refused:
        return refused
    sheet = _locked(tx, span)
    if sheet.submitted_at is not None:
        raise _already(sheet)
    sheet.submitted_at, sheet.submitted_by = tx.now, tx.by.staff_id
    sheet.submitted_by_name, sheet.remark = tx.by.name, remark
    figures = tally(tx.s, tx.act, span)
    sheet.figures = {key: stored(figure) for key, figure in figures.items()}
    tx.add(sheet)
    obligations.meet_in(tx, CODES[kind], sheet.id)
    tx.audit(SUBMIT, Subject(REPORT, sheet.id, span_no(span)))
    tx.event("reports", "obligations")
    message = _("%(sheet)s已交。", sheet=kind_words()[kind])
    return Done(id=sheet.id, no=span_no(span), message=message)


def not_yet(act: Act, span: Span) -> Refused | None:
    """A span that has not come or is not over cannot be handed in."""
    begun = span.start <= span.now
    if begun and (span.is_over or span.kind == DAY):
        return None
    return Refused(
        reason=_("这张表的日子还没有过完。") if begun else _("这张表的日子还没有到。"),
        clauses=[CLAUSE],
        lifts_at=span.until if begun else span.start,
    )


def _locked(tx: Tx, span: Span) -> ReportSheet:
    begin(tx, span)
    found: ReportSheet = tx.lock(
        select(ReportSheet).where(
            ReportSheet.site_id == tx.site_id,
            ReportSheet.kind == span.kind,
            ReportSheet.first_day == span.first,
        )
    ).one()
    return found


def _already(sheet: ReportSheet) -> LostRace:
    at = format_datetime(sheet.submitted_at, short=True)
    text = _("这张表%(name)s已在 %(at)s 交了。", name=sheet.submitted_by_name, at=at)
    return LostRace(text, sheet.submitted_by_name, sheet.submitted_at)


def stored(figure: int | Decimal) -> int | str:
    """As a sheet keeps it: an amount as a decimal string, so that no digit is lost."""
    return f"{figure:f}" if isinstance(figure, Decimal) else figure
