"""The counter and its registers: leads, calls, outings, showroom visits."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from portal.errors import BadInput
from portal.routes.types import (
    SENDS_BACK,
    ActDep,
    Answer,
    FormDep,
    Page,
    PageNo,
    SearchText,
    StateFilter,
    done,
    may,
    refused,
)
from portal.services.answers import Refused
from portal.services.lead.listing import leads_page
from portal.services.reception import registers
from portal.services.reception.calls import calls_page, save_call
from portal.services.reception.counter import counter_page
from portal.services.reception.lead_form import needs_of_channel
from portal.services.reception.new_lead import new_lead_page
from portal.services.reception.outings import outings_page, save_outing
from portal.services.reception.saving import save_lead
from portal.services.reception.showroom import save_showroom, showroom_page
from portal.services.reception.while_typing import duplicates_fragment, read_amount

RecordId = FromQuery[UUID | None]
COUNTER, CALLS = "/counter", "/counter/calls"
OUTINGS, SHOWROOM = "/counter/outings", "/counter/showroom"
LEADS, NEW_LEAD = "/leads", "/leads/new"
LEAD_FORM = "reception/_lead_form.html"


@get(COUNTER, guards=[may("counter.read")], sync_to_thread=True)
def show_counter(
    act: ActDep,
    call: RecordId = None,
    saved: RecordId = None,
    joined: FromQuery[bool] = False,
) -> Answer:
    """The counter; a caller's data prefilled, or what was just saved said."""
    page = counter_page(act, call=call, saved=saved, joined=joined)
    return Page("reception/counter.html", page)


@post(
    "/counter/leads", guards=[may("lead.register")], opt=SENDS_BACK, sync_to_thread=True
)
def save_at_counter(act: ActDep, form: FormDep, call: RecordId = None) -> Answer:
    """Save the form; with wrong fields it comes back as it was typed."""
    try:
        saved = save_lead(act, form, COUNTER, call)
    except BadInput as error:
        page = counter_page(act, typed=form, errors=error.problems, call=call)
        return Page("reception/counter.html", page, fragment=LEAD_FORM, status=422)
    if isinstance(saved, Refused):
        return refused(act, saved, COUNTER)
    return done(act, saved, saved.to)


@get(NEW_LEAD, guards=[may("lead.register")], sync_to_thread=True)
def show_new_lead(
    act: ActDep, saved: RecordId = None, joined: FromQuery[bool] = False
) -> Answer:
    """The same form for those who have no counter: salespersons, their manager."""
    page = new_lead_page(act, saved=saved, joined=joined)
    return Page("reception/new_lead.html", page)


@post(NEW_LEAD, guards=[may("lead.register")], opt=SENDS_BACK, sync_to_thread=True)
def save_new_lead(act: ActDep, form: FormDep) -> Answer:
    """Save it; with wrong fields it comes back as it was typed."""
    try:
        saved = save_lead(act, form, NEW_LEAD)
    except BadInput as error:
        page = new_lead_page(act, typed=form, errors=error.problems)
        return Page("reception/new_lead.html", page, fragment=LEAD_FORM, status=422)
    if isinstance(saved, Refused):
        return refused(act, saved, NEW_LEAD)
    return done(act, saved, saved.to)


@get("/counter/duplicates", guards=[may("lead.register")], sync_to_thread=True)
def show_duplicates(
    act: ActDep, phone: SearchText = "", site_address: FromQuery[str] = ""
) -> Answer:
    """What is known of this phone or address, asked for while typing."""
    found = duplicates_fragment(act, phone, site_address)
    return Page("reception/_duplicates.html", found)


@get("/counter/amount", guards=[may("lead.register")], sync_to_thread=True)
def show_amount(act: ActDep, estimated_amount: SearchText = "") -> Answer:
    """What was understood of the amount, and its tier."""
    read = read_amount(act, estimated_amount)
    return Page("reception/_amount.html", read)


