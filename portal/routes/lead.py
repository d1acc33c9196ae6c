"""One lead: its page, and what is done with it there."""

from collections.abc import Callable
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from portal.errors import BadInput
from portal.routes.types import (
    SENDS_BACK,
    ActDep,
    Answer,
    Form,
    FormDep,
    Page,
    SearchText,
    done,
    may,
)
from portal.services.answers import Done, Refused
from portal.services.lead import reveal
from portal.services.lead.page import Returned, acting, lead_page
from portal.services.lead.page.offered import FOLLOW_UP
from portal.services.lead.steps import (
    ANSWER_EXTENSION,
    ASK_EXTENSION,
    CANCEL,
    CLAIM,
    COMPLETE,
    CONTACT,
    MEASURE,
    REPORT,
    RULE,
    SIGN,
)
from portal.services.use_case import Act

LEAD = "/leads/{lead_id:uuid}"
Work = Callable[[Act, UUID, Form], Done | Refused]


@get(LEAD, guards=[may("lead.read")], sync_to_thread=True)
def show_lead(
    act: ActDep, lead_id: FromPath[UUID], why: SearchText = "", did: SearchText = ""
) -> Answer:
    """Everything of one lead; ?why=tier, attribution or owner opens the reasons."""
    return Page("lead/lead.html", lead_page(act, lead_id, why=why, did=did))


def _take(act: Act, lead_id: UUID, form: Form, name: str, work: Work) -> Answer:
    """Do the work and come back to the lead; wrong fields come back as typed."""
    try:
        result = work(act, lead_id, form)
    except BadInput as error:
        returned = Returned(form=name, typed=form, errors=error.problems)
        page = lead_page(act, lead_id, returned=returned)
        return Page("lead/lead.html", page, status=422)
    return done(act, result, f"/leads/{lead_id}?did={name}", f"/leads/{lead_id}")


@post(f"{LEAD}/claims", guards=[may("lead.claim")], opt=SENDS_BACK, sync_to_thread=True)
def add_claim(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """One more claim on the client."""
    return _take(act, lead_id, form, CLAIM, acting.claim)


@post(
    f"{LEAD}/attribution",
    guards=[may("lead.attribute")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def rule_attribution(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """The manager's ruling on equal claims."""
    return _take(act, lead_id, form, RULE, acting.rule)


@post(
    f"{LEAD}/facts", guards=[may("lead.register")], opt=SENDS_BACK, sync_to_thread=True
)
def complete_lead(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """What was missing when the lead was registered."""
    return _take(act, lead_id, form, COMPLETE, acting.complete)


@post(
    f"{LEAD}/contact", guards=[may("lead.contact")], opt=SENDS_BACK, sync_to_thread=True
)
def contact_lead(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """The client was reached for the first time."""
    return _take(act, lead_id, form, CONTACT, acting.contact)


@post(
    f"{LEAD}/extension",
    guards=[may("lead.extension_ask")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def ask_extension(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """The owner asks for more time."""
    return _take(act, lead_id, form, ASK_EXTENSION, acting.ask_extension)


@post(
    f"{LEAD}/extension/answer",
    guards=[may("lead.extension_answer")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def answer_extension(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """A manager grants it or says why not."""
    return _take(act, lead_id, form, ANSWER_EXTENSION, acting.answer_extension)


@post(
    f"{LEAD}/measured",
    guards=[may("lead.measure")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def measure_lead(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """The home was measured."""
    return _take(act, lead_id, form, MEASURE, acting.measure)


@post(
    f"{LEAD}/follow-ups",
    guards=[may("lead.follow_up")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def follow_up(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """What the client said this time."""
    return _take(act, lead_id, form, FOLLOW_UP, acting.follow_up)


@post(
    f"{LEAD}/contract", guards=[may("lead.sign")], opt=SENDS_BACK, sync_to_thread=True
)
def sign_contract(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """A contract was signed."""
    return _take(act, lead_id, form, SIGN, acting.sign)


@post(
    f"{LEAD}/signing-report",
    guards=[may("lead.report_signing")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def report_signing(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """The client signed, says who follows him."""
    return _take(act, lead_id, form, REPORT, acting.report)


@post(
    f"{LEAD}/contract/cancel",
    guards=[may("lead.cancel_contract")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def cancel_contract(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """A signed contract was taken back."""
    return _take(act, lead_id, form, CANCEL, acting.cancel)


@post(f"{LEAD}/reveal", guards=[may("lead.reveal")], sync_to_thread=True)
def reveal_lead(act: ActDep, lead_id: FromPath[UUID]) -> Answer:
    """The client in full, this once; the audit has noted it."""
    result = reveal.reveal_lead(act, lead_id)
    if isinstance(result, Refused):
        return done(act, result, f"/leads/{lead_id}")
    return Page("lead/lead.html", lead_page(act, lead_id, revealed=True))


ROUTES: list[ControllerRouterHandler] = [
    show_lead,
    add_claim,
    rule_attribution,
    complete_lead,
    contact_lead,
    ask_extension,
    answer_extension,
    measure_lead,
    follow_up,
    sign_contract,
    report_signing,
    cancel_contract,
    reveal_lead,
]
