"""My work on a phone: what waits for my answer, my leads, and what I report of them."""

from collections.abc import Callable
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from portal.errors import BadInput
from portal.routes.types import (
    SENDS_BACK,
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
from portal.services.answers import Done, Refused
from portal.services.clauses import clause_refs
from portal.services.dispatch import answering
from portal.services.dispatch.pages import choosing
from portal.services.lead.page import acting
from portal.services.lead.page.offered import FOLLOW_UP
from portal.services.lead.steps import ASK_EXTENSION, CONTACT, MEASURE, REPORT
from portal.services.my import Asked, SentBack, my_page
from portal.services.my.offers import DECLINE
from portal.services.use_case import Act

MY, LEAD = "/my", "/my/leads/{lead_id:uuid}"
Work = Callable[[Act, UUID, Form], Done | Refused]


@get(MY, guards=[may("my.read")], sync_to_thread=True)
def show_my(
    act: ActDep,
    show: SearchText = "",
    q: SearchText = "",
    page: PageNo = 1,
    did: SearchText = "",
) -> Answer:
    """My offers, my leads, what I owe."""
    return Page("my/my.html", my_page(act, Asked(show=show, q=q, page=page, did=did)))


@post(
    f"{MY}/offers/{{offer_id:uuid}}/accept",
    guards=[may("dispatch.respond")],
    sync_to_thread=True,
)
def accept(act: ActDep, offer_id: FromPath[UUID]) -> Answer:
    """I take the lead."""
    return done(act, answering.accept_offer(act, offer_id), f"{MY}?did=accept", MY)


@post(
    f"{MY}/offers/{{offer_id:uuid}}/decline",
    guards=[may("dispatch.respond")],
    sync_to_thread=True,
)
def decline(act: ActDep, offer_id: FromPath[UUID], form: FormDep) -> Answer:
    """I cannot, for a reason, away from the client."""
    reason, before = form.text("reason"), form.text("before_client") == "yes"
    result = answering.decline_offer(act, offer_id, reason, before)
    if isinstance(result, Done):
        return done(act, result, f"{MY}?did={DECLINE}")
    back = SentBack(
        subject=offer_id,
        form=DECLINE,
        typed=form,
        errors={"": result.reason},
        clauses=clause_refs(act.rules, result.clauses),
    )
    return _sent_back(act, back)


@get(LEAD, guards=[may("dispatch.choose")], sync_to_thread=True)
def show_choice(act: ActDep, lead_id: FromPath[UUID]) -> Answer:
    """The eligible designers for a lead I brought."""
    return Page("dispatch/choose.html", choosing.choice_page(act, lead_id))


@post(f"{LEAD}/designer", guards=[may("dispatch.choose")], sync_to_thread=True)
def choose(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """I choose the designer; the customer manager makes the offer."""
    result = answering.choose_designer(act, lead_id, form.text("designer"))
    return done(act, result, f"{MY}?did=choose", back=f"{MY}/leads/{lead_id}")


@post(
    f"{LEAD}/contact", guards=[may("lead.contact")], opt=SENDS_BACK, sync_to_thread=True
)
def contact(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """I reached my new client."""
    return _take(act, lead_id, form, CONTACT, acting.contact)


@post(
    f"{LEAD}/extension",
    guards=[may("lead.extension_ask")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def ask_extension(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """I ask for more time."""
    return _take(act, lead_id, form, ASK_EXTENSION, acting.ask_extension)


@post(
    f"{LEAD}/measured",
    guards=[may("lead.measure")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def measure(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """I measured the home."""
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
    f"{LEAD}/signing-report",
    guards=[may("lead.report_signing")],
    opt=SENDS_BACK,
    sync_to_thread=True,
)
def report_signing(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """The client signed; a manager registers the contract."""
    return _take(act, lead_id, form, REPORT, acting.report)


def _take(act: Act, lead_id: UUID, form: Form, name: str, work: Work) -> Answer:
    """Do the work and come back here; wrong fields come back as typed."""
    try:
        result = work(act, lead_id, form)
    except BadInput as error:
        back = SentBack(subject=lead_id, form=name, typed=form, errors=error.problems)
        return _sent_back(act, back)
    return done(act, result, f"{MY}?did={name}", MY)


def _sent_back(act: Act, back: SentBack) -> Answer:
    """The page with the form as typed; the sentences alone for the outbox."""
    page = my_page(act, back=back)
    return Page("my/my.html", page, fragment="my/_wrong.html", status=422)


ROUTES = [
    show_my,
    accept,
    decline,
    show_choice,
    choose,
    contact,
    ask_extension,
    measure,
    follow_up,
    report_signing,
]
