"""The customer manager's hand in a store, and how things stand there afterwards."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlmodel import select

from portal.models.dispatch import DispatchSlot, Offer
from portal.models.lead import Lead
from portal.models.obligations import Obligation
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.dispatch.overdue import settle_offers
from portal.services.lead.contacting import contact_lead
from portal.services.lead.moving import measure_lead, sign_contract

HOUR = timedelta(hours=1)


@dataclass
class Hand:
    """The customer manager's hand in a store: gives leads away, sees them through."""

    store: object

    def give(self, designer, tier="small", **asked):
        """A new lead offered to this designer; the answer of the service."""
        return self.offer(self.store.lead(tier), designer, **asked)

    def offer(self, lead_id, designer=None, **asked):
        """An offer of the lead, by turn where no designer is named."""
        act = self.store.act("customer_manager")
        return offer_lead(act, lead_id, designer, **asked)

    def given(self, designer, tier="small"):
        """As `give`, where nothing but an offer will do."""
        answer = self.give(designer, tier)
        assert isinstance(answer, Offered), answer
        return answer

    def sign(self, offered):
        """The designer takes the lead (or was silent), measures, the client signs."""
        store = self.store
        if store.clock.now() < store.read(Offer, offered.offer).respond_by:
            accept_offer(store.act(offered.designer), offered.offer)
        measure_lead(store.act(offered.designer), offered.lead)
        act = store.act("store_manager")
        return sign_contract(act, offered.lead, Decimal("48000"), act.today)

    def next_day(self, days=1):
        """The same hour some days later; nobody left his new client waiting."""
        self.store.clock.advance(HOUR)
        settle_offers(self.store.act("admin"))
        self.reach_everyone()
        self.store.clock.advance(timedelta(days=days) - HOUR)

    def reach_everyone(self):
        """Each designer calls the clients he has just been given."""
        for lead in self.leads("assigned"):
            who = self.store.person(lead.designer_id).staff_no
            contact_lead(self.store.act(who), lead.id)

    def leads(self, state):
        """The store's leads that stand there, in the order they came."""
        with self.store.house.db.reading() as session:
            found = select(Lead).where(
                Lead.site_id == self.store.site.id, Lead.state == state
            )
            return session.exec(found.order_by(Lead.no)).all()

    def offers(self, lead_id):
        """The lead's offers in the order they were made."""
        with self.store.house.db.reading() as session:
            found = select(Offer).where(Offer.lead_id == lead_id).order_by(Offer.no)
            return session.exec(found).all()


def due(store, *subjects):
    """Codes of what is still due about these."""
    with store.house.db.reading() as session:
        found = session.exec(
            select(Obligation.code).where(
                Obligation.subject_id.in_(subjects),
                Obligation.met_at.is_(None),
                Obligation.dropped_at.is_(None),
            )
        )
        return sorted(found)


def places(store):
    """How many places are taken."""
    with store.house.db.reading() as session:
        return len(session.exec(select(DispatchSlot)).all())


def stands(store, offered):
    """State of the offer, state of its lead, and whose the lead is."""
    offer, lead = store.read(Offer, offered.offer), store.lead_now(offered.lead)
    who = store.person(lead.designer_id).staff_no if lead.designer_id else None
    return str(offer.state), str(lead.state), who
