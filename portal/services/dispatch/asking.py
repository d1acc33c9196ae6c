"""From the database to the pure question: locks, facts, and the wait for an answer."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from portal.errors import NotFound
from portal.models.dispatch import Offer
from portal.models.lead import Lead, LeadOwner
from portal.models.people import GradeEntry, Staff
from portal.services.audit import Subject
from portal.services.dispatch.candidates import (
    Candidate,
    Candidates,
    Question,
    weigh,
)
from portal.services.dispatch.loads import Moment, designers_at
from portal.services.periods import next_week, start_of
from portal.services.use_case import Act, Tx
from portal.words import gettext as _

# Only held, not read: whoever needs their records reads them under the lock.
_DESIGNERS = (
    select(Staff.id)
    .where(
        Staff.site_id == bindparam("site_id"),
        col(Staff.id).in_(
            select(GradeEntry.staff_id).where(
                GradeEntry.site_id == bindparam("site_id")
            )
        ),
    )
    .order_by(col(Staff.id))
)


def locked_lead(tx: Tx, lead_id: UUID) -> Lead:
    """The lead under lock.

    Dispatch locks the site's designers first, then leads: whoever counts loads sees
    every offer before his, and nobody waits in a circle.
    """
    lock_designers(tx)
    return lock_lead(tx, lead_id)


def lock_designers(tx: Tx) -> None:
    """Hold every designer of the site until the commit (dispatch.cap.day)."""
    tx.s.execute(tx.db.lock(_DESIGNERS), {"site_id": tx.site_id}).all()


def lock_lead(tx: Tx, lead_id: UUID) -> Lead:
    """One lead of the site under lock."""
    lead: Lead | None = tx.lock(
        select(Lead).where(Lead.site_id == tx.site_id, Lead.id == lead_id)
    ).first()
    if lead is None:
        raise NotFound(_("来单"), lead_id)
    return lead


def lead_of_offer(act: Act, offer_id: UUID) -> UUID:
    """Which lead an offer of this site is for; raises NotFound."""
    with act.house.db.reading() as session:
        offer = session.get(Offer, offer_id)
    if offer is None or offer.site_id != act.by.site_id:
        raise NotFound(_("派单"), offer_id)
    return offer.lead_id


def weigh_lead(
    tx: Tx,
    lead: Lead,
    *,
    cross_grade: bool,
    forced: bool = False,
    without: UUID | None = None,
) -> Candidates:
    """Everyone's verdict for the lead, from loads read under lock.

    without: a designer who is not asked, because the lead is taken from him.
    """
    moment = Moment(tx.site_id, tx.now, tx.today, tx.rules)
    question = question_of(tx.s, lead, moment, forced=forced, cross_grade=cross_grade)
    if without is not None:
        others = [one for one in question.designers if one.staff_id != str(without)]
        question = msgspec.structs.replace(question, designers=others)
    return weigh(tx.rules, question, tx.today)


def candidates_for(
    session: Session, act: Act, lead: Lead, *, forced: bool = False
) -> Candidates:
    """The same answer for a page: nothing is locked or kept."""
    moment = Moment(act.by.site_id, act.house.clock.now(), act.today, act.rules)
    question = question_of(session, lead, moment, forced=forced, cross_grade=True)
    return weigh(act.rules, question, act.today)


def question_of(
    session: Session, lead: Lead, moment: Moment, *, forced: bool, cross_grade: bool
) -> Question:
    """The facts of the lead and of every designer."""
    amount = lead.estimated_amount
    cooling = _cooling(session, lead, moment.now)
    return Question(
        estimated_amount=None if amount is None else str(amount),
        channel=lead.channel,
        designers=[
            msgspec.structs.replace(one, cooling_until=cooling.get(one.staff_id))
            for one in designers_at(session, moment)
        ],
        forced=forced,
        cross_grade=cross_grade,
    )


def _cooling(session: Session, lead: Lead, now: datetime) -> dict[str, str]:
    """From whom this lead was taken back, and until when each cools off (ISO)."""
    rows = session.execute(
        select(LeadOwner.staff_id, LeadOwner.cool_until)
        .where(
            LeadOwner.site_id == lead.site_id,
            LeadOwner.lead_id == lead.id,
            col(LeadOwner.cool_until) > now,
        )
        .order_by(col(LeadOwner.cool_until))
    )
    return {str(staff_id): until.isoformat() for staff_id, until in rows}


def lifts_at(candidate: Candidate, act_or_tx: Act | Tx) -> datetime | None:
    """When a held designer opens by himself; None when no clock will do it."""
    today, rules = act_or_tx.today, act_or_tx.rules
    zone = act_or_tx.house.zone
    if candidate.lifts == "next_day":
        return start_of(today + timedelta(days=1), zone)
    if candidate.lifts == "next_week":
        return start_of(next_week(today, rules), zone)
    if candidate.lifts == "back" and candidate.facts.away_until:
        return datetime.fromisoformat(candidate.facts.away_until)
    if candidate.lifts == "cooled" and candidate.facts.cooling_until:
        return datetime.fromisoformat(candidate.facts.cooling_until)
    return None


def subject_of(lead: Lead) -> Subject:
    """The lead as the subject of a decision or audit entry."""
    return Subject("lead", lead.id, lead.no)
