"""Writing an offer down and ending one: records, place, lead, obligations, audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import select

from portal.clock import minutes_long
from portal.errors import NotFound
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead, LeadEvent, LeadState
from portal.rules.evaluate import decide
from portal.services import obligations, slip
from portal.services.audit import Subject
from portal.services.decisions import verdict_of
from portal.services.dispatch.asking import locked_lead, subject_of
from portal.services.dispatch.candidates import Candidate, Candidates
from portal.services.dispatch.gate import Passed
from portal.services.dispatch.places import free_place, take_place
from portal.services.lead.owning import hand_over
from portal.services.periods import week_start
from portal.services.use_case import Tx
from portal.words import gettext as _

RESPOND = "dispatch.respond"
CONFER = "dispatch.confer"


@dataclass(frozen=True, slots=True)
class RanOut:
    """A time that ran out at this moment, and what that was."""

    at: datetime
    what: str


def locked_offer(tx: Tx, offer_id: UUID) -> tuple[Offer, Lead]:
    """The offer and its lead, both under lock (designers first, then the lead)."""
    found = tx.s.exec(
        select(Offer.lead_id).where(Offer.site_id == tx.site_id, Offer.id == offer_id)
    ).first()
    if found is None:
        raise NotFound(_("派单"), offer_id)
    lead = locked_lead(tx, found)
    offer: Offer = tx.lock(select(Offer).where(Offer.id == offer_id)).one()
    return offer, lead


def new_offer(
    tx: Tx, lead: Lead, candidates: Candidates, chosen: Candidate, reason: str
) -> Offer:
    """An offer of now, with its kept decision; not yet written."""
    kept = tx.keep(candidates.verdict, subject_of(lead))
    terms = decide(tx.rules["dispatch.offer"], {"channel": lead.channel}, tx.today)
    tx.keep(verdict_of(terms, tx.today), subject_of(lead))
    time_to_answer = minutes_long(terms.one["respond_minutes"])
    return Offer(
        site_id=tx.site_id,
        no=tx.no("F"),
        lead_id=lead.id,
        designer_id=UUID(chosen.facts.staff_id),
        state=OfferState.OFFERED,
        holds_lead=lead.id,
        cross_grade=chosen.cross_grade,
        reason=reason.strip(),
        offered_by=tx.by.staff_id,
        offered_by_name=tx.by.name,
        offered_at=tx.now,
        day=tx.today,
        week=week_start(tx.today, tx.rules),
        respond_by=tx.now + time_to_answer,
        on_timeout=str(terms.one["on_timeout"]),
        decision_id=kept.id,
    )


def place_offer(
    tx: Tx,
    lead: Lead,
    candidates: Candidates,
    chosen: Candidate,
    reason: str,
    passed: Passed,
    replaces: Offer | None = None,
) -> Offer:
    """Write the offer with its place, move the lead, and start the time to answer."""
    offer = new_offer(tx, lead, candidates, chosen, reason)
    offer.pending_signature = passed.pending_signature
    offer.replaces = replaces.id if replaces else None
    tx.add(offer)
    start_answering(tx, lead, offer, chosen)
    return offer


def start_answering(tx: Tx, lead: Lead, offer: Offer, chosen: Candidate) -> None:
    """From here the offer counts: place, lead, slip, obligation, audit, event."""
    take_place(tx, offer, chosen.limits)
    lead.state = LeadState.OFFERED
    lead.designer_id = offer.designer_id
    lead.touched_at = tx.now
    tx.s.add(lead)
    hand_over(tx, lead, "offered")
    note_event(tx, lead, "offered", chosen.facts.name, decision_id=offer.decision_id)
    slip.name_designer_in(tx, lead)
    obligations.drop_in(tx, CONFER, lead.id)
    obligations.open_in(
        tx,
        RESPOND,
        Subject("offer", offer.id, lead.no),
        since=offer.offered_at,
        staff=offer.designer_id,
        due_at=offer.respond_by,
    )
    tx.audit(
        "dispatch.offer",
        subject_of(lead),
        offer=offer.no,
        designer=chosen.facts.staff_no,
        forced=offer.forced,
        reason=offer.reason,
        decision=str(offer.decision_id),
    )
    tx.event("dispatch", "board")


def end_offer(
    tx: Tx,
    offer: Offer,
    lead: Lead,
    state: OfferState,
    reason: str,
    *,
    ran_out: RanOut | None = None,
) -> None:
    """The offer binds nobody any more; its place is free and the lead waits again.

    ran_out: a time ended it, not the person who acts; the records carry its moment.
    """
    at, how = (ran_out.at, ran_out.what) if ran_out else (tx.now, str(state))
    offer.state = state
    offer.holds_lead = None
    offer.answered_at = at
    offer.answer_reason = reason.strip()
    lead.state = LeadState.READY
    lead.designer_id = None
    lead.ready_at = lead.ready_at or at
    lead.touched_at = at
    tx.s.add_all((offer, lead))
    free_place(tx, offer.id)
    # Neither an answer nor an agreement is waited for any more.
    obligations.drop_in(tx, None, offer.id, at=at)
    hand_over(tx, lead, how, at=at)
    note_event(tx, lead, how, reason.strip(), at=ran_out.at if ran_out else None)


def note_event(
    tx: Tx,
    lead: Lead,
    kind: str,
    text: str = "",
    *,
    decision_id: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Add a line to the lead's own log.

    at: the moment a time ran out, which nobody did; without it the person acts now.
    """
    tx.note(
        LeadEvent,
        site_id=tx.site_id,
        lead_id=lead.id,
        at=at or tx.now,
        kind=kind,
        text=text,
        by_id=None if at else tx.by.staff_id,
        by_name="" if at else tx.by.name,
        decision_id=decision_id,
    )
