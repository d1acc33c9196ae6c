"""Who waits for whom: acts that only name a designer or open a site wait for nobody."""

import functools
from concurrent.futures import ThreadPoolExecutor

from portal.services.answers import Done
from portal.services.dispatch.asking import lock_designers
from portal.services.lead.claims import ClaimForm, add_claim
from portal.services.use_case import Tx
from tests.factories import open_house, open_store
from tests.support.crowd import Crowd

SECONDS = 30


def test_a_claim_for_a_designer_does_not_wait_until_dispatch_is_done(
    library, postgres_url, tmp_path
):
    """Else each could hold what the other waits for, and neither would end."""
    house = open_house(postgres_url, tmp_path, library=library)
    store = open_store(house)
    lead = store.lead()
    claim = ClaimForm(principle="invited", staff="2001", at=house.clock.now())
    with house.db.writing() as session, ThreadPoolExecutor(1) as pool:
        lock_designers(Tx(store.act("customer_manager"), session))
        other = pool.submit(add_claim, store.act("receptionist"), lead, claim)
        try:
            assert isinstance(other.result(timeout=SECONDS), Done)
        finally:
            session.rollback()
    house.db.close()


def test_the_first_acts_of_a_new_store_may_come_all_at_once(any_store):
    acts = [functools.partial(any_store.lead, phone=f"1390000000{n}") for n in range(8)]
    with Crowd(len(acts)) as crowd:
        registered = crowd.rush(acts)
    assert len(set(registered)) == len(acts), registered
    assert not any(isinstance(one, Exception) for one in registered)
