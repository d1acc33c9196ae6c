"""What is past due: offers nobody answered, and leads their owners left idle.

dispatch.refuse.special-reason: within the time, or silence counts as accepted; the
rule of the day an offer was made says what its silence means.
Nothing has to be awake for it: pages reckon with `standing`, and the next act writes
it down with the moment the time ran out.
"""

from datetime import datetime

from sqlmodel import col, select

from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead, LeadState
from portal.services import obligations
from portal.services.answers import Done
from portal.services.audit import Subject
from portal.services.dispatch.asking import lock_designers
from portal.services.dispatch.placing import RESPOND, RanOut, end_offer, note_event
from portal.services.lead.lapsing import settle_lapsed
from portal.services.lead.owning import hand_over
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


def standing(offer: Offer, now: datetime) -> OfferState:
    """The offer's state at this moment, silence included."""
    if offer.state == OfferState.OFFERED and offer.respond_by <= now:
        return OfferState(offer.on_timeout)
    return offer.state


def settle_overdue(tx: Tx) -> int:
    """Write down what silence meant, then what was left idle (lead.idle).

    The designers are locked. What was accepted by silence may have been idle since.
    """
    return _settle_silence(tx) + settle_lapsed(tx)


def _settle_silence(tx: Tx) -> int:
    """Offers nobody answered; leads are locked in one order before any of it."""
    due = tx.s.exec(
        select(Offer)
        .join(Lead, col(Lead.id) == col(Offer.lead_id))
        .where(
            Offer.site_id == tx.site_id,
            Offer.state == OfferState.OFFERED,
            col(Offer.respond_by) <= tx.now,
            # A lead that was lost meanwhile is not brought back by silence.
            Lead.state == LeadState.OFFERED,
        )
    ).all()
    if not due:
        return 0
    leads: dict[object, Lead] = {
        lead.id: lead
        for lead in tx.lock(
            select(Lead)
            .where(col(Lead.id).in_([offer.lead_id for offer in due]))
            .order_by(col(Lead.id))
        )
    }
    for offer in due:
        _settle(tx, offer, leads[offer.lead_id])
    return len(due)


def _settle(tx: Tx, offer: Offer, lead: Lead) -> None:
    meaning = standing(offer, tx.now)
    if meaning == OfferState.ACCEPTED:
        offer.state = meaning
        offer.answered_at = offer.respond_by
        lead.state = LeadState.ASSIGNED
        tx.s.add_all((offer, lead))
        obligations.meet_in(tx, RESPOND, offer.id, at=offer.respond_by)
        hand_over(tx, lead, "timed_out", at=offer.respond_by)
        said = _("到时未答，视为接受。")
        note_event(tx, lead, "timed_out", said, at=offer.respond_by)
    else:
        ran_out = RanOut(offer.respond_by, str(meaning))
        end_offer(tx, offer, lead, meaning, _("到时未答，收回。"), ran_out=ran_out)
    subject = Subject("lead", lead.id, lead.no)
    tx.audit("dispatch.timeout", subject, offer=offer.no, state=str(meaning))
    tx.event("dispatch", "board")


@use_case
def settle_offers(tx: Tx) -> Done:
    """Write down everything of the site that is past due: whoever looks asks for it."""
    lock_designers(tx)
    count = settle_overdue(tx)
    return Done(message=str(count))
