"""However a lead changes hands it has an owner and a due date; `make soak` has more."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from portal.services.cases import effects
from portal.services.dispatch import answering, overdue, placing
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import withdraw_offer
from portal.services.lead import touching
from portal.services.lead.moving import cancel_contract, measure_lead, sign_contract
from portal.services.reception import registering
from tests.factories import open_house
from tests.soak.transfers import transfers
from tests.support.idle import taken
from tests.support.moves import Ground
from tests.support.transfers import lose, reopen, unowned

TRANSFERS = 200


def test_whatever_happens_to_leads_none_is_left_without_owner_or_date(
    library, engine_url, tmp_path
):
    house = open_house(engine_url, tmp_path, library=library)
    outcomes = transfers(house, TRANSFERS)
    assert outcomes.total() == TRANSFERS
    house.db.close()


def nothing(hand):
    """Nothing has to be there before."""


def register(hand, _before):
    hand.store.lead()


def offer(hand, _before):
    hand.given("2001")


def accept(hand, offered):
    accept_offer(hand.store.act("2001"), offered.offer)


def be_silent(hand, _offered):
    hand.store.clock.advance(timedelta(hours=1))


def take_back(hand, offered):
    withdraw_offer(hand.store.act("customer_manager"), offered.offer, "客户改期")


def sign(hand, offered):
    measure_lead(hand.store.act("2001"), offered.lead)
    act = hand.store.act("store_manager")
    sign_contract(act, offered.lead, Decimal("48000"), act.today)


def step_back(hand, offered):
    cancel_contract(hand.store.act("store_manager"), offered.lead, "不装了")


def lose_it(hand, offered):
    lose(Ground(hand.store, [offered.lead]), Random(0))


def get_it_back(hand, offered):
    reopen(Ground(hand.store, [offered.lead]), Random(0))


def given(hand):
    return hand.given("2001")


def signed(hand):
    offered = taken(hand)
    sign(hand, offered)
    return offered


def lost(hand):
    offered = taken(hand)
    lose_it(hand, offered)
    return offered


# What was before, how the lead changes hands, and where its owner is settled then.
PATHS = [
    (nothing, register, registering, "take_on"),
    (nothing, offer, placing, "hand_over"),
    (given, accept, answering, "hand_over"),
    (given, be_silent, overdue, "hand_over"),
    (taken, take_back, placing, "hand_over"),
    (taken, sign, touching, "hand_over"),
    (signed, step_back, touching, "hand_over"),
    (taken, lose_it, effects, "hand_over"),
    (lost, get_it_back, effects, "hand_over"),
]


@pytest.mark.parametrize(("before", "change", "module", "settles"), PATHS)
def test_a_path_that_forgets_the_owner_is_seen(
    before, change, module, settles, hand, monkeypatch
):
    change(hand, before(hand))
    assert unowned(hand.store) == []
    stage = before(hand)
    monkeypatch.setattr(module, settles, lambda *args, **more: None)
    change(hand, stage)
    assert unowned(hand.store) != []
