"""What is past due: offers nobody answered, and leads their owners left idle.

dispatch.refuse.special-reason: within the time, or silence counts as accepted; the
rule of the day an offer was made says what its silence means.
Nothing has to be awake for it: pages reckon with `standing`, and the next act writes
it down with the moment the time ran out.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from portal.access import Person
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead, LeadState
from portal.models.obligations import Obligation
from portal.services import obligations
from portal.services.answers import Done
from portal.services.audit import Subject
from portal.services.dispatch.asking import lock_designers
from portal.services.dispatch.placing import RESPOND, RanOut, end_offer, note_event
from portal.services.lead.lapsing import lapsing, settle_lapsed
from portal.services.lead.owning import hand_over
from portal.services.use_case import Act, Tx, use_case
from portal.words import N_


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
        .where(*_silent(tx.site_id, tx.now))
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


def _silent(site_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Offer.site_id) == site_id,
        col(Offer.state) == OfferState.OFFERED,
        col(Offer.respond_by) <= now,
        # A lead that was lost meanwhile is not brought back by silence.
        col(Lead.state) == LeadState.OFFERED,
    )


def _settle(tx: Tx, offer: Offer, lead: Lead) -> None:
    meaning = standing(offer, tx.now)
    if meaning == OfferState.ACCEPTED:
        offer.state = meaning
        offer.answered_at = offer.respond_by
        lead.state = LeadState.ASSIGNED
        tx.s.add_all((offer, lead))
        obligations.meet_in(tx, RESPOND, offer.id, at=offer.respond_by)
        hand_over(tx, lead, "timed_out", at=offer.respond_by)
        said = N_("到时未答，视为接受。")
        note_event(tx, lead, "timed_out", said, at=offer.respond_by)
    else:
        ran_out = RanOut(offer.respond_by, str(meaning))
        end_offer(tx, offer, lead, meaning, N_("到时未答，收回。"), ran_out=ran_out)
    subject = Subject("lead", lead.id, lead.no)
    tx.audit("dispatch.timeout", subject, offer=offer.no, state=str(meaning))
    tx.event("dispatch", "board")


def settle_if_due(act: Act) -> None:
    """For whoever looks: a page first has written down what is past due.

    Nothing is written where nothing is due; where something is, the house does it, not
    the person who happens to look.
    """
    with act.house.db.reading() as session:
        due = _is_due(session, act.by.site_id, act.house.clock.now())
    if due:
        settle_offers(replace(act, by=_house_of(act), key=None))


def _is_due(session: Session, site_id: UUID, now: datetime) -> bool:
    silent = select(Offer.id).join(Lead, col(Lead.id) == col(Offer.lead_id))
    silent = silent.where(*_silent(site_id, now)).limit(1)
    idle = select(Obligation.id).join(Lead, col(Lead.id) == col(Obligation.subject_id))
    idle = idle.where(*lapsing(site_id, now)).limit(1)
    return session.exec(silent).first() is not None or (
        session.exec(idle).first() is not None
    )


def _house_of(act: Act) -> Person:
    """The house itself, at the site of the person who looks."""
    return Person(
        site_id=act.by.site_id,
        site_code=act.by.site_code,
        site_name=act.by.site_name,
        name=N_("系统"),
        roles=frozenset(),
    )


@use_case
def settle_offers(tx: Tx) -> Done:
    """Write down everything of the site that is past due: whoever looks asks for it."""
    lock_designers(tx)
    count = settle_overdue(tx)
    return Done(message=str(count))
