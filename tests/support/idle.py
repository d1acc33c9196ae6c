"""Leads left idle: what the rows say, and what became of a lead's clocks."""

from datetime import timedelta

from sqlmodel import select

from portal.models.dispatch import Offer
from portal.models.lead import LeadOwner
from portal.models.obligations import Obligation
from portal.rules.evaluate import decide
from portal.services.dispatch.answering import accept_offer

MINUTE = timedelta(minutes=1)
FIRST, KEEP_UP = "lead.first_contact", "lead.keep_up"


def says(store, state="assigned", *, contacted=False, tier="small"):
    """The one row of lead.idle for a lead that stands there, as the house has it."""
    facts = {"state": state, "contacted": contacted, "tier": tier, "channel": "walk_in"}
    rules = store.house.library.rules(store.site.code)
    [row] = decide(rules["lead.idle"], facts, store.house.today()).listed
    return row


def span(row):
    """How long the row gives."""
    unit = {"minutes": MINUTE, "days": timedelta(days=1)}[row["unit"]]
    return int(row["count"]) * unit


def grace(row):
    """How long after that it is taken back."""
    return int(row["grace_minutes"]) * MINUTE


def taken(hand, designer="2001", tier="small"):
    """A lead the designer has just accepted."""
    offered = hand.given(designer, tier)
    accept_offer(hand.store.act(designer), offered.offer)
    return offered


def clocks(store, lead_id, *codes):
    """The lead's obligations of these kinds, the first first."""
    with store.house.db.reading() as session:
        found = session.exec(
            select(Obligation)
            .where(Obligation.subject_id == lead_id)
            .order_by(Obligation.since, Obligation.id)
        ).all()
    return [one for one in found if one.code in codes]


def running(store, lead_id, *codes):
    """Those of them that are still waited for."""
    found = clocks(store, lead_id, *(codes or (FIRST, KEEP_UP)))
    return [one for one in found if one.met_at is None and one.dropped_at is None]


def owners(store, lead_id):
    """Who has owned the lead, in order: staff number or role, and how it ended."""
    with store.house.db.reading() as session:
        found = session.exec(
            select(LeadOwner)
            .where(LeadOwner.lead_id == lead_id)
            .order_by(LeadOwner.since, LeadOwner.id)
        ).all()
    return [(name_of(store, one), one.ended_how) for one in found]


def name_of(store, owner):
    """The owner's staff number, or the role."""
    return store.person(owner.staff_id).staff_no if owner.staff_id else owner.role


def offer_now(store, offered):
    """The offer as it stands."""
    return store.read(Offer, offered.offer)
