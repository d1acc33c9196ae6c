"""The page of a sheet: its figures beside those before, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session, col, select

from portal.access import may
from portal.errors import NotFound
from portal.models.reports import ReportSheet
from portal.services.clauses import clause_refs
from portal.services.exporting.menu import export_menu
from portal.services.obligations import due_of_subject
from portal.services.periods import figure
from portal.services.reception.forms.moments import parse_day
from portal.services.reports.charts import charts
from portal.services.reports.figures import Told, blocks
from portal.services.reports.measures import ENQUIRIES
from portal.services.reports.shapes import (
    PastSheet,
    ReportPage,
    SheetView,
    SubmitForm,
)
from portal.services.reports.sources import channel_lines
from portal.services.reports.spans import (
    DAY,
    KINDS,
    MONTH,
    WEEK,
    Span,
    compared,
    kind_words,
    span_after,
    span_before,
    span_of,
    span_words,
)
from portal.services.reports.submitting import SUBMIT, not_yet
from portal.services.reports.tally import enquiries_by_day, tally
from portal.services.use_case import Act
from portal.words import format_datetime, format_time
from portal.words import gettext as _

HERE = "/reports"


@dataclass(frozen=True, slots=True)
class Asked:
    """The sheet that was asked for; problem: what of it could not be read."""

    kind: str
    day: date
    problem: str = ""


def asked_for(act: Act, kind: str, day: str) -> Asked:
    """The sheet as typed; without a kind the daily one, without a day today's."""
    known = kind if kind in KINDS else DAY
    found = parse_day(day, act.today, ahead=False)
    if found and abs(found.year - act.today.year) > 100:
        # More than a lifetime away: a slip of the finger.
        found = None
    if found is None and day.strip():
        problem = _("看不懂这个日期：%(text)s", text=day)
        return Asked(known, act.today, problem)
    return Asked(known, found or act.today)


def sheet_asked(act: Act, sheet: UUID) -> Asked:
    """The sheet with this id; raises NotFound."""
    with act.house.db.reading() as session:
        found = session.exec(
            select(ReportSheet).where(
                ReportSheet.site_id == act.by.site_id, ReportSheet.id == sheet
            )
        ).first()
    if found is None:
        raise NotFound(_("报表"), sheet)
    return Asked(found.kind, found.first_day)


def report_page(
    act: Act,
    asked: Asked,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> ReportPage:
    """The sheet with its figures; `typed` and `errors` of a remark sent back."""
    span = span_of(act, asked.kind, asked.day)
    with act.house.db.reading() as session:
        sheet = sheet_of(session, act, span)
        told = told_of(session, act, span, sheet)
        by_day = enquiries_by_day(session, act, span)
        view = _view(session, act, sheet, told)
        past = _past(session, act, span)
    labels = kind_words()
    return ReportPage(
        title=labels[span.kind],
        heading=span_words(span),
        kinds=[(labels[one], _href(one, asked.day), one == span.kind) for one in KINDS],
        kind=span.kind,
        day=span.first.isoformat(),
        error=asked.problem,
        told=_told_until(span),
        compared=_compared(span),
        prev_href=_href(span.kind, span_before(act, span).first),
        next_href=_next_href(act, span),
        blocks=blocks(told),
        channels=channel_lines(told),
        channel_clauses=clause_refs(act.rules, list(ENQUIRIES.clauses)),
        charts=charts(told, by_day),
        sheet=view,
        form=_form(act, span, sheet, typed, errors),
        past=past,
        export=export_menu(act, "report", HERE, _params(span.kind, span.first)),
    )


def told_of(session: Session, act: Act, span: Span, sheet: ReportSheet | None) -> Told:
    """The figures of the span, of the one before, and of the sheet handed in."""
    handed_in = sheet is not None and sheet.submitted_at is not None
    return Told(
        act=act,
        span=span,
        now=tally(session, act, span),
        before=tally(session, act, compared(act, span)),
        kept=sheet.figures if sheet and handed_in else None,
    )


def sheet_of(session: Session, act: Act, span: Span) -> ReportSheet | None:
    """The sheet of the span, if it was begun."""
    return session.exec(
        select(ReportSheet).where(
            ReportSheet.site_id == act.by.site_id,
            ReportSheet.kind == span.kind,
            ReportSheet.first_day == span.first,
        )
    ).first()


def _params(kind: str, day: date) -> dict[str, str]:
    return {"kind": kind, "day": day.isoformat()}


def _href(kind: str, day: date) -> str:
    return f"{HERE}?{urlencode(_params(kind, day))}"


def _next_href(act: Act, span: Span) -> str:
    following = span_after(act, span)
    return _href(span.kind, following.first) if following.start <= span.now else ""


def _told_until(span: Span) -> str:
    if span.is_over:
        return _("已过完")
    if span.kind == DAY:
        return _("到 %(at)s 为止", at=format_time(span.told_until))
    return _("到 %(at)s 为止", at=format_datetime(span.told_until, short=True))


def _compared(span: Span) -> str:
    whole = {DAY: _("前一日"), WEEK: _("前一周"), MONTH: _("前一月")}
    so_far = {
        DAY: _("前一日同一时刻"),
        WEEK: _("前一周同一时刻"),
        MONTH: _("前一月同一时刻"),
    }
    return (whole if span.is_over else so_far)[span.kind]


def _view(
    session: Session, act: Act, sheet: ReportSheet | None, told: Told
) -> SheetView:
    kind, word = _standing(sheet)
    return SheetView(
        kind=kind,
        word=word,
        by=sheet.submitted_by_name if sheet else "",
        at=sheet.submitted_at if sheet else None,
        remark=sheet.remark if sheet else "",
        differs=told.differs,
        due=due_of_subject(session, act, sheet.id) if sheet else [],
    )


def _standing(sheet: ReportSheet | None) -> tuple[str, str]:
    if sheet is not None and sheet.submitted_at is not None:
        return "go", _("已交")
    return ("hold", _("还没有交")) if sheet is not None else ("", _("没有交过"))


def _form(
    act: Act,
    span: Span,
    sheet: ReportSheet | None,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str] | None,
) -> SubmitForm | None:
    handed_in = sheet is not None and sheet.submitted_at is not None
    if handed_in or not may(act.rules, act.by, SUBMIT, act.today):
        return None
    refused = not_yet(act, span)
    return SubmitForm(
        kind=span.kind,
        day=span.first.isoformat(),
        remark=(typed or {}).get("remark", ""),
        error=(errors or {}).get("remark", ""),
        refusal=refused.reason if refused else "",
    )


def _past(session: Session, act: Act, span: Span) -> list[PastSheet]:
    """The latest sheets of this kind, handed in or owed."""
    most = int(str(figure(act.rules, "report.settings", "sheets_shown", act.today)))
    found = session.exec(
        select(ReportSheet)
        .where(ReportSheet.site_id == act.by.site_id, ReportSheet.kind == span.kind)
        .order_by(col(ReportSheet.first_day).desc())
        .limit(most)
    )
    return [_past_sheet(act, one) for one in found]


def _past_sheet(act: Act, sheet: ReportSheet) -> PastSheet:
    kind, word = _standing(sheet)
    return PastSheet(
        label=span_words(span_of(act, sheet.kind, sheet.first_day)),
        href=_href(sheet.kind, sheet.first_day),
        kind=kind,
        word=word,
        by=sheet.submitted_by_name,
    )
