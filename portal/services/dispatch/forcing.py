"""Forced dispatch: two managers together; it passes the hold, never the caps.

dispatch.force: whoever of the two asks, the other must agree.
"""

from portal.errors import NotAllowed
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead
from portal.rules.evaluate import decide
from portal.services import obligations
from portal.services.answers import Refused
from portal.services.audit import Subject
from portal.services.dispatch.asking import subject_of
from portal.services.dispatch.candidates import Candidate, Candidates
from portal.services.dispatch.gate import Passed
from portal.services.dispatch.placing import new_offer, note_event, start_answering
from portal.services.dispatch.races import lost_race
from portal.services.periods import week_start
from portal.services.use_case import Tx
from portal.words import gettext as _

AGREE = "dispatch.agree"


def other_manager(tx: Tx, reason: str) -> str | Refused:
    """The role whose agreement is awaited, or why this person cannot force."""
    for role in sorted(tx.by.roles):
        decided = decide(tx.rules["dispatch.agreement"], {"role": role}, tx.today)
        awaiting = decided.one["awaiting"]
        if awaiting is not None and reason.strip():
            return str(awaiting)
        if awaiting is not None:
            return _needs_reason(tx)
    raise NotAllowed("dispatch.force")


def _needs_reason(tx: Tx) -> Refused:
    tx.audit("dispatch.refused")
    return Refused(
        reason=_("强制派单要写明理由。"),
        clauses=["dispatch.force"],
        lifts_when=_("写明理由之后。"),
    )


def hold_for_agreement(
    tx: Tx,
    lead: Lead,
    candidates: Candidates,
    chosen: Candidate,
    reason: str,
    passed: Passed,
    awaiting: str,
) -> Offer:
    """Hold the lead for this designer until the other manager agrees."""
    offer = new_offer(tx, lead, candidates, chosen, reason)
    offer.state = OfferState.AWAITING
    offer.forced = True
    offer.pending_signature = passed.pending_signature
    offer.awaiting_role = awaiting
    tx.add(offer)
    note_event(tx, lead, "force_asked", chosen.facts.name)
    obligations.open_in(
        tx, AGREE, Subject("offer", offer.id, lead.no), since=tx.now, role=awaiting
    )
    tx.audit(
        "dispatch.force",
        subject_of(lead),
        offer=offer.no,
        designer=chosen.facts.staff_no,
        reason=offer.reason,
    )
    tx.event("dispatch", "board")
    return offer


def check_agreement(tx: Tx, lead: Lead, offer: Offer) -> Refused | None:
    """The other manager, a different person, and an offer that still waits."""
    if offer.state != OfferState.AWAITING:
        raise lost_race(tx, lead, _("这张强派已经有结果，您的这一次没有写入。"))
    if offer.awaiting_role not in tx.by.roles:
        raise NotAllowed("dispatch.agree")
    if tx.by.staff_id is not None and tx.by.staff_id == offer.offered_by:
        return Refused(
            reason=_("强派要两位经理都点头，提出的人不能自己同意。"),
            clauses=["dispatch.force"],
            lifts_when=_("另一位经理同意之后。"),
        )
    return None


def agree(
    tx: Tx, offer: Offer, lead: Lead, candidates: Candidates, chosen: Candidate
) -> None:
    """Both have agreed: the offer counts from now on."""
    kept = tx.keep(candidates.verdict, subject_of(lead))
    minutes = offer.respond_by - offer.offered_at
    offer.state = OfferState.OFFERED
    offer.agreed_by, offer.agreed_at = tx.by.staff_id, tx.now
    offer.offered_at, offer.respond_by = tx.now, tx.now + minutes
    offer.day = tx.today
    offer.week = week_start(tx.today, tx.rules)
    offer.decision_id = kept.id
    tx.s.add(offer)
    obligations.meet_in(tx, AGREE, offer.id)
    start_answering(tx, lead, offer, chosen)
