"""Cases of every kind: lists, the opening form, the page, the next step."""

from litestar import get, post
from litestar.params import FromPath, FromQuery

from portal.errors import BadInput
from portal.routes.types import (
    ActDep,
    Answer,
    Form,
    FormDep,
    Page,
    PageNo,
    SearchText,
    done,
    may,
)
from portal.services.answers import Done
from portal.services.cases import advance
from portal.services.cases.inputs import fields_of
from portal.services.cases.listing import list_cases
from portal.services.cases.opening_form import OpenTyped, open_typed
from portal.services.cases.page import SentBack, case_page
from portal.services.use_case import Act

LIST, CASE = "cases/list.html", "cases/case.html"
NOTE, LEAD = "note", "lead"
BASE = "/cases"


def typed_fields(form: Form) -> dict[str, object]:
    """The step's fields of a form, without its lead and note."""
    found = fields_of(form.pairs)
    return {name: value for name, value in found.items() if name not in (NOTE, LEAD)}


def start(act: Act, kind: str, form: Form, base: str) -> Answer:
    """Open a case, or show the form again with what is wrong; nothing typed is lost."""
    fields, lead = typed_fields(form), form.text(LEAD)
    try:
        result = open_typed(act, kind, lead, fields, form.text(NOTE))
        if isinstance(result, Done):
            return done(act, result, f"{base}/{result.no}")
        problems = {"": f"{result.reason}{result.lifts_when}"}
    except BadInput as error:
        problems = error.problems
    typed = OpenTyped(kind, f"{base}/new/{kind}", lead, fields, problems)
    page = list_cases(act, kind=kind, path=base, fixed=base != BASE, form=typed)
    return Page(LIST, page, status=422)


def step_on(
    act: Act, no: str, step: str, form: Form, revision: int | None, base: str
) -> Answer:
    """Take a step, or show the case again with what is wrong in the step's form."""
    fields = typed_fields(form)
    try:
        result = advance(act, no, step, fields, form.text(NOTE), revision)
    except BadInput as error:
        back = SentBack(step, fields, error.problems)
        return Page(CASE, case_page(act, no, back, base), status=422)
    return done(act, result, f"{base}/{no}")


@get("/cases", guards=[may("case.read")], sync_to_thread=True)
def list_all(
    act: ActDep,
    q: SearchText = "",
    kind: SearchText = "",
    stage: SearchText = "",
    page: PageNo = 1,
) -> Answer:
    """Every case this person may see, the most pressing first."""
    return Page(LIST, list_cases(act, kind=kind, state=stage, q=q, page=page))


@get("/cases/new/{kind:str}", guards=[may("case.open")], sync_to_thread=True)
def show_form(act: ActDep, kind: FromPath[str], lead: SearchText = "") -> Answer:
    """The form of the first step."""
    typed = OpenTyped(kind, f"{BASE}/new/{kind}", lead)
    return Page(LIST, list_cases(act, kind=kind, form=typed))


@post("/cases/new/{kind:str}", guards=[may("case.open")], sync_to_thread=True)
def open_one(act: ActDep, kind: FromPath[str], form: FormDep) -> Answer:
    """Open a case of this kind."""
    return start(act, kind, form, BASE)


@get("/cases/{no:str}", guards=[may("case.read")], sync_to_thread=True)
def show(act: ActDep, no: FromPath[str]) -> Answer:
    """One case."""
    return Page(CASE, case_page(act, no))


@post("/cases/{no:str}/{step:str}", guards=[may("case.step")], sync_to_thread=True)
def take_step(
    act: ActDep,
    no: FromPath[str],
    step: FromPath[str],
    form: FormDep,
    revision: FromQuery[int | None] = None,
) -> Answer:
    """The next step; `revision` is the one the page showed."""
    return step_on(act, no, step, form, revision, BASE)


ROUTES = [list_all, show_form, open_one, show, take_step]
