"""Offering a lead to a designer: by turn, by choice, by force, or to another one."""

from uuid import UUID

import msgspec

from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead
from portal.services.answers import Done, Refused
from portal.services.dispatch import choosing, forcing, gate
from portal.services.dispatch.asking import locked_lead, subject_of, weigh_lead
from portal.services.dispatch.candidates import Candidate, Candidates
from portal.services.dispatch.overdue import settle_overdue
from portal.services.dispatch.placing import end_offer, locked_offer, place_offer
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


class Offered(msgspec.Struct, frozen=True, kw_only=True, tag="offered"):
    """The offer stands and the designer's time to answer runs."""

    offer: UUID
    no: str
    lead: UUID
    lead_no: str
    designer: str
    designer_name: str
    state: str
    decision: UUID


class Awaiting(msgspec.Struct, frozen=True, kw_only=True, tag="awaiting"):
    """A forced offer that the other manager must agree to first (dispatch.force)."""

    offer: UUID
    lead: UUID
    awaiting: str


@use_case
def offer_lead(
    tx: Tx,
    lead_id: UUID,
    designer_no: str | None = None,
    reason: str = "",
    forced: bool = False,
) -> Offered | Awaiting | Refused:
    """Give a lead to a designer; without `designer_no` to whoever's turn it is.

    dispatch.principle.fair, dispatch.cap.day, dispatch.cap.week, dispatch.hold.*,
    dispatch.market.choice, dispatch.force. Raises LostRace when somebody else has
    just given it away.
    """
    tx.need("dispatch.force" if forced else "dispatch.offer")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    passed = gate.check(tx, lead)
    if isinstance(passed, Refused):
        return passed
    candidates = weigh_lead(tx, lead, forced=forced, cross_grade=bool(reason))
    chosen = choosing.choose(tx, lead, candidates, designer_no, reason)
    if isinstance(chosen, Refused):
        return chosen
    if forced:
        return _ask_other_manager(tx, lead, candidates, chosen, reason, passed)
    offer = place_offer(tx, lead, candidates, chosen, reason, passed)
    return _offered(lead, offer, chosen)


def _ask_other_manager(
    tx: Tx,
    lead: Lead,
    candidates: Candidates,
    chosen: Candidate,
    reason: str,
    passed: gate.Passed,
) -> Awaiting | Refused:
    asked = forcing.other_manager(tx, reason)
    if isinstance(asked, Refused):
        return asked
    offer = forcing.hold_for_agreement(
        tx, lead, candidates, chosen, reason, passed, asked
    )
    return Awaiting(offer=offer.id, lead=lead.id, awaiting=asked)


@use_case
def agree_to_offer(tx: Tx, offer_id: UUID) -> Offered | Refused:
    """The other manager agrees to a forced offer; caps are asked anew."""
    tx.need("dispatch.agree")
    offer, lead = locked_offer(tx, offer_id)
    settle_overdue(tx)
    barred = forcing.check_agreement(tx, lead, offer) or gate.ended(lead)
    if barred:
        return barred
    candidates = weigh_lead(tx, lead, forced=True, cross_grade=bool(offer.reason))
    designer_no = choosing.staff_no_of(tx, offer.designer_id)
    chosen = candidates.find(designer_no)
    if chosen is None or not chosen.eligible:
        return choosing.refused_choice(tx, lead, candidates, designer_no)
    forcing.agree(tx, offer, lead, candidates, chosen)
    return _offered(lead, offer, chosen)


@use_case
def refuse_agreement(tx: Tx, offer_id: UUID, reason: str = "") -> Done | Refused:
    """The other manager does not agree to a forced offer: the lead waits again."""
    tx.need("dispatch.agree")
    offer, lead = locked_offer(tx, offer_id)
    settle_overdue(tx)
    barred = forcing.check_agreement(tx, lead, offer)
    if barred:
        return barred
    end_offer(tx, offer, lead, OfferState.WITHDRAWN, reason)
    tx.audit("dispatch.disagree", subject_of(lead), offer=offer.no, reason=reason)
    tx.event("dispatch", "board")
    return Done(id=offer.id, no=lead.no, message=_("已回绝，这张单回到待派。"))


@use_case
def reassign_lead(
    tx: Tx, offer_id: UUID, designer_no: str | None, reason: str
) -> Offered | Refused:
    """Give a lead to another designer than the first (dispatch.refuse.reassign).

    A reason is needed; the place of the first designer is free again at once.
    """
    tx.need("dispatch.withdraw")
    offer, lead = locked_offer(tx, offer_id)
    settle_overdue(tx)
    barred = gate.check_reassign(tx, lead, offer, reason)
    if barred:
        return barred
    if lead.chosen_designer == offer.designer_id:
        lead.chosen_designer = None  # the salesperson's choice is whom it is taken from
    others = weigh_lead(tx, lead, cross_grade=True, without=offer.designer_id)
    chosen = choosing.choose(tx, lead, others, designer_no, reason)
    if isinstance(chosen, Refused):
        return chosen  # nobody else can take it, so the first offer stays
    end_offer(tx, offer, lead, OfferState.WITHDRAWN, reason)
    tx.s.flush()
    tx.audit("dispatch.withdraw", subject_of(lead), offer=offer.no, reason=reason)
    passed = gate.Passed(pending_signature=offer.pending_signature)
    following = place_offer(tx, lead, others, chosen, reason, passed, offer)
    return _offered(lead, following, chosen)


@use_case
def withdraw_offer(tx: Tx, offer_id: UUID, reason: str) -> Offered | Refused:
    """Take a lead back into the queue, with a reason."""
    tx.need("dispatch.withdraw")
    offer, lead = locked_offer(tx, offer_id)
    settle_overdue(tx)
    barred = gate.check_reassign(tx, lead, offer, reason)
    if barred:
        return barred
    end_offer(tx, offer, lead, OfferState.WITHDRAWN, reason)
    tx.audit("dispatch.withdraw", subject_of(lead), offer=offer.no, reason=reason)
    tx.event("dispatch", "board")
    return Offered(
        offer=offer.id,
        no=offer.no,
        lead=lead.id,
        lead_no=lead.no,
        designer="",
        designer_name="",
        state=offer.state,
        decision=offer.decision_id,
    )


def _offered(lead: Lead, offer: Offer, chosen: Candidate) -> Offered:
    return Offered(
        offer=offer.id,
        no=offer.no,
        lead=lead.id,
        lead_no=lead.no,
        designer=chosen.facts.staff_no,
        designer_name=chosen.facts.name,
        state=offer.state,
        decision=offer.decision_id,
    )
