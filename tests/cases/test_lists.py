"""Lists of cases and of what is due, the same on both databases."""

from datetime import timedelta

from portal.services.cases.listing import list_cases
from portal.services.cases.page import case_page
from portal.services.obligations import show_inbox
from tests.cases.stories import a_lead, a_lost_case, a_slip
from tests.people import acting


def numbers(house, role, **more):
    """The case numbers of a list, in its order."""
    return [one.no for one in list_cases(acting(house, role), **more).rows]


def test_the_most_pressing_comes_first_and_what_has_ended_last(any_house, clock):
    later = a_slip(any_house, a_lead(any_house, number=1), signed=1)
    clock.advance(timedelta(days=1))
    lost = a_lost_case(any_house, a_lead(any_house, "walk_in", 3, "receptionist"))
    clock.advance(timedelta(days=4))
    fresh = a_slip(any_house, a_lead(any_house, number=2))
    assert numbers(any_house, "customer_manager") == [later, lost, fresh]
    assert numbers(any_house, "customer_manager", kind="slip") == [later, fresh]
    assert numbers(any_house, "customer_manager", state="draft") == [fresh]
    assert numbers(any_house, "customer_manager", q=lost[-6:]) == [lost]
    assert numbers(any_house, "customer_manager", q="%") == []
    assert numbers(any_house, "customer_manager", state="ended") == []
    first = list_cases(acting(any_house, "customer_manager")).rows[0]
    assert (first.overdue, first.due) == (True, "11-07 24:00")


def test_each_role_finds_its_own_part_of_the_list(any_house):
    slip = a_slip(any_house)
    lost = a_lost_case(any_house, a_lead(any_house, "walk_in", 3, "receptionist"))
    assert set(numbers(any_house, "customer_manager")) == {slip, lost}
    assert numbers(any_house, "gm_office") == [lost]
    assert numbers(any_house, "hr") == [slip]
    assert numbers(any_house, "technician") == []
    assert numbers(any_house, "2001") == []


def test_the_page_and_the_inbox_read_the_same_rows(any_house):
    slip = a_slip(any_house)
    page = case_page(acting(any_house, "market_manager"), slip)
    inbox = show_inbox(acting(any_house, "market_manager"))
    codes = {one.code for one in page.due}
    assert codes >= {"slip.market_sign", "slip.missing", "lead.archive"}
    assert {one.code for one in inbox.rows} == codes - {"lead.follow_up"}
    assert (inbox.pager.total, inbox.overdue) == (3, 0)
