"""An open page on a phone hears of a new offer, and never changes under busy hands."""

import pytest
from playwright.sync_api import expect

from portal.services.dispatch.offers import Offered, offer_lead
from tests.browser.store import PHONE
from tests.people import acting

pytestmark = pytest.mark.browser


@pytest.fixture
def mine(shop):
    page = shop.seat("2001", size=PHONE)
    with page.expect_response("**/events?*"):
        page.goto("/my", wait_until="load")
    return page


def give(shop, name):
    """A new lead is offered to him while his page lies open."""
    manager = acting(shop.house, "customer_manager")
    given = offer_lead(manager, shop.lead("small", name=name).id, "2001", "客户点名")
    assert isinstance(given, Offered), given


def test_a_new_offer_comes_by_itself(shop, mine):
    expect(mine.locator("main")).to_contain_text("没有等您应答的单")
    give(shop, "王丽华")
    expect(mine.locator("main")).to_contain_text("王丽华")
    expect(mine.locator("#news")).to_be_hidden()


def test_while_a_reason_is_written_the_page_only_says_there_is_news(shop, mine):
    mine.locator("summary", has_text="有特殊情况").first.click()
    reason = mine.locator("[name=reason]").first
    reason.fill("两户同时")
    give(shop, "李桂芳")
    expect(mine.locator("#news")).to_contain_text("有新动静")
    expect(reason).to_have_value("两户同时")
    expect(mine.locator("main")).not_to_contain_text("李桂芳")
    mine.get_by_role("link", name="看最新的").click()
    expect(mine.locator("main")).to_contain_text("李桂芳")
