"""A lead that nobody calls goes back to the customer manager, whoever looks first."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from portal.errors import NotAllowed
from portal.models.lead import LeadEvent
from portal.services.answers import Done, Refused
from portal.services.dispatch.overdue import settle_if_due
from portal.services.dispatch.pages.queue import queue_page
from portal.services.lead.contacting import contact_lead
from portal.services.lead.moving import (
    cancel_contract,
    follow_up_lead,
    measure_lead,
    sign_contract,
)
from tests.support.hand import places, stands
from tests.support.idle import (
    FIRST,
    KEEP_UP,
    MINUTE,
    clocks,
    grace,
    offer_now,
    owners,
    running,
    says,
    span,
    taken,
)


def test_whoever_accepts_a_lead_owes_its_client_a_call(hand):
    offered = taken(hand)
    [clock] = running(hand.store, offered.lead)
    row = says(hand.store)
    assert clock.code == FIRST
    assert hand.store.person(clock.staff_id).staff_no == "2001"
    assert clock.due_at - clock.since == span(row)
    assert clock.lapses_at - clock.due_at == grace(row)
    assert clock.decision_id is not None


def test_a_large_lead_waits_for_less(hand):
    offered = taken(hand, "2006", "large")
    [clock] = running(hand.store, offered.lead)
    assert clock.due_at - clock.since == span(says(hand.store, tier="large"))
    assert span(says(hand.store, tier="large")) < span(says(hand.store))


def test_silence_starts_the_clock_when_it_became_a_yes_however_late_it_is_seen(hand):
    offered = hand.given("2001")
    respond_by = offer_now(hand.store, offered).respond_by
    hand.store.clock.set(respond_by + 5 * MINUTE)
    settle_if_due(hand.store.act("receptionist"))
    [clock] = running(hand.store, offered.lead)
    assert clock.since == respond_by


def test_a_call_meets_the_first_clock_and_starts_the_next(hand):
    offered = taken(hand)
    hand.store.clock.advance(10 * MINUTE)
    done = contact_lead(hand.store.act("2001"), offered.lead, "周末来看样板间")
    assert isinstance(done, Done)
    [first] = clocks(hand.store, offered.lead, FIRST)
    assert first.met_at == hand.store.clock.now()
    [following] = running(hand.store, offered.lead)
    assert following.code == KEEP_UP
    row = says(hand.store, contacted=True)
    assert following.due_at - hand.store.clock.now() == span(row)


def test_a_second_first_contact_is_refused(hand):
    offered = taken(hand)
    contact_lead(hand.store.act("2001"), offered.lead)
    again = contact_lead(hand.store.act("2001"), offered.lead)
    assert isinstance(again, Refused)
    assert "已经记过首次联系" in again.reason


def test_measuring_is_a_contact_too(hand):
    offered = taken(hand)
    measure_lead(hand.store.act("2001"), offered.lead)
    [following] = running(hand.store, offered.lead)
    row = says(hand.store, "measured", contacted=True)
    assert following.due_at - following.since == span(row)


def lapsing_moment(hand, offered):
    [clock] = running(hand.store, offered.lead)
    return clock.lapses_at


def test_before_the_last_moment_nothing_is_taken_back(hand):
    offered = taken(hand)
    hand.store.clock.set(lapsing_moment(hand, offered) - MINUTE)
    settle_if_due(hand.store.act("receptionist"))
    assert stands(hand.store, offered) == ("accepted", "assigned", "2001")


def test_a_look_days_later_writes_down_the_moment_it_lapsed(hand):
    offered = taken(hand)
    lapsed = lapsing_moment(hand, offered)
    hand.store.clock.set(lapsed + timedelta(days=3))
    page = queue_page(hand.store.act("receptionist"))
    assert stands(hand.store, offered) == ("withdrawn", "ready", None)
    [clock] = clocks(hand.store, offered.lead, FIRST)
    assert (clock.met_at, clock.lapsed_at, clock.dropped_at) == (None, lapsed, lapsed)
    assert offer_now(hand.store, offered).answered_at == lapsed
    assert hand.store.lead_now(offered.lead).touched_at == lapsed
    [back] = running(hand.store, offered.lead, "lead.taken_back")
    assert back.since == lapsed
    assert [one.no for one in page.taken_back] == [offered.lead_no]
    assert page.taken_back[0].designer == hand.store.people["2001"].name


def test_the_log_says_that_a_time_ran_out_not_who_happened_to_look(hand):
    offered = taken(hand)
    lapsed = lapsing_moment(hand, offered)
    hand.store.clock.set(lapsed + MINUTE)
    settle_if_due(hand.store.act("receptionist"))
    with hand.store.house.db.reading() as session:
        line = session.exec(
            select(LeadEvent).where(
                LeadEvent.lead_id == offered.lead, LeadEvent.kind == "lapsed"
            )
        ).one()
    assert (line.at, line.by_id, line.by_name) == (lapsed, None, "")


def test_an_act_on_another_lead_settles_it_as_well_and_the_place_is_free(hand):
    offered = taken(hand)
    assert places(hand.store) == 1
    hand.store.clock.set(lapsing_moment(hand, offered) + MINUTE)
    hand.given("2002")
    assert stands(hand.store, offered) == ("withdrawn", "ready", None)
    assert places(hand.store) == 1
    assert owners(hand.store, offered.lead) == [
        ("customer_manager", "offered"),
        ("2001", "lapsed"),
        ("customer_manager", ""),
    ]


def test_looking_where_nothing_is_due_writes_nothing(hand):
    offered = taken(hand)
    before = clocks(hand.store, offered.lead, FIRST)
    settle_if_due(hand.store.act("receptionist"))
    assert clocks(hand.store, offered.lead, FIRST) == before


def test_giving_it_to_somebody_else_meets_what_the_manager_owed(hand):
    offered = taken(hand)
    hand.store.clock.set(lapsing_moment(hand, offered) + MINUTE)
    hand.offer(offered.lead, "2002", reason="另派")
    assert running(hand.store, offered.lead, "lead.taken_back") == []
    [owed] = clocks(hand.store, offered.lead, "lead.taken_back")
    assert owed.met_at == hand.store.clock.now()


@pytest.mark.parametrize("late", [contact_lead, measure_lead])
def test_who_comes_too_late_is_told_when_it_was_taken_back(hand, late):
    offered = taken(hand)
    hand.store.clock.set(lapsing_moment(hand, offered) + MINUTE)
    answer = late(hand.store.act("2001"), offered.lead)
    assert isinstance(answer, Refused)
    assert "到时没有办" in answer.reason
    assert answer.clauses == ["dispatch.refuse.reassign"]
    assert stands(hand.store, offered) == ("withdrawn", "ready", None)


def test_a_follow_up_of_a_lead_of_others_is_still_not_his(hand):
    offered = taken(hand)
    with pytest.raises(NotAllowed):
        follow_up_lead(hand.store.act("2002"), offered.lead, "不是我的")


def test_a_signed_lead_has_no_clock_and_no_owner_until_the_client_steps_back(hand):
    offered = taken(hand)
    measure_lead(hand.store.act("2001"), offered.lead)
    act = hand.store.act("store_manager")
    sign_contract(act, offered.lead, Decimal("48000"), act.today)
    assert running(hand.store, offered.lead, FIRST, KEEP_UP, "lead.follow_up") == []
    assert owners(hand.store, offered.lead)[-1] == ("2001", "signed")
    cancel_contract(hand.store.act("store_manager"), offered.lead, "不装了")
    assert owners(hand.store, offered.lead)[-1] == ("2001", "")
    assert [one.code for one in running(hand.store, offered.lead)] == [KEEP_UP]
