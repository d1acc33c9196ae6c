"""A store for dispatch: eight desks, six designers, leads that have all they need."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from portal.models.dispatch import Offer
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.lead.moving import measure_lead, sign_contract
from tests.factories import open_house, open_store


@pytest.fixture
def store(library, sqlite_url, tmp_path):
    """A store on SQLite, on Monday 1 December 2025 at nine: low season."""
    yield from _opened(sqlite_url, tmp_path, library)


@pytest.fixture
def any_store(library, engine_url, tmp_path):
    """The same store, once on SQLite and once on PostgreSQL."""
    yield from _opened(engine_url, tmp_path, library)


def _opened(url, folder, library):
    house = open_house(url, folder, library=library)
    yield open_store(house)
    house.db.close()


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
        """The same hour some days later."""
        self.store.clock.advance(timedelta(days=days))

    def offers(self, lead_id):
        """The lead's offers in the order they were made."""
        with self.store.house.db.reading() as session:
            found = select(Offer).where(Offer.lead_id == lead_id).order_by(Offer.no)
            return session.exec(found).all()


@pytest.fixture
def hand(store):
    """The store of `store` in the customer manager's hand."""
    return Hand(store)


@pytest.fixture
def any_hand(any_store):
    """The store of `any_store` in the customer manager's hand."""
    return Hand(any_store)
