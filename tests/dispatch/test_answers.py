"""What becomes of an offer: taken, declined, silent, given to another, taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.errors import LostRace, NotAllowed
from portal.models.audit import AuditEntry
from portal.models.dispatch import Offer
from portal.services.answers import Done, Refused
from portal.services.dispatch.answering import (
    accept_offer,
    choose_designer,
    decline_offer,
)
from portal.services.dispatch.offers import Offered, reassign_lead, withdraw_offer
from portal.services.dispatch.overdue import settle_offers
from portal.services.people import set_away
from tests.support.hand import due, places, stands
from tests.support.ledger import retell

REASON = "在外地量房，赶不回来"


def test_an_offer_asks_for_an_answer_in_half_an_hour(hand):
    offered = hand.given("2001")
    offer = hand.store.read(Offer, offered.offer)
    assert offer.respond_by - offer.offered_at == timedelta(minutes=30)
    assert stands(hand.store, offered) == ("offered", "offered", "2001")
    assert due(hand.store, offered.offer) == ["dispatch.respond"]
    assert places(hand.store) == 1


def test_the_designer_takes_it(hand):
    offered = hand.given("2001")
    accept_offer(hand.store.act("2001"), offered.offer)
    assert stands(hand.store, offered) == ("accepted", "assigned", "2001")
    assert due(hand.store, offered.offer) == []


def test_another_designer_cannot_answer_but_a_manager_can_write_it_down(hand):
    offered = hand.given("2001")
    with pytest.raises(NotAllowed):
        accept_offer(hand.store.act("2002"), offered.offer)
    with pytest.raises(NotAllowed):
        decline_offer(hand.store.act("2002"), offered.offer, REASON)
    accept_offer(hand.store.act("design_manager"), offered.offer)
    assert stands(hand.store, offered) == ("accepted", "assigned", "2001")


@pytest.mark.parametrize(("reason", "before_client"), [("", False), (REASON, True)])
def test_without_reason_or_before_the_client_nobody_declines(
    hand, reason, before_client
):
    offered = hand.given("2001")
    act = hand.store.act("2001")
    refused = decline_offer(act, offered.offer, reason, before_client)
    assert isinstance(refused, Refused)
    assert "dispatch.refuse.forbidden" in refused.clauses
    assert stands(hand.store, offered) == ("offered", "offered", "2001")


def test_with_a_reason_the_lead_waits_again_and_the_managers_confer(hand):
    offered = hand.given("2001")
    done = decline_offer(hand.store.act("2001"), offered.offer, REASON)
    assert isinstance(done, Done)
    assert stands(hand.store, offered) == ("declined", "ready", None)
    assert hand.store.read(Offer, offered.offer).answer_reason == REASON
    assert "dispatch.confer" in due(hand.store, offered.lead)
    assert due(hand.store, offered.offer) == []
    assert places(hand.store) == 0
    again = hand.offer(offered.lead, "2002")
    assert isinstance(again, Offered)
    assert "dispatch.confer" not in due(hand.store, offered.lead)


def test_silence_for_half_an_hour_is_a_yes_with_that_moment(hand):
    offered = hand.given("2001")
    limit = hand.store.read(Offer, offered.offer).respond_by
    hand.store.clock.set(limit - timedelta(seconds=1))
    settle_offers(hand.store.act("admin"))
    assert stands(hand.store, offered) == ("offered", "offered", "2001")
    hand.next_day()
    settle_offers(hand.store.act("admin"))
    assert stands(hand.store, offered) == ("accepted", "assigned", "2001")
    assert hand.store.read(Offer, offered.offer).answered_at == limit
    assert due(hand.store, offered.offer) == []


def test_after_the_time_it_is_too_late_to_decline_and_he_is_told_when_it_ended(hand):
    offered = hand.given("2001")
    limit = hand.store.read(Offer, offered.offer).respond_by
    hand.store.clock.set(limit)
    with pytest.raises(LostRace) as lost:
        decline_offer(hand.store.act("2001"), offered.offer, REASON)
    assert lost.value.at == limit


def test_another_designer_gets_it_only_with_a_written_reason(hand):
    offered = hand.given("2001")
    manager = hand.store.act("customer_manager")
    refused = reassign_lead(manager, offered.offer, "2002", " ")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.refuse.reassign"]
    following = reassign_lead(manager, offered.offer, "2002", "两位经理商定")
    assert isinstance(following, Offered)
    assert stands(hand.store, following) == ("offered", "offered", "2002")
    assert hand.store.read(Offer, following.offer).replaces == offered.offer
    assert hand.store.read(Offer, offered.offer).state == "withdrawn"
    assert places(hand.store) == 1
    assert retell(hand.store.house, hand.store.site.id).faults == []


def test_the_first_offer_stays_when_the_other_cannot_take_the_lead(hand):
    for _ in range(2):
        hand.given("2002")
    offered = hand.given("2001")
    manager = hand.store.act("customer_manager")
    refused = reassign_lead(manager, offered.offer, "2002", "两位经理商定")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]
    assert stands(hand.store, offered) == ("offered", "offered", "2001")


def test_a_lead_taken_back_waits_with_its_reason_in_the_audit(hand):
    offered = hand.given("2001")
    manager = hand.store.act("customer_manager")
    assert isinstance(withdraw_offer(manager, offered.offer, ""), Refused)
    withdraw_offer(manager, offered.offer, "客户改期")
    assert stands(hand.store, offered) == ("withdrawn", "ready", None)
    with hand.store.house.db.reading() as session:
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.action == "dispatch.withdraw")
        ).one()
    assert entry.detail["reason"] == "客户改期"
    with pytest.raises(LostRace):
        withdraw_offer(manager, offered.offer, "客户改期")


def test_a_signed_lead_is_not_taken_back(hand):
    offered = hand.given("2001")
    hand.sign(offered)
    manager = hand.store.act("customer_manager")
    for refused in (
        withdraw_offer(manager, offered.offer, "客户改期"),
        reassign_lead(manager, offered.offer, "2002", "两位经理商定"),
        hand.offer(offered.lead),
    ):
        assert isinstance(refused, Refused)
        assert "已经结束" in refused.reason
    assert stands(hand.store, offered) == ("accepted", "signed", "2001")


def market_lead(store):
    """A lead of the estate's phone list, which needs a slip like the market's."""
    return store.lead(channel="market", brought_by="1004")


def test_the_salesperson_chooses_among_the_eligible_only(hand):
    lead = market_lead(hand.store)
    sales = hand.store.act("salesperson")
    refused = choose_designer(sales, lead, "2004")
    assert isinstance(refused, Refused)
    assert "dispatch.grade.small" in refused.clauses
    assert isinstance(choose_designer(sales, lead, "2002"), Done)
    assert hand.store.lead_now(lead).chosen_designer == (
        hand.store.people["2002"].staff_id
    )


def test_nobody_chooses_for_a_lead_of_the_queue_or_of_another(hand):
    sales = hand.store.act("salesperson")
    with pytest.raises(NotAllowed):
        choose_designer(sales, hand.store.lead(), "2001")
    lead = hand.store.lead(channel="market", brought_by="1101")
    with pytest.raises(NotAllowed):
        choose_designer(sales, lead, "2001")


def test_taken_from_the_last_of_its_grade_a_lead_goes_one_grade_up(hand):
    first = hand.given("2004", "medium")
    store = hand.store
    away = store.clock.now() + timedelta(days=1)
    set_away(store.act("design_manager"), "2005", store.clock.now(), away, "量房")
    manager = store.act("customer_manager")
    following = reassign_lead(manager, first.offer, None, "他的客户今天签约")
    assert isinstance(following, Offered)
    grade = store.designers[following.designer]
    assert grade == "fa_principal"
