"""Whose turn it is: fewest this week, fewest in hand, longest without, staff number."""

from datetime import timedelta

import pytest

from portal.services.answers import Refused
from portal.services.dispatch.asking import candidates_for
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.people import cancel_away, set_away, set_grade


def turn(store, lead_id, **asked):
    """Who may have the lead, in turn, and what holds each of the others."""
    lead = store.lead_now(lead_id)
    with store.house.db.reading() as session:
        found = candidates_for(session, store.act("customer_manager"), lead, **asked)
    return (
        [one.facts.staff_no for one in found.eligible],
        {one.facts.staff_no: one.verdict for one in found.everyone if not one.eligible},
    )


def test_where_all_else_is_equal_the_lower_staff_number_is_first(store):
    eligible, held = turn(store, store.lead("small"))
    assert eligible == ["2001", "2002", "2003"]
    assert held == {"2004": "wrong_grade", "2005": "wrong_grade", "2006": "wrong_grade"}


def test_whoever_got_fewer_leads_this_week_is_first(hand):
    hand.given("2001")
    hand.given("2002")
    assert turn(hand.store, hand.store.lead())[0] == ["2003", "2001", "2002"]


def test_of_two_with_as_many_leads_he_is_first_who_has_fewer_in_hand(hand):
    hand.given("2001")
    hand.sign(hand.given("2002"))
    assert turn(hand.store, hand.store.lead())[0] == ["2003", "2002", "2001"]


def test_of_two_with_as_many_leads_he_is_first_who_got_his_earlier(hand):
    for designer in ("2003", "2002", "2001"):
        hand.given(designer)
        hand.store.clock.advance(timedelta(minutes=5))
    assert turn(hand.store, hand.store.lead())[0] == ["2003", "2002", "2001"]


def test_in_a_new_week_he_is_first_who_never_got_a_lead(hand):
    hand.given("2001")
    hand.next_day(7)
    assert turn(hand.store, hand.store.lead())[0] == ["2002", "2003", "2001"]


@pytest.mark.parametrize(
    ("tier", "designer"), [("small", "2001"), ("medium", "2004"), ("large", "2006")]
)
def test_a_lead_goes_to_the_grade_of_its_tier(hand, tier, designer):
    offered = hand.offer(hand.store.lead(tier))
    assert isinstance(offered, Offered)
    assert offered.designer == designer


def test_a_designer_of_another_grade_is_refused_with_the_grades_clause(hand):
    refused = hand.give("2004")
    assert isinstance(refused, Refused)
    assert "dispatch.grade.small" in refused.clauses
    assert "级别" in refused.reason


def test_a_new_grade_counts_from_its_day_on(store):
    tomorrow = store.act("admin").today + timedelta(days=1)
    set_grade(store.act("admin"), "2001", "chief", tomorrow)
    lead = store.lead("small")
    assert turn(store, lead)[0] == ["2001", "2002", "2003"]
    store.clock.advance(timedelta(days=1))
    assert turn(store, lead)[0] == ["2002", "2003"]


def test_whoever_is_away_gets_nothing_until_the_minute_he_is_back(store):
    now = store.clock.now()
    until = now + timedelta(hours=4)
    set_away(store.act("admin"), "2001", now, until)
    lead = store.lead()
    refused = offer_lead(store.act("customer_manager"), lead, "2001")
    assert isinstance(refused, Refused)
    assert refused.lifts_at == until
    store.clock.set(until - timedelta(seconds=1))
    assert turn(store, lead) == (
        ["2002", "2003"],
        {"2001": "away"} | dict.fromkeys(("2004", "2005", "2006"), "wrong_grade"),
    )
    store.clock.set(until)
    assert turn(store, lead)[0] == ["2001", "2002", "2003"]


def test_whoever_is_here_after_all_is_in_turn_again(store):
    now = store.clock.now()
    away = set_away(store.act("admin"), "2001", now, now + timedelta(days=3))
    lead = store.lead()
    assert "2001" not in turn(store, lead)[0]
    cancel_away(store.act("admin"), away.id)
    assert turn(store, lead)[0][0] == "2001"


def page_act(store):
    """The customer manager at the page, where programs have no say."""
    return store.act("customer_manager", channel="page")


def test_at_the_page_he_who_is_next_needs_no_reason(store):
    offered = offer_lead(page_act(store), store.lead(), "2001")
    assert isinstance(offered, Offered)


def test_at_the_page_another_than_the_next_needs_a_reason(store):
    lead = store.lead()
    refused = offer_lead(page_act(store), lead, "2002")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.principle.fair"]
    assert "理由" in refused.reason
    assert isinstance(offer_lead(page_act(store), lead, "2002", "  "), Refused)
    offered = offer_lead(page_act(store), lead, "2002", "客户点名要他")
    assert isinstance(offered, Offered)
    assert offered.designer == "2002"


def test_a_grade_up_is_open_only_when_nobody_of_the_grade_is(hand):
    lead = hand.store.lead("medium")
    refused = hand.offer(lead, "2006", reason="主任都忙")
    assert isinstance(refused, Refused), "two chiefs are open"
    for designer in ("2004", "2005"):
        hand.given(designer, "medium")
        hand.given(designer, "medium")
    silent = hand.offer(lead)
    assert isinstance(silent, Refused), "without a written reason nobody goes up"
    assert "跨一级" in silent.lifts_when
    offered = hand.offer(lead, reason="主任都到了上限")
    assert isinstance(offered, Offered)
    assert offered.designer == "2006"
    assert hand.offers(lead)[0].cross_grade


def test_nobody_goes_down_a_grade(hand):
    hand.given("2006", "large")
    hand.given("2006", "large")
    refused = hand.offer(hand.store.lead("large"), "2004", reason="首席到了上限")
    assert isinstance(refused, Refused)
    assert "dispatch.grade.large" in refused.clauses
