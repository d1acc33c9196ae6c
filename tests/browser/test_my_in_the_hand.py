"""All of /my fits a narrow phone, is large enough for a thumb, and shuts nobody out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.lead.moving import measure_lead
from tests.browser.store import DESK, LONG_ADDRESS, LONG_NAME, PHONE
from tests.browser.test_widths import BEYOND
from tests.people import acting

pytestmark = pytest.mark.browser
NARROW = (320, 640)
THUMB = 44
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A box is pressed by its label; the way past the menu shows only with the keyboard.
PRESSED = "a, button, summary, select, input, label.line"
TARGETS = """(pressed) => [...document.querySelectorAll(pressed)]
  .filter((one) => one.type !== "hidden" && one.checkVisibility())
  .filter((one) => !one.matches(".skip, label.line *"))
  .map((one) => [one.innerText || one.name, one.getBoundingClientRect()])
  .map(([words, box]) => [words, Math.round(box.width), Math.round(box.height)])"""


@pytest.fixture(scope="module")
def filled(shop):
    """Leads with the longest names: offered, in hand, measured, yet to be given."""
    manager = acting(shop.house, "customer_manager")
    long = {"name": LONG_NAME, "site_address": LONG_ADDRESS, "brought_by": "1006"}

    def give(designer):
        lead = shop.lead("small", **long)
        given = offer_lead(manager, lead.id, designer, "客户点名要这位")
        assert isinstance(given, Offered), given
        return given

    for designer in ("2001", "2002"):
        accept_offer(acting(shop.house, designer), give(designer).offer)
    measured = give("2001")
    accept_offer(acting(shop.house, "2001"), measured.offer)
    measure_lead(acting(shop.house, "2001"), measured.lead)
    give("2002")
    shop.lead("small", channel="market", name=LONG_NAME, site_address=LONG_ADDRESS)
    return shop


@pytest.fixture(params=["2001", "2002", "salesperson", "technician"])
def opened(request, filled):
    """opened(size) -> the page of somebody's work with every form of it unfolded."""

    def open_page(size):
        page = filled.seat(request.param, size=size)
        page.goto("/my", wait_until="load")
        page.evaluate(
            "document.querySelectorAll('main details').forEach(d => d.open = true)"
        )
        return page

    return open_page


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "390", "1366"])
def test_nothing_lies_beyond_the_edge(opened, size):
    assert opened(size).evaluate(BEYOND) == []


@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["320", "390"])
def test_a_thumb_hits_everything_there_is_to_press(opened, size):
    found = opened(size).evaluate(TARGETS, PRESSED)
    assert len(found) > 5
    assert [one for one in found if min(one[1:]) < THUMB] == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1366"])
def test_nobody_is_shut_out(opened, size):
    told = Axe().run(opened(size), options={"runOnly": WCAG})
    assert told.violations_count == 0, told.generate_report()


def test_what_waits_is_as_wide_and_as_large_as_the_rest(filled, phone):
    mine = phone("2002").cut().press("接这一单")
    expect(mine.mark).to_be_visible()
    mine.page.set_viewport_size({"width": 320, "height": 640})
    assert mine.page.evaluate(BEYOND) == []
    found = mine.page.evaluate(TARGETS, PRESSED)
    assert [one for one in found if min(one[1:]) < THUMB] == []
    told = Axe().run(mine.page, options={"runOnly": WCAG})
    assert told.violations_count == 0, told.generate_report()
    mine.press("撤回不送了").nothing_waits()
