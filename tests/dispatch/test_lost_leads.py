"""A lead that was lost while an offer stood is not brought back by that offer."""

from datetime import timedelta

import pytest

from portal.errors import LostRace
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case
from portal.services.dispatch.answering import accept_offer, decline_offer
from portal.services.dispatch.offers import agree_to_offer, offer_lead, withdraw_offer
from portal.services.dispatch.overdue import settle_offers
from tests.support.hand import due, stands

OPENING = {
    "followable": "no",
    "contract": "none",
    "reason": "unreachable",
    "verified_reason": "电话是空号",
    "decision": "不再跟",
}
STEPS = (
    ("receptionist", "record_account", {"client_account": "无人接听"}),
    ("receptionist", "tell_store_manager", {}),
    ("design_manager", "verify", {"truth": "确是空号"}),
    ("design_manager", "sign", {}),
)


def lose(store, lead_id):
    """Both confirmations that the lead is invalid; answers the case's number."""
    done = open_case(store.act("customer_manager"), "lost", OPENING, lead_id)
    assert isinstance(done, Done), done
    for who, step, fields in STEPS:
        done = advance(store.act(who), done.no, step, fields)
        assert isinstance(done, Done), done
    return done.no


def test_silence_does_not_bring_a_lost_lead_back(hand):
    offered = hand.given("2001")
    lose(hand.store, offered.lead)
    assert due(hand.store, offered.offer) == [], "he has nothing to answer any more"
    hand.next_day()
    settle_offers(hand.store.act("admin"))
    assert stands(hand.store, offered) == ("offered", "invalid", "2001")


@pytest.mark.parametrize("answer", [accept_offer, decline_offer])
def test_the_designer_has_nothing_to_answer_once_the_lead_is_lost(hand, answer):
    offered = hand.given("2001")
    lost_at = hand.store.clock.advance(timedelta(minutes=5))
    lose(hand.store, offered.lead)
    hand.store.clock.advance(timedelta(minutes=5))
    with pytest.raises(LostRace) as lost:
        answer(hand.store.act("2001"), offered.offer)
    assert lost.value.at == lost_at
    assert stands(hand.store, offered)[1] == "invalid"


def test_a_lost_lead_is_neither_given_nor_taken_back(hand):
    offered = hand.given("2001")
    lose(hand.store, offered.lead)
    manager = hand.store.act("customer_manager")
    assert isinstance(withdraw_offer(manager, offered.offer, "改派"), Refused)
    assert isinstance(hand.offer(offered.lead), Refused)
    assert stands(hand.store, offered)[1] == "invalid"


def test_a_forced_offer_of_a_lead_lost_meanwhile_is_not_agreed_to(hand):
    lead, manager = hand.store.lead(), hand.store.act("customer_manager")
    asked = offer_lead(manager, lead, "2001", "老客户", forced=True)
    lose(hand.store, lead)
    assert due(hand.store, asked.offer) == []
    agreed = agree_to_offer(hand.store.act("design_manager"), asked.offer)
    assert isinstance(agreed, Refused)
    assert stands(hand.store, asked)[:2] == ("awaiting", "invalid")


def test_a_lead_that_comes_back_stands_where_it_stood_when_it_was_lost(hand):
    offered = hand.given("2001")
    manager = hand.store.act("customer_manager")
    case = open_case(manager, "lost", OPENING, offered.lead).no
    # While the case runs the designer takes the lead.
    accept_offer(hand.store.act("2001"), offered.offer)
    for who, step, fields in STEPS:
        assert isinstance(advance(hand.store.act(who), case, step, fields), Done)
    assert stands(hand.store, offered)[1] == "invalid"
    back = advance(manager, case, "reopen", {"return_reason": "换了号码"})
    assert isinstance(back, Done)
    assert stands(hand.store, offered) == ("accepted", "assigned", "2001")


def test_a_lost_lead_leaves_the_designers_hand_but_not_his_day(hand):
    first = hand.given("2001")
    hand.given("2001")
    lose(hand.store, first.lead)
    refused = hand.give("2001")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]
    hand.next_day()
    assert hand.given("2001"), "one of two is in hand"
