"""What lapsed goes back to the customer manager, as of the moment it lapsed.

Nothing has to be awake for it: every act on leads, and every page that shows them,
settles first what is past due, and the records carry the moments the times ran out.
What the row said when a clock started decides, whatever the rows say meanwhile.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from portal.clock import business_date
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import ACTIVE, Lead, LeadOwner
from portal.models.obligations import Obligation
from portal.models.people import Staff
from portal.services import obligations
from portal.services.answers import Refused
from portal.services.audit import Subject
from portal.services.dispatch.placing import RanOut, end_offer
from portal.services.lead.clocks import TAKEN_BACK, forget_requests
from portal.services.lead.owning import LAPSED, owner_now
from portal.services.use_case import Tx
from portal.words import SOURCE_LOCALE, format_datetime, use_locale
from portal.words import gettext as _


def settle_lapsed(tx: Tx) -> int:
    """Take back what lapsed, in the order it did; the designers are locked before."""
    due = tx.s.exec(
        select(Obligation)
        .join(Lead, col(Lead.id) == col(Obligation.subject_id))
        .where(*lapsing(tx.site_id, tx.now))
        .order_by(col(Obligation.lapses_at), col(Obligation.id))
    ).all()
    if not due:
        return 0
    leads: dict[UUID, Lead] = {
        lead.id: lead
        for lead in tx.lock(
            select(Lead)
            .where(col(Lead.id).in_({one.subject_id for one in due}))
            .order_by(col(Lead.id))
        )
    }
    for one in due:
        # Of two clocks of one lead the earlier takes it back, the other is dropped.
        if one.dropped_at is None and one.lapses_at is not None:
            _take_back(tx, one, leads[one.subject_id], one.lapses_at)
    return len(due)


def lapsing(site_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What has lapsed and is not written down yet; a lead that ended lapses no more."""
    return (
        col(Obligation.site_id) == site_id,
        col(Obligation.met_at).is_(None),
        col(Obligation.dropped_at).is_(None),
        col(Obligation.lapses_at).is_not(None),
        col(Obligation.lapses_at) <= now,
        col(Lead.state).in_(ACTIVE),
    )


def _take_back(tx: Tx, one: Obligation, lead: Lead, at: datetime) -> None:
    """As if withdrawn just then; its owner cools off (dispatch.refuse.reassign)."""
    owner = owner_now(tx.s, lead)
    offer: Offer = tx.lock(select(Offer).where(Offer.holds_lead == lead.id)).one()
    one.lapsed_at = one.dropped_at = at
    tx.add(one)
    if lead.chosen_designer == offer.designer_id:
        lead.chosen_designer = None  # else it would go straight back to him
    # Kept in the words of the house, whoever's look at the list brought it about.
    with use_locale(SOURCE_LOCALE):
        reason = _("“%(what)s”到时没有办，收回。", what=one.title)
    end_offer(tx, offer, lead, OfferState.WITHDRAWN, reason, ran_out=RanOut(at, LAPSED))
    forget_requests(tx, lead.id, at)
    if owner is not None:
        _cool_off(tx, owner, one.derivation, at)
    subject = Subject("lead", lead.id, lead.no)
    day = business_date(at, tx.zone)
    obligations.open_in(tx, TAKEN_BACK, subject, since=at, on=day)
    designer = tx.s.get_one(Staff, offer.designer_id).staff_no
    tx.audit(
        "lead.lapse",
        subject,
        offer=offer.no,
        designer=designer,
        code=one.code,
        lapsed_at=at.isoformat(),
    )
    tx.event("dispatch", "board", "leads", "obligations")


def _cool_off(
    tx: Tx, owner: LeadOwner, derivation: dict[str, Any], at: datetime
) -> None:
    days = int(derivation["cooling_days"])
    if days > 0:
        owner.cool_until = at + timedelta(days=days)
        tx.add(owner)


def taken_from(tx: Tx, lead: Lead) -> Refused | None:
    """What somebody is told who acts on a lead that lapsed out of his hands."""
    if lead.designer_id == tx.by.staff_id or tx.by.staff_id is None:
        return None
    lapsed = tx.s.exec(
        select(LeadOwner)
        .where(
            LeadOwner.site_id == tx.site_id,
            LeadOwner.lead_id == lead.id,
            LeadOwner.staff_id == tx.by.staff_id,
            LeadOwner.ended_how == LAPSED,
        )
        .order_by(col(LeadOwner.until).desc())
    ).first()
    if lapsed is None:
        return None
    at = format_datetime(lapsed.until, short=True)
    return Refused(
        reason=_("%(no)s 到时没有办，已在 %(at)s 收回。", no=lead.no, at=at),
        clauses=["dispatch.refuse.reassign"],
        lifts_at=lapsed.cool_until,
        lifts_when=_("由客户经理另派。"),
    )
