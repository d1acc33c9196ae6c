"""Leads, offers and designers for other programs."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from portal.routes.types import (
    ActDep,
    Json,
    PageNo,
    SearchText,
    StateFilter,
    answer,
    exact,
    may,
)
from portal.services.answers import Refused
from portal.services.api import leads
from portal.services.api.bodies import Declining, NewClaim, NewLead, NewOffer
from portal.services.dispatch import answering, offers
from portal.services.dispatch.offers import Awaiting, Offered
from portal.services.lead.claims import add_claim
from portal.services.reception.registering import register_lead

LEAD, OFFER = "/api/leads/{lead_id:uuid}", "/api/offers/{offer_id:uuid}"


@post("/api/leads", guards=[may("lead.register")], sync_to_thread=True)
def create_lead(act: ActDep, data: JSONBody[NewLead]) -> Json:
    """Register a lead with its claims."""
    made = register_lead(act, data.form(act))
    body = {
        "id": made.id,
        "no": made.no,
        "state": made.state,
        "tier": made.tier,
        "duplicates": made.duplicates,
        "attributed_to": made.attributed_to,
    }
    return exact(body, 201)


@get("/api/leads", guards=[may("lead.read")], sync_to_thread=True)
def list_leads(
    act: ActDep, q: SearchText = "", in_state: StateFilter = "", page: PageNo = 1
) -> Json:
    """One page of the register."""
    return exact(leads.lead_list(act, {"q": q, "state": in_state}, page))


@get(LEAD, guards=[may("lead.read")], sync_to_thread=True)
def show_lead(act: ActDep, lead_id: FromPath[UUID]) -> Json:
    """One lead with claims and offers, masked as the page is."""
    return exact(leads.lead_json(act, lead_id))


@post(f"{LEAD}/claims", guards=[may("lead.claim")], sync_to_thread=True)
def claim_lead(act: ActDep, lead_id: FromPath[UUID], data: JSONBody[NewClaim]) -> Json:
    """One more claim; all are ranked again, and the lead is answered as it stands."""
    result = add_claim(act, lead_id, data.form(act.house.zone))
    if isinstance(result, Refused):
        return answer(result)
    return exact(leads.lead_json(act, lead_id), 201)


@get(f"{LEAD}/candidates", guards=[may("dispatch.read")], sync_to_thread=True)
def list_candidates(act: ActDep, lead_id: FromPath[UUID]) -> Json:
    """Every designer, eligible or refused by which row."""
    return exact(leads.candidates_json(act, lead_id))


@post(f"{LEAD}/offers", guards=[may("dispatch.read")], sync_to_thread=True)
def offer_lead(act: ActDep, lead_id: FromPath[UUID], data: JSONBody[NewOffer]) -> Json:
    """Give the lead away; the service asks for dispatch.offer or dispatch.force."""
    result = offers.offer_lead(
        act, lead_id, data.designer, data.reason or "", data.forced
    )
    if isinstance(result, Awaiting):
        return exact({"offer": result.offer, "awaiting": result.awaiting}, 202)
    return _offered(result, 201)


def _offered(result: Offered | Refused, status: int) -> Json:
    if isinstance(result, Refused):
        return answer(result)
    body = {
        "offer": result.offer,
        "designer": result.designer,
        "state": result.state,
        "decision": result.decision,
    }
    return exact(body, status)


@post(f"{OFFER}/accept", guards=[may("dispatch.respond")], sync_to_thread=True)
def accept(act: ActDep, offer_id: FromPath[UUID]) -> Json:
    """The designer takes the lead."""
    result = answering.accept_offer(act, offer_id)
    if isinstance(result, Refused):
        return answer(result)
    return exact({"offer": offer_id, "state": "accepted"})


@post(f"{OFFER}/decline", guards=[may("dispatch.respond")], sync_to_thread=True)
def decline(act: ActDep, offer_id: FromPath[UUID], data: JSONBody[Declining]) -> Json:
    """The designer asks not to take it."""
    result = answering.decline_offer(act, offer_id, data.reason, data.before_client)
    if isinstance(result, Refused):
        return answer(result)
    return exact({"offer": offer_id, "state": "declined"})


@post(f"{OFFER}/agree", guards=[may("dispatch.agree")], sync_to_thread=True)
def agree(act: ActDep, offer_id: FromPath[UUID]) -> Json:
    """The other manager agrees to a forced offer."""
    return _offered(offers.agree_to_offer(act, offer_id), 200)


@get("/api/designers", guards=[may("dispatch.read")], sync_to_thread=True)
def list_designers(act: ActDep) -> Json:
    """Every designer with his loads, limits and verdict."""
    return exact(leads.designers_json(act))


ROUTES: list[ControllerRouterHandler] = [
    create_lead,
    list_leads,
    show_lead,
    claim_lead,
    list_candidates,
    offer_lead,
    accept,
    decline,
    agree,
    list_designers,
]
