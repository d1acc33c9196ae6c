"""Leads, their candidates and the designers as JSON; masked as the pages are."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from portal.errors import NotFound
from portal.models.dispatch import Offer
from portal.models.lead import Claim, Lead
from portal.models.people import Staff
from portal.services.api.shapes import CandidateJson, DesignerJson, LeadJson
from portal.services.dispatch.asking import candidates_for, lifts_at
from portal.services.dispatch.candidates import Candidate, stand
from portal.services.dispatch.loads import Moment, designers_at
from portal.services.lead.listing import leads_page
from portal.services.lead.own import Eyes, is_own
from portal.services.lead.reach import must_see
from portal.services.use_case import Act
from portal.words import gettext as _


def lead_json(act: Act, lead_id: UUID) -> LeadJson:
    """NotFound for an unknown lead, NotAllowed for one of others."""
    with act.house.db.reading() as session:
        lead = _lead(session, act, lead_id)
        must_see(act, (lead.designer_id, lead.brought_by, lead.attributed_to))
        numbers = _staff_numbers(session, act)
        claims, offers = _claims(session, lead), _offers(session, lead)
    return LeadJson(
        id=lead.id,
        no=lead.no,
        state=lead.state,
        tier=lead.tier,
        **_client(act, lead),
        floor_area=lead.floor_area,
        renovation_date=lead.renovation_date,
        estimated_amount=lead.estimated_amount,
        channel=lead.channel,
        brought_by=_number(numbers, lead.brought_by),
        attributed_to=_number(numbers, lead.attributed_to),
        protected_until=lead.protected_until,
        designer=_number(numbers, lead.designer_id),
        contract_outcome=lead.contract_outcome,
        registered_at=lead.registered_at,
        remarks=lead.remarks,
        decisions={
            "tier": lead.tier_decision_id,
            "attribution": lead.attribution_decision_id,
        },
        claims=[_claim_json(one, numbers) for one in claims],
        offers=[_offer_json(one, numbers) for one in offers],
    )


def _lead(session: Session, act: Act, lead_id: UUID) -> Lead:
    lead = session.exec(
        select(Lead).where(Lead.site_id == act.by.site_id, Lead.id == lead_id)
    ).first()
    if lead is None:
        raise NotFound(_("来单"), lead_id)
    return lead


def _client(act: Act, lead: Lead) -> dict[str, str]:
    """Name, phone and address as far as this person sees them."""
    own = is_own(act.by, (lead.designer_id, lead.brought_by, lead.attributed_to))
    eyes = Eyes(act)
    return {
        name: eyes.show(name, getattr(lead, name), own=own)
        for name in ("client_name", "phone", "site_address")
    }


def _staff_numbers(session: Session, act: Act) -> dict[UUID, str]:
    rows = session.execute(
        select(Staff.id, Staff.staff_no).where(Staff.site_id == act.by.site_id)
    )
    return {staff_id: number for staff_id, number in rows}


def _number(numbers: Mapping[UUID, str], staff_id: UUID | None) -> str | None:
    return numbers.get(staff_id) if staff_id else None


def _claims(session: Session, lead: Lead) -> list[Claim]:
    found = select(Claim).where(Claim.lead_id == lead.id).order_by(col(Claim.at))
    return list(session.exec(found))


def _claim_json(claim: Claim, numbers: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": claim.id,
        "principle": claim.principle,
        "staff": _number(numbers, claim.staff_id),
        "at": claim.at,
        "evidence": claim.evidence,
        "filed_late": claim.filed_late,
        "rank": claim.rank,
        "expired": claim.expired,
    }


def _offers(session: Session, lead: Lead) -> list[Offer]:
    found = select(Offer).where(Offer.lead_id == lead.id)
    return list(session.exec(found.order_by(col(Offer.offered_at), Offer.no)))


def _offer_json(offer: Offer, numbers: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": offer.id,
        "no": offer.no,
        "designer": _number(numbers, offer.designer_id),
        "state": offer.state,
        "forced": offer.forced,
        "pending_signature": offer.pending_signature,
        "offered_at": offer.offered_at,
        "respond_by": offer.respond_by,
        "answered_at": offer.answered_at,
        "reason": offer.reason,
        "answer_reason": offer.answer_reason,
        "decision": offer.decision_id,
    }


def lead_list(act: Act, typed: Mapping[str, str], page: int) -> dict[str, Any]:
    """One page of the register, filtered as the page of it is."""
    found = leads_page(act, typed, page)
    return {
        "total": found.pager.total,
        "page": found.pager.page,
        "pages": found.pager.pages,
        "leads": [
            {
                "id": one.id,
                "no": one.no,
                "client_name": one.client,
                "site_address": one.address,
                "tier": one.tier,
                "channel": one.channel,
                "state": one.state,
            }
            for one in found.rows
        ],
    }


def candidates_json(act: Act, lead_id: UUID) -> list[CandidateJson]:
    """Everyone for the lead, eligible first in turn: open to all of the house.

    dispatch.principle.fair; nothing of the client stands in it.
    """
    with act.house.db.reading() as session:
        lead = _lead(session, act, lead_id)
        found = candidates_for(session, act, lead)
    return [
        CandidateJson(
            designer=one.facts.staff_no,
            name=one.facts.name,
            grade=one.facts.grade,
            eligible=one.eligible,
            verdict=one.verdict,
            clauses=one.clauses,
            lifts_at=lifts_at(one, act),
            turn=one.turn,
            cross_grade=one.cross_grade,
        )
        for one in found.everyone
    ]


def designers_json(act: Act) -> list[DesignerJson]:
    """Every designer with his loads, limits and verdict."""
    moment = Moment(act.by.site_id, act.house.clock.now(), act.today, act.rules)
    with act.house.db.reading() as session:
        designers = designers_at(session, moment)
    standing = stand(act.rules, designers, act.today)
    return [_designer_json(act, one) for one in standing]


def _designer_json(act: Act, one: Candidate) -> DesignerJson:
    return DesignerJson(
        staff_no=one.facts.staff_no,
        name=one.facts.name,
        grade=one.facts.grade,
        received_today=one.facts.received_today,
        received_this_week=one.facts.received_this_week,
        holding=one.facts.holding,
        limits=one.limits,
        verdict=one.verdict,
        clauses=one.clauses,
        lifts_at=lifts_at(one, act),
    )
