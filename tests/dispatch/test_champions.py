"""Champions of the last quarter and year pass the hold, never the caps."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.models.lead import Contract
from portal.services.answers import Refused
from portal.services.dispatch.champions import champions_on
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.dispatch.pages.champions import champions_page

FEBRUARY = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)  # a Monday in the low season
LAST_QUARTER, LAST_YEAR, THIS_QUARTER = (
    date(2025, 11, 6),
    date(2025, 3, 6),
    date(2026, 1, 6),
)


@pytest.fixture
def winter(hand):
    """The store in February: last quarter and last year are both 2025."""
    lead = hand.store.lead()
    hand.store.clock.set(FEBRUARY)
    hand.any_lead = lead
    return hand


def signed(hand, designer, on, amount="48000", **more):
    """A contract of the designer as it would stand after signing."""
    store = hand.store
    with store.house.db.writing() as session:
        session.add(
            Contract(
                site_id=store.site.id,
                no=f"C-{designer}-{on}-{amount}",
                lead_id=hand.any_lead,
                designer_id=store.people[designer].staff_id,
                amount=Decimal(amount),
                signed_on=on,
                **more,
            )
        )


def champions(hand):
    """Staff number -> quarter or year."""
    act = hand.store.act("admin")
    with hand.store.house.db.reading() as session:
        found = champions_on(session, act.by.site_id, act.today, act.rules)
    return {hand.store.person(who).staff_no: kind for who, kind in found.items()}


def held(hand, designer):
    """Two in hand since yesterday: at the line of the low season."""
    hand.given(designer)
    hand.given(designer)
    hand.next_day()


def test_without_contracts_there_is_no_champion(winter):
    assert champions(winter) == {}


def test_most_contracts_make_the_champion_and_amounts_part_equals(winter):
    signed(winter, "2001", LAST_QUARTER, "10000")
    signed(winter, "2002", LAST_QUARTER, "10001")
    signed(winter, "2001", LAST_YEAR)
    assert champions(winter) == {"2002": "quarter", "2001": "year"}


def test_a_cancelled_contract_and_one_of_this_quarter_do_not_count(winter):
    signed(winter, "2001", LAST_QUARTER, cancelled_on=date(2025, 12, 1))
    signed(winter, "2002", THIS_QUARTER)
    assert champions(winter) == {}


def test_the_page_calls_nobody_champion_before_the_period_ends(winter):
    signed(winter, "2001", LAST_QUARTER)
    signed(winter, "2002", THIS_QUARTER)
    page = champions_page(winter.store.act("admin"))
    called = {
        one.title: [(row.name, one.first) for row in one.rows if row.first]
        for one in page.lists
    }
    assert called["上季度状元"] == [("同事2001", "状元")]
    assert called["本季度状元"] == [("同事2002", "暂列第一")]


def test_he_who_is_first_in_both_is_the_years_champion(winter):
    signed(winter, "2001", LAST_QUARTER)
    assert champions(winter) == {"2001": "year"}


def test_the_years_champion_passes_the_hold_but_not_the_cap_of_the_day(winter):
    signed(winter, "2001", LAST_YEAR)
    held(winter, "2001")
    winter.given("2001")
    winter.given("2001")
    refused = winter.give("2001")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]


def quarters_champion(hand):
    """2001 leads the quarter; 2002 the year, so that 2001 is only the quarter's."""
    signed(hand, "2001", LAST_QUARTER)
    signed(hand, "2002", LAST_YEAR, "90000")
    signed(hand, "2002", LAST_YEAR, "90001")
    assert champions(hand) == {"2001": "quarter", "2002": "year"}


def test_the_quarters_champion_passes_the_hold_while_he_got_fewer_than_his_grade(
    winter,
):
    quarters_champion(winter)
    # Both juniors got two; the median of the grade is two, so nobody is short.
    winter.given("2002")
    winter.given("2002")
    held(winter, "2001")
    refused = winter.give("2001")
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.hold.low-season"]
    # The year's champion takes a third and a fourth: now 2001 is below the median.
    winter.given("2002")
    winter.given("2002")
    lead = winter.store.lead()
    offered = offer_lead(winter.store.act("customer_manager"), lead, "2001")
    assert isinstance(offered, Offered)
