"""Two managers together may pass the hold, never the caps; nobody nods to himself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.errors import LostRace, NotAllowed
from portal.models.dispatch import Offer
from portal.services.answers import Done, Refused
from portal.services.dispatch.offers import (
    Awaiting,
    Offered,
    agree_to_offer,
    offer_lead,
    refuse_agreement,
)
from portal.services.people import end_employment
from tests.support.hand import due, places, stands
from tests.support.ledger import retell

WHY = "老客户点名，两位经理商定"


@pytest.fixture
def held(hand):
    """2001 has two in hand since yesterday and is held."""
    hand.given("2001")
    hand.given("2001")
    hand.next_day()
    assert isinstance(hand.give("2001"), Refused)
    return hand


def ask(hand, who="customer_manager", designer="2001", reason=WHY):
    """A new lead, forced on the designer."""
    act = hand.store.act(who)
    return offer_lead(act, hand.store.lead(), designer, reason, forced=True)


def agree(hand, asked, who="design_manager"):
    return agree_to_offer(hand.store.act(who), asked.offer)


def test_both_managers_together_pass_the_hold(held):
    asked = ask(held)
    assert isinstance(asked, Awaiting)
    assert asked.awaiting == "design_manager"
    assert stands(held.store, asked) == ("awaiting", "ready", None)
    assert due(held.store, asked.offer) == ["dispatch.agree"]
    assert places(held.store) == 2, "until both agree nothing is counted"
    agreed = agree(held, asked)
    assert isinstance(agreed, Offered)
    assert stands(held.store, asked) == ("offered", "offered", "2001")
    assert due(held.store, asked.offer) == ["dispatch.respond"]
    assert places(held.store) == 3
    offer = held.store.read(Offer, asked.offer)
    assert offer.agreed_by == held.store.people["design_manager"].staff_id
    assert retell(held.store.house, held.store.site.id).faults == []


def test_whoever_of_the_two_asks_the_other_is_awaited(held):
    asked = ask(held, "design_manager")
    assert asked.awaiting == "customer_manager"
    assert isinstance(agree(held, asked, "customer_manager"), Offered)


def test_the_time_to_answer_runs_from_the_agreement(held):
    asked = ask(held)
    held.store.clock.advance(timedelta(hours=2))
    agree(held, asked)
    offer = held.store.read(Offer, asked.offer)
    assert offer.offered_at == held.store.clock.now()
    assert offer.respond_by == offer.offered_at + timedelta(minutes=30)


def test_one_person_with_both_posts_does_not_agree_with_himself(held):
    store = held.store
    both = frozenset({"customer_manager", "design_manager"})
    store.people["both"] = replace(store.people["1101"], roles=both)
    asked = ask(held, "both")
    refused = agree(held, asked, "both")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.force"]
    assert isinstance(agree(held, asked), Offered)


def test_another_of_the_same_post_is_not_the_other_manager(held):
    asked = ask(held)
    with pytest.raises(NotAllowed):
        agree(held, asked, "1102")


@pytest.mark.parametrize("who", ["store_manager", "receptionist", "2001"])
def test_nobody_else_forces_or_agrees(held, who):
    with pytest.raises(NotAllowed):
        ask(held, who)
    asked = ask(held)
    with pytest.raises(NotAllowed):
        agree(held, asked, who)


def test_force_needs_a_written_reason(held):
    refused = ask(held, reason="")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.force"]


def test_force_does_not_pass_the_cap_of_the_day(hand):
    hand.given("2001")
    hand.given("2001")
    refused = ask(hand)
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]


def test_the_caps_are_asked_again_when_the_other_agrees(held):
    asked = [ask(held), ask(held), ask(held)]
    assert isinstance(agree(held, asked[0]), Offered)
    assert isinstance(agree(held, asked[1]), Offered)
    refused = agree(held, asked[2])
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]
    assert stands(held.store, asked[2])[0] == "awaiting"
    held.next_day()
    assert isinstance(agree(held, asked[2]), Offered)


def test_the_lead_waits_again_when_the_other_does_not_agree(held):
    asked = ask(held)
    done = refuse_agreement(held.store.act("design_manager"), asked.offer, "不急")
    assert isinstance(done, Done)
    assert stands(held.store, asked) == ("withdrawn", "ready", None)
    assert due(held.store, asked.offer) == []
    assert isinstance(held.offer(asked.lead, "2002"), Offered)
    with pytest.raises(LostRace):
        agree(held, asked)


def test_while_it_waits_for_agreement_nobody_else_gives_the_lead_away(held):
    asked = ask(held)
    with pytest.raises(LostRace) as lost:
        held.offer(asked.lead, "2002")
    assert lost.value.winner == held.store.people["customer_manager"].name


def test_a_designer_who_left_meanwhile_gets_nothing(held):
    asked = ask(held)
    today = held.store.act("admin").today
    end_employment(held.store.act("admin"), "2001", today)
    held.next_day()
    refused = agree(held, asked)
    assert isinstance(refused, Refused)
    assert stands(held.store, asked)[0] == "awaiting"
