"""Two a day, six a week, and the hold: what stops a designer, and what opens him."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from portal.models.dispatch import DispatchSlot, Offer
from portal.services.answers import Refused
from portal.services.dispatch.offers import Offered, offer_lead, withdraw_offer
from portal.services.dispatch.places import take_place
from portal.services.use_case import Tx
from tests.factories import open_store
from tests.support.hand import Hand

CAPS = {"day": 2, "week": 6}


def test_two_in_hand_hold_a_designer_in_the_low_season_until_one_is_signed(hand):
    first = hand.given("2001")
    hand.given("2001")
    hand.next_day()
    lead = hand.store.lead()
    refused = hand.offer(lead, "2001")
    assert isinstance(refused, Refused)
    assert "停派线 2" in refused.reason
    assert refused.clauses == ["dispatch.hold.low-season"]
    assert refused.lifts_at is None
    assert refused.decision_id is not None
    hand.sign(first)
    assert isinstance(hand.offer(lead, "2001"), Offered)


def test_four_in_hand_hold_him_in_the_high_season(hand):
    hand.next_day(3 * 31)  # March
    for _ in range(2):
        hand.given("2001")
        hand.given("2001")
        hand.next_day()
    refused = hand.give("2001")
    assert isinstance(refused, Refused)
    assert "停派线 4" in refused.reason


def test_a_third_lead_of_the_day_waits_until_midnight(hand):
    hand.sign(hand.given("2001"))
    hand.sign(hand.given("2001"))
    lead = hand.store.lead()
    refused = hand.offer(lead, "2001")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]
    midnight = refused.lifts_at
    assert midnight.isoformat() == "2025-12-02T00:00:00+08:00"
    hand.store.clock.set(midnight - timedelta(seconds=1))
    assert isinstance(hand.offer(lead, "2001"), Refused)
    hand.store.clock.set(midnight)
    assert isinstance(hand.offer(lead, "2001"), Offered)


def fill_the_week(hand, designer="2001", leads=6):
    """So many leads since Monday, all signed at once, two a day."""
    for n in range(leads):
        hand.sign(hand.given(designer))
        if n % 2:
            hand.next_day()


def test_a_seventh_lead_of_the_week_waits_from_sunday_to_monday(hand):
    fill_the_week(hand)
    lead = hand.store.lead()
    refused = hand.offer(lead, "2001")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.week"]
    monday = refused.lifts_at
    assert monday.isoformat() == "2025-12-08T00:00:00+08:00"
    hand.store.clock.set(monday - timedelta(seconds=1))
    assert isinstance(hand.offer(lead, "2001"), Refused), "Sunday is the same week"
    hand.store.clock.set(monday)
    assert isinstance(hand.offer(lead, "2001"), Offered)
    assert hand.offers(lead)[0].week == date(2025, 12, 8)


def test_a_withdrawn_lead_leaves_its_place_of_the_day_and_week(hand):
    hand.sign(hand.given("2001"))
    second = hand.given("2001")
    assert isinstance(hand.give("2001"), Refused)
    withdraw_offer(hand.store.act("customer_manager"), second.offer, "客户改期")
    assert isinstance(hand.give("2001"), Offered)


def test_the_second_store_lives_by_its_own_smaller_week(hand):
    south = Hand(open_store(hand.store.house, "nanmen"))
    fill_the_week(south, leads=5)
    refused = south.give("2001")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.week"]
    assert "周上限 5" in refused.reason


def test_one_stores_leads_take_no_place_in_the_other(hand):
    south = Hand(open_store(hand.store.house, "nanmen"))
    south.given("2001")
    south.given("2001")
    assert isinstance(hand.give("2001"), Offered)


def one_more_unasked(store, pattern):
    """An offer like another one, written past every question dispatch asks."""
    with store.house.db.writing() as session:
        tx = Tx(store.act("customer_manager"), session)
        like = tx.s.exec(select(Offer).where(Offer.no == pattern)).one()
        kept = like.model_dump(exclude={"id", "holds_lead"})
        offer = Offer(**{**kept, "no": tx.no("F"), "day": tx.today})
        tx.add(offer)
        take_place(tx, offer, CAPS)


def slots(store):
    """The places taken, as (day place, week place)."""
    with store.house.db.reading() as session:
        found = session.exec(select(DispatchSlot)).all()
    return sorted((slot.day_place, slot.week_place) for slot in found)


def test_with_nobody_counting_the_database_refuses_a_third_of_the_day(any_hand):
    first = any_hand.given("2001")
    one_more_unasked(any_hand.store, first.no)
    assert slots(any_hand.store) == [(1, 1), (2, 2)]
    with pytest.raises(IntegrityError, match="day_cap"):
        one_more_unasked(any_hand.store, first.no)
    assert slots(any_hand.store) == [(1, 1), (2, 2)]


def test_with_nobody_counting_the_database_refuses_a_seventh_of_the_week(any_hand):
    first = any_hand.given("2001")
    for n in range(1, CAPS["week"]):
        if n % CAPS["day"] == 0:
            any_hand.next_day()
        one_more_unasked(any_hand.store, first.no)
    any_hand.next_day()
    with pytest.raises(IntegrityError, match="week_cap"):
        one_more_unasked(any_hand.store, first.no)
    assert len(slots(any_hand.store)) == CAPS["week"]


def test_the_database_lets_one_offer_hold_a_lead(any_hand):
    first = any_hand.given("2001")
    with any_hand.store.house.db.writing() as session:
        like = session.exec(select(Offer).where(Offer.id == first.offer)).one()
        other = Offer(**{**like.model_dump(exclude={"id"}), "no": "F-X"})
        session.add(other)
        with pytest.raises(IntegrityError, match="holds_lead"):
            session.flush()
        session.rollback()


def test_a_freed_place_is_the_next_one_taken(hand):
    first = hand.given("2001")
    second = hand.given("2001")
    withdraw_offer(hand.store.act("customer_manager"), first.offer, "客户改期")
    third = offer_lead(
        hand.store.act("customer_manager"), hand.store.lead(), "2001", "客户点名"
    )
    assert isinstance(third, Offered), second
    assert slots(hand.store) == [(1, 1), (2, 2)]
