"""Transfer slips: the list, the form, the page, the next step, the print."""

from litestar import get, post
from litestar.params import FromPath, FromQuery

from portal.routes.cases import CASE, LIST, start, step_on
from portal.routes.types import (
    ActDep,
    Answer,
    FormDep,
    Page,
    PageNo,
    SearchText,
    may,
)
from portal.services.cases.listing import list_cases
from portal.services.cases.opening_form import OpenTyped
from portal.services.cases.page import case_page
from portal.services.slip import KIND
from portal.services.slip.printing import print_page

BASE = "/slips"


@get("/slips", guards=[may("slip.read")], sync_to_thread=True)
def list_all(
    act: ActDep, q: SearchText = "", stage: SearchText = "", page: PageNo = 1
) -> Answer:
    """Those this person may see, the most pressing first."""
    found = list_cases(
        act, kind=KIND, state=stage, q=q, page=page, path=BASE, fixed=True
    )
    return Page(LIST, found)


@get("/slips/new", guards=[may("slip.create")], sync_to_thread=True)
def show_form(act: ActDep, lead: SearchText = "") -> Answer:
    """The form, empty or for a lead."""
    typed = OpenTyped(KIND, f"{BASE}/new/{KIND}", lead)
    return Page(LIST, list_cases(act, kind=KIND, path=BASE, fixed=True, form=typed))


@post(f"/slips/new/{KIND}", guards=[may("slip.create")], sync_to_thread=True)
def open_one(act: ActDep, form: FormDep) -> Answer:
    """Open one for the lead that was typed."""
    return start(act, KIND, form, BASE)


@get("/slips/{no:str}", guards=[may("case.read")], sync_to_thread=True)
def show(act: ActDep, no: FromPath[str]) -> Answer:
    """One of them; a delegate reads it as the one he signs for."""
    return Page(CASE, case_page(act, no, base=BASE, kind=KIND))


@get("/slips/{no:str}/print", guards=[may("case.read")], sync_to_thread=True)
def show_print(act: ActDep, no: FromPath[str]) -> Answer:
    """The sheet as it goes to the printer."""
    return Page("slip/print.html", print_page(act, no))


@post("/slips/{no:str}/{step:str}", guards=[may("case.step")], sync_to_thread=True)
def take_step(
    act: ActDep,
    no: FromPath[str],
    step: FromPath[str],
    form: FormDep,
    revision: FromQuery[int | None] = None,
) -> Answer:
    """The next step; `revision` is the one the page showed."""
    return step_on(act, no, step, form, revision, BASE)


ROUTES = [list_all, show_form, open_one, show, show_print, take_step]