@get("/counter/channel", guards=[may("lead.register")], sync_to_thread=True)
def show_channel(act: ActDep, channel: SearchText = "") -> Answer:
    """What else a lead of this channel will need."""
    needs = needs_of_channel(act, channel)
    return Page("reception/_channel.html", needs)


@get(LEADS, guards=[may("lead.read")], sync_to_thread=True)
def show_leads(
    act: ActDep,
    q: SearchText = "",
    in_state: StateFilter = "",
    channel: SearchText = "",
    since: SearchText = "",
    until: SearchText = "",
    page: PageNo = 1,
) -> Answer:
    """The register of all leads, searched and filtered."""
    typed = {
        "q": q,
        "state": in_state,
        "channel": channel,
        "since": since,
        "until": until,
    }
    return Page("reception/leads.html", leads_page(act, typed, page))


@get(CALLS, guards=[may("register.read")], sync_to_thread=True)
def show_calls(act: ActDep, page: PageNo = 1, saved: RecordId = None) -> Answer:
    """The register of calls."""
    return Page("reception/calls.html", calls_page(act, page=page, saved=saved))


@post(CALLS, guards=[may("call.register")], opt=SENDS_BACK, sync_to_thread=True)
def log_call(act: ActDep, form: FormDep) -> Answer:
    """Write a call down; its caller may become a lead at once."""
    try:
        logged = save_call(act, form)
    except BadInput as error:
        page = calls_page(act, typed=form, errors=error.problems)
        return Page("reception/calls.html", page, status=422)
    to_lead = form.text("then") == "lead"
    to = f"{COUNTER}?call={logged.id}" if to_lead else f"{CALLS}?saved={logged.id}"
    return done(act, logged, to)


@get(OUTINGS, guards=[may("outing.register")], sync_to_thread=True)
def show_outings(act: ActDep, page: PageNo = 1, saved: RecordId = None) -> Answer:
    """The register of outings."""
    return Page("reception/outings.html", outings_page(act, page=page, saved=saved))


@post(OUTINGS, guards=[may("outing.register")], opt=SENDS_BACK, sync_to_thread=True)
def register_outing(act: ActDep, form: FormDep) -> Answer:
    """Somebody goes out."""
    try:
        saved = save_outing(act, form)
    except BadInput as error:
        page = outings_page(act, typed=form, errors=error.problems)
        return Page("reception/outings.html", page, status=422)
    return done(act, saved, f"{OUTINGS}?saved={saved.id}")


@post(
    "/counter/outings/{outing_id:uuid}/return",
    guards=[may("outing.register")],
    sync_to_thread=True,
)
def return_from_outing(act: ActDep, outing_id: FromPath[UUID]) -> Answer:
    """Somebody is back."""
    back = registers.return_from_outing(act, outing_id)
    return done(act, back, f"{OUTINGS}?saved={back.id}")


@get(SHOWROOM, guards=[may("showroom.register")], sync_to_thread=True)
def show_showroom(act: ActDep, page: PageNo = 1, saved: RecordId = None) -> Answer:
    """The register of showroom visits."""
    return Page("reception/showroom.html", showroom_page(act, page=page, saved=saved))


@post(SHOWROOM, guards=[may("showroom.register")], opt=SENDS_BACK, sync_to_thread=True)
def register_showroom(act: ActDep, form: FormDep) -> Answer:
    """A client comes to see a model home."""
    try:
        saved = save_showroom(act, form)
    except BadInput as error:
        page = showroom_page(act, typed=form, errors=error.problems)
        return Page("reception/showroom.html", page, status=422)
    return done(act, saved, f"{SHOWROOM}?saved={saved.id}")


ROUTES: list[ControllerRouterHandler] = [
    show_counter,
    save_at_counter,
    show_new_lead,
    save_new_lead,
    show_duplicates,
    show_amount,
    show_channel,
    show_leads,
    show_calls,
    log_call,
    show_outings,
    register_outing,
    return_from_outing,
    show_showroom,
    register_showroom,
]
