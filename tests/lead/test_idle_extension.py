"""More time: the owner asks, a manager answers, and only so often."""

from datetime import timedelta

import pytest

from portal.errors import BadInput, LostRace, NotAllowed
from portal.rules.evaluate import decide
from portal.services.answers import Done, Refused
from portal.services.dispatch.overdue import settle_if_due
from portal.services.lead.contacting import contact_lead
from portal.services.lead.extending import answer_extension, ask_extension
from tests.support.hand import stands
from tests.support.idle import FIRST, MINUTE, clocks, running, taken


def granted_days(store, clock="first_contact", times=0):
    """What the row gives after so many extensions; None where it gives no more."""
    table = store.house.library.rules(store.site.code)["lead.idle_extension"]
    facts = {"clock": clock, "granted": times}
    said = decide(table, facts, store.house.today()).one
    return int(said["days"]) if said["allowed"] else None


def ask(hand, offered, who="2001", reason="客户出差，周末才在"):
    return ask_extension(hand.store.act(who), offered.lead, reason)


def answer(hand, offered, *, grant, reason="", who="customer_manager"):
    return answer_extension(hand.store.act(who), offered.lead, grant, reason)


def waits(hand, offered):
    """What the manager still has to answer."""
    return running(hand.store, offered.lead, "lead.extension")


def test_granted_time_moves_the_end_and_the_moment_it_lapses(hand):
    offered = taken(hand)
    [before] = running(hand.store, offered.lead)
    assert isinstance(ask(hand, offered), Done)
    assert len(waits(hand, offered)) == 1
    assert isinstance(answer(hand, offered, grant=True), Done)
    [after] = running(hand.store, offered.lead)
    more = timedelta(days=granted_days(hand.store))
    assert after.id == before.id
    assert after.due_at - before.due_at == more
    assert after.lapses_at - before.lapses_at == more
    assert waits(hand, offered) == []
    hand.store.clock.set(before.lapses_at + MINUTE)
    settle_if_due(hand.store.act("receptionist"))
    assert stands(hand.store, offered)[1] == "assigned"
    hand.store.clock.set(after.lapses_at)
    settle_if_due(hand.store.act("receptionist"))
    assert stands(hand.store, offered)[1] == "ready"


def test_asking_alone_stops_no_clock(hand):
    offered = taken(hand)
    [clock] = running(hand.store, offered.lead)
    ask(hand, offered)
    hand.store.clock.set(clock.lapses_at)
    settle_if_due(hand.store.act("receptionist"))
    assert stands(hand.store, offered)[1] == "ready"
    assert waits(hand, offered) == []
    with pytest.raises(LostRace):
        answer(hand, offered, grant=True)


def test_a_refusal_leaves_the_clock_as_it_was_and_wants_a_reason(hand):
    offered = taken(hand)
    [before] = running(hand.store, offered.lead)
    ask(hand, offered)
    with pytest.raises(BadInput):
        answer(hand, offered, grant=False)
    assert isinstance(answer(hand, offered, grant=False, reason="今天就打"), Done)
    [after] = running(hand.store, offered.lead)
    assert (after.due_at, after.lapses_at) == (before.due_at, before.lapses_at)


def test_there_is_an_end_to_extensions(hand):
    offered = taken(hand)
    times = 0
    while granted_days(hand.store, times=times) is not None:
        assert isinstance(ask(hand, offered), Done)
        answer(hand, offered, grant=True)
        times += 1
    assert times > 0
    refused = ask(hand, offered)
    assert isinstance(refused, Refused)
    assert "已经续满" in refused.reason
    assert refused.decision_id is not None
    assert waits(hand, offered) == []


def test_one_request_at_a_time(hand):
    offered = taken(hand)
    ask(hand, offered)
    again = ask(hand, offered)
    assert isinstance(again, Refused)
    assert "还没有批" in again.reason
    assert len(waits(hand, offered)) == 1


def test_a_call_makes_the_request_pointless(hand):
    offered = taken(hand)
    ask(hand, offered)
    contact_lead(hand.store.act("2001"), offered.lead)
    assert waits(hand, offered) == []
    with pytest.raises(LostRace):
        answer(hand, offered, grant=True)
    [first] = clocks(hand.store, offered.lead, FIRST)
    assert first.met_at is not None


def test_only_its_owner_asks_and_only_a_manager_answers(hand):
    offered = taken(hand)
    for who in ("2002", "customer_manager"):
        with pytest.raises(NotAllowed):
            ask(hand, offered, who)
    ask(hand, offered)
    for who in ("2001", "design_manager"):
        with pytest.raises(NotAllowed):
            answer(hand, offered, grant=True, who=who)
    assert len(waits(hand, offered)) == 1


def test_a_request_without_a_reason_is_not_taken(hand):
    offered = taken(hand)
    with pytest.raises(BadInput):
        ask(hand, offered, reason=" ")
    assert waits(hand, offered) == []
