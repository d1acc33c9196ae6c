"""Cases and transfer slips for other programs."""

from typing import Any

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody

from portal.routes.types import ActDep, Json, answer, exact, may
from portal.services.answers import Done, Refused
from portal.services.cases import advance
from portal.services.cases.answers import case_answer
from portal.services.cases.opening_form import open_typed
from portal.services.slip import KIND as SLIP
from portal.services.use_case import Act


class NewCase(msgspec.Struct, forbid_unknown_fields=True):
    """A case to be opened; `lead` by number or id where the kind is about one."""

    kind: str
    fields: dict[str, Any] = {}
    lead: str | None = None
    note: str = ""


class NewSlip(msgspec.Struct, forbid_unknown_fields=True):
    """A slip to be filled in for a lead."""

    lead: str
    remarks: str = ""


class NewStep(msgspec.Struct, forbid_unknown_fields=True):
    """A step's fields; `revision` makes a lost race show (409)."""

    fields: dict[str, Any] = {}
    note: str = ""
    revision: int | None = None


def _shown(act: Act, result: Done | Refused, status: int) -> Json:
    """The case after the act, or the refusal."""
    if isinstance(result, Refused):
        return answer(result)
    return exact(case_answer(act, result.no), status)


@post("/api/slips", guards=[may("slip.create")], sync_to_thread=True)
def create_slip(act: ActDep, data: JSONBody[NewSlip]) -> Json:
    """Fill in the slip of a lead."""
    fields: dict[str, object] = {"remarks": data.remarks}
    return _shown(act, open_typed(act, SLIP, data.lead, fields), 201)


@post("/api/slips/{no:str}/{step:str}", guards=[may("case.step")], sync_to_thread=True)
def step_slip(
    act: ActDep, no: FromPath[str], step: FromPath[str], data: JSONBody[NewStep]
) -> Json:
    """Take a slip's next step."""
    case_answer(act, no, SLIP)
    return step_case_on(act, no, step, data)


def step_case_on(act: Act, no: str, step: str, data: NewStep) -> Json:
    """Take the step and answer the case as it stands then."""
    result = advance(act, no, step, data.fields, data.note, data.revision)
    return _shown(act, result, 200)


@post("/api/cases", guards=[may("case.open")], sync_to_thread=True)
def create_case(act: ActDep, data: JSONBody[NewCase]) -> Json:
    """Open a case of any kind."""
    result = open_typed(act, data.kind, data.lead or "", data.fields, data.note)
    return _shown(act, result, 201)


@get("/api/cases/{no:str}", guards=[may("case.read")], sync_to_thread=True)
def show_case(act: ActDep, no: FromPath[str]) -> Json:
    """One case with its next steps, log and what is due."""
    return exact(case_answer(act, no))


@post("/api/cases/{no:str}/{step:str}", guards=[may("case.step")], sync_to_thread=True)
def step_case(
    act: ActDep, no: FromPath[str], step: FromPath[str], data: JSONBody[NewStep]
) -> Json:
    """Take a case's next step."""
    return step_case_on(act, no, step, data)


ROUTES = [create_slip, step_slip, create_case, show_case, step_case]
