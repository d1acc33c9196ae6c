"""Whose things are due, what is late, who hears of it, and what takes a thing off."""

from datetime import timedelta

import pytest

from portal.errors import NotAllowed, NotFound
from portal.models.base import new_id
from portal.models.lead import Lead
from portal.services import obligations
from portal.services.answers import Done, Refused
from portal.services.lead.moving import follow_up_lead
from portal.services.obligations import due_list, show_inbox
from tests.cases.stories import a_lead, a_slip, due, row, still_due, take
from tests.people import acting


def titles(house, role, **more):
    """What the person of this role finds in the inbox."""
    return [one.title for one in show_inbox(acting(house, role), **more).rows]


def test_a_slip_to_sign_stands_in_the_inbox_of_the_one_who_signs(house):
    no = a_slip(house)
    waiting = "传递单待市场部经理签字"
    assert waiting in titles(house, "market_manager")
    assert waiting not in titles(house, "store_manager")
    assert waiting in titles(house, "hr", whose="all")
    take(house, "market_manager", no, "market_sign")
    assert waiting not in titles(house, "market_manager")
    assert "传递单待店面经理签字" in titles(house, "store_manager")


def test_what_is_late_is_known_by_asking_and_told_to_the_next_in_line(house, clock):
    a_slip(house)
    waiting = "传递单待市场部经理签字"
    clock.advance(timedelta(days=1, hours=13, minutes=59))  # Friday 23:59
    assert waiting not in titles(house, "store_manager")
    clock.advance(timedelta(minutes=2))
    assert waiting in titles(house, "store_manager")
    (late,) = [
        o
        for o in show_inbox(acting(house, "hr"), "all", late=True).rows
        if o.title == waiting
    ]
    assert (late.overdue, late.left.kind, late.escalates_to) == (
        True,
        "over",
        "店面经理",
    )
    assert "已报店面经理" in late.note


def test_a_due_time_opens_to_the_sum_it_comes_from(house):
    lead = a_lead(house)
    a_slip(house, lead)
    found = {one.code: one for one in show_inbox(acting(house, "hr"), "all").rows}
    assert found["slip.market_sign"].derivation == (
        "11-06 10:00 传递单填好 + 1 个工作日 = 11-07 24:00"
    )
    assert found["lead.archive"].derivation == (
        "11-06 10:00 登记市场部来单 + 当日 18:00 前 = 11-06 18:00"
    )
    assert found["slip.missing"].derivation.endswith("+ 当月底 = 11-30 24:00")
    assert [ref.id for ref in found["lead.archive"].clauses] == ["lead.archive.daily"]


def test_days_off_that_were_passed_over_are_named(house, clock):
    clock.advance(timedelta(days=1))  # Friday
    a_slip(house)
    found = {one.code: one for one in show_inbox(acting(house, "hr"), "all").rows}
    assert found["slip.market_sign"].derivation == (
        "11-07 10:00 传递单填好 + 1 个工作日 = 11-10 24:00"
        "，跳过 11-08 至 11-09 间的 2 个休息日"
    )


def test_every_touch_moves_the_next_look_at_an_idle_lead(house, clock):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    (first,) = still_due(house, "lead.follow_up", lead.id)
    assert first.due_at - first.since == timedelta(days=30)
    clock.advance(timedelta(days=20))
    follow_up_lead(acting(house, "customer_manager"), lead.id, "再想想")
    (moved,) = still_due(house, "lead.follow_up", lead.id)
    assert moved.due_at == clock.now() + timedelta(days=30)
    clock.advance(timedelta(days=30, minutes=1))
    assert "久没有动静，再回访" in titles(house, "customer_manager", late=True)
    assert row(house, Lead, lead.id).state == "ready"


def test_filing_is_ticked_off_by_hand_once_and_only_by_those_it_concerns(house, clock):
    lead = a_lead(house)
    (filing,) = still_due(house, "lead.archive", lead.id)
    with pytest.raises(NotAllowed):
        obligations.meet(acting(house, "receptionist"), filing.id)
    clock.advance(timedelta(hours=9))
    done = obligations.meet(acting(house, "market_manager"), filing.id)
    assert isinstance(done, Done)
    (met,) = due(house, "lead.archive", lead.id)
    assert met.met_at == clock.now() > met.due_at
    clock.advance(timedelta(hours=1))
    assert isinstance(
        obligations.meet(acting(house, "market_manager"), filing.id), Done
    )
    assert due(house, "lead.archive", lead.id) == [met]


def test_what_a_step_meets_cannot_be_ticked_off_by_hand(house):
    a_slip(house)
    (signing,) = still_due(house, "slip.market_sign")
    refused = obligations.meet(acting(house, "market_manager"), signing.id)
    assert isinstance(refused, Refused) and refused.clauses == ["slip.signatures"]
    assert still_due(house, "slip.market_sign") == [signing]


def test_an_unknown_obligation_is_not_found(house):
    with pytest.raises(NotFound):
        obligations.meet(acting(house, "market_manager"), new_id())


def test_the_counter_shows_the_most_pressing_and_counts_them_all(house, clock):
    for number in range(1, 5):
        a_lead(house, number=number)
    clock.advance(timedelta(hours=9))
    act = acting(house, "market_manager")
    with house.db.reading() as session:
        found = due_list(session, act, 2)
    assert (len(found.rows), found.summary, found.overdue) == (2, "8 件", "4 件逾期")
    assert [one.code for one in found.rows] == ["lead.archive", "lead.archive"]
    assert found.rows[0].left.percent == 0


def test_a_long_list_is_shown_by_pages(house):
    for number in range(1, 4):
        a_lead(house, number=number)
    whole = show_inbox(acting(house, "hr"), "all")
    # Three things a lead, and the sheet of the day that has begun.
    assert (whole.pager.total, whole.pager.pages, len(whole.rows)) == (10, 1, 10)
    past_the_end = show_inbox(acting(house, "hr"), "all", page=99)
    assert past_the_end.rows == whole.rows
