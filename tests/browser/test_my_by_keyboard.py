"""A designer and a salesperson do their day's work on a phone, without touching it."""

import pytest
from playwright.sync_api import expect

from portal.models.lead import Lead, SigningReport
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead
from tests.browser.hands import Hands
from tests.browser.store import LONG_NAME, PHONE
from tests.people import acting

pytestmark = pytest.mark.browser


def give(shop, lead, designer):
    """The lead offered to a designer, straight through the service."""
    manager = acting(shop.house, "customer_manager")
    given = offer_lead(manager, lead.id, designer, "客户点名")
    assert isinstance(given, Offered), given
    return given


@pytest.fixture
def phone(shop):
    """phone("2003") -> somebody's hands before his page on a phone."""
    return lambda who: Hands(shop.seat(who, size=PHONE)).open("/my")


def test_a_designer_accepts(shop, phone):
    lead = shop.lead("small", name=LONG_NAME)
    give(shop, lead, "2003")
    hands = phone("2003").sees(LONG_NAME).tab_to("接这一单").press("Enter")
    hands.sees("已接单").sees("没有等您应答的单")
    assert shop.offers(lead)[-1].state == "accepted"


def test_a_designer_declines_with_a_reason_but_not_before_the_client(shop, phone):
    lead = shop.lead("small", name="周雪梅")
    give(shop, lead, "2002")
    hands = phone("2002").sees("周雪梅")
    hands.tab_to("有特殊情况，接不了").press("Enter").tab_into("why-")
    hands.write("两户同时开工").press("Enter", "Space", "Control+Enter")
    hands.sees("没有办成", ".unsent").sees("避开客户", ".unsent")
    expect(hands.page.locator("[name=reason]")).to_have_value("两户同时开工")
    assert shop.offers(lead)[-1].state == "offered"
    hands.tab_into("why-", "Shift+Tab").press("Enter", "Space", "Control+Enter")
    hands.sees("没有等您应答的单")
    assert shop.offers(lead)[-1].state == "declined"


def test_a_lead_is_measured_and_its_signing_reported(shop, phone):
    lead = shop.lead("small", name="韩雪")
    accept_offer(acting(shop.house, "2001"), give(shop, lead, "2001").offer)
    hands = phone("2001").tab_to("登记量房").press("Enter")
    hands.tab_into(f"{lead.no}-measure-").write("三室两厅").press("Control+Enter")
    hands.sees("已登记量房").tab_to("报签约").press("Enter")
    hands.tab_into(f"{lead.no}-report-amount").write("5.2万").press("Control+Enter")
    hands.sees("52,000.00").sees("等经理登记")
    assert shop.row(Lead, lead.id).state == "measured"
    assert [str(one.amount) for one in shop.rows(SigningReport)] == ["52000.00"]


def test_a_salesperson_writes_down_what_his_client_said(shop, phone):
    lead = shop.lead("small", name="董家豪", brought_by="1006")
    hands = phone("salesperson").tab_to("记一次回访").press("Enter")
    hands.tab_into(f"{lead.no}-follow-up-").write("说周末来看").press("Control+Enter")
    hands.sees("回访已记下")
