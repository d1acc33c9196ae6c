"""What is late is told one rung after the other, known by asking alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.services.obligations import show_inbox
from portal.services.obligations.ladder import ladder_of
from tests.support.idle import FIRST, MINUTE, running, taken

TITLE = "首次联系客户"


@pytest.fixture
def late(hand):
    """A lead whose client nobody called in time; the clock stands at its due time."""
    offered = taken(hand)
    [clock] = running(hand.store, offered.lead)
    hand.store.clock.set(clock.due_at)
    return clock


def rungs(store, code=FIRST):
    rules = store.house.library.rules(store.site.code)
    return ladder_of(rules, code, store.house.today())


def told(store, role):
    """Whether it stands in the inbox of somebody who holds this role alone."""
    act = store.act("admin")
    by = replace(act.by, roles=frozenset({role}))
    rows = show_inbox(replace(act, by=by)).rows
    return TITLE in [one.title for one in rows]


def test_each_role_hears_of_it_when_its_time_has_come_and_not_before(hand, late):
    ladder = rungs(hand.store)
    assert [rung.number for rung in ladder] == [1, 2, 3]
    for rung in ladder:
        at = late.due_at + rung.after
        hand.store.clock.set(at - MINUTE)
        assert not told(hand.store, rung.told)
        hand.store.clock.set(at + MINUTE)
        assert told(hand.store, rung.told)


def test_the_inbox_names_everyone_who_has_been_told(hand, late):
    second = rungs(hand.store)[1]
    hand.store.clock.set(late.due_at + second.after + MINUTE)
    rows = show_inbox(hand.store.act("admin"), "all", late=True).rows
    [row] = [one for one in rows if one.title == TITLE]
    assert row.escalates_to == "客户经理、店面经理"


def test_the_owner_reads_what_happens_if_he_does_nothing(hand, late):
    hand.store.clock.set(late.since + MINUTE)
    [row] = show_inbox(hand.store.act("2001")).rows
    assert row.title == TITLE
    assert "还没有办就收回，另派" in row.lapse


def test_what_came_back_and_is_not_given_away_climbs_too(hand, late):
    hand.store.clock.set(late.lapses_at + timedelta(days=30))
    hand.given("2002")
    rows = show_inbox(hand.store.act("admin"), "all", late=True).rows
    [row] = [one for one in rows if one.title == "收回的单，另派"]
    assert row.escalates_to == "店面经理、总经理"
