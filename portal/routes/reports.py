"""The desk's sheets: read, opened figure by figure, handed in."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery

from portal.errors import BadInput
from portal.routes.types import (
    SENDS_BACK,
    ActDep,
    Answer,
    FormDep,
    Page,
    PageNo,
    SearchText,
    done,
    may,
)
from portal.services.reports.page import HERE, asked_for, report_page, sheet_asked
from portal.services.reports.rows import rows_page
from portal.services.reports.submitting import submit_sheet

REPORT = "reports/report.html"


@get(HERE, guards=[may("report.read")], sync_to_thread=True)
def show_report(
    act: ActDep,
    kind: SearchText = "",
    day: SearchText = "",
    sheet: FromQuery[UUID | None] = None,
) -> Answer:
    """The sheet of a day, a week or a month; today's unless another is asked for."""
    asked = sheet_asked(act, sheet) if sheet else asked_for(act, kind, day)
    return Page(REPORT, report_page(act, asked))


@get(f"{HERE}/rows", guards=[may("report.read")], sync_to_thread=True)
def show_rows(
    act: ActDep,
    of: SearchText = "leads",
    kind: SearchText = "",
    day: SearchText = "",
    before: SearchText = "",
    page: PageNo = 1,
) -> Answer:
    """The rows a figure counts."""
    typed = {"of": of, "kind": kind, "day": day, "before": before}
    return Page("reports/rows.html", rows_page(act, typed, page))


@post(
    f"{HERE}/submit",
    guards=[may("report.submit")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def hand_in(act: ActDep, form: FormDep) -> Answer:
    """Hand the sheet in with a remark; its figures stay as they are now."""
    asked = asked_for(act, form.text("kind"), form.text("day"))
    try:
        result = submit_sheet(act, asked.kind, asked.day, form.text("remark"))
    except BadInput as error:
        page = report_page(act, asked, form, error.problems)
        return Page(REPORT, page, status=422)
    return done(act, result, f"{HERE}?kind={asked.kind}&day={asked.day}")


ROUTES = [show_report, show_rows, hand_in]
