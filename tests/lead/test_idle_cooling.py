"""Whom a lead was taken from does not get it again at once, and reads why."""

from datetime import timedelta

import pytest

from portal.models.decisions import Decision
from portal.services.answers import Refused
from portal.services.dispatch.offers import Awaiting, Offered
from portal.services.dispatch.pages.lead import lead_page
from portal.services.replaying import replay_decision
from tests.support.idle import MINUTE, running, says, taken


@pytest.fixture
def lapsed(hand):
    """A lead taken back from 2001 a minute ago."""
    offered = taken(hand)
    [clock] = running(hand.store, offered.lead)
    hand.store.clock.set(clock.lapses_at + MINUTE)
    return offered


def cooling_ends(hand):
    """When 2001 may have it again, by the row in force."""
    days = timedelta(days=int(says(hand.store)["cooling_days"]))
    return hand.store.clock.now() - MINUTE + days


def test_he_is_refused_with_the_clause_and_the_hour_it_lifts(hand, lapsed):
    refused = hand.offer(lapsed.lead, "2001", reason="他有空")
    assert isinstance(refused, Refused)
    assert "还在冷却期" in refused.reason
    assert refused.clauses == ["dispatch.refuse.reassign"]
    assert refused.lifts_at == cooling_ends(hand)


def test_the_refusal_is_kept_and_comes_out_the_same_again(hand, lapsed):
    refused = hand.offer(lapsed.lead, "2001", reason="他有空")
    with hand.store.house.db.reading() as session:
        kept = session.get(Decision, refused.decision_id)
        again = replay_decision(session, kept)
    assert again.same, again.differences
    [held] = [one for one in kept.refused if one["who"] == "2001"]
    assert held["rows"] == ["lead.idle_cooling#cooling"]
    assert "lead.idle_cooling" in kept.uses


def test_the_list_of_candidates_says_so_and_offers_no_button(hand, lapsed):
    act = hand.store.act("customer_manager")
    page = lead_page(act, lapsed.lead, selected="2001")
    [row] = [one for g in page.groups for one in g.rows if one.staff_no == "2001"]
    assert (row.word, row.offer, row.turn) == ("冷却期", None, "")
    assert page.why.steps[0].href == "/rules/lead.idle_cooling"


def test_it_holds_him_from_this_lead_alone(hand, lapsed):
    assert isinstance(hand.give("2001", reason="别的单"), Offered)


def test_two_managers_together_may_give_it_to_him(hand, lapsed):
    asked = hand.offer(lapsed.lead, "2001", reason="客户只要他", forced=True)
    assert isinstance(asked, Awaiting)


def test_when_the_time_is_over_he_is_open_again(hand, lapsed):
    ends = cooling_ends(hand)
    hand.store.clock.set(ends - MINUTE)
    assert isinstance(hand.offer(lapsed.lead, "2001", reason="他有空"), Refused)
    hand.store.clock.set(ends)
    assert isinstance(hand.offer(lapsed.lead, "2001", reason="他有空"), Offered)
