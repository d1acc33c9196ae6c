"""A list that another desk changes says so, and changes only when one asks for it."""

import pytest
from playwright.sync_api import expect

from portal.services.dispatch.offers import offer_lead
from tests.people import acting

pytestmark = pytest.mark.browser
BAR = "#news"
OPEN_STREAMS = """async (count) => {
  const figures = await (await fetch("/metrics")).text();
  return Number(figures.match(/^portal_event_streams (\\S+)/m)[1]) === count;
}"""


def says_that_it_is_old(page):
    expect(page.locator(BAR)).to_be_visible()
    expect(page.locator(BAR)).to_contain_text("改动已到")


@pytest.fixture
def queue(shop):
    shop.lead("small")
    page = shop.seat("customer_manager")
    page.goto("/dispatch", wait_until="load")
    expect(page.locator(BAR)).to_be_hidden()
    return page


def test_a_new_lead_waits_until_r_is_pressed(shop, queue):
    rows = queue.locator("#queue tr[data-row]")
    before = rows.count()
    lead = shop.lead("large", name="欧阳倩")
    says_that_it_is_old(queue)
    assert rows.count() == before
    queue.keyboard.press("r")
    expect(queue.locator(f"#lead-{lead.id}")).to_be_visible()
    expect(queue.locator(BAR)).to_be_hidden()
    assert rows.count() == before + 1


def test_it_goes_on_listening_after_the_changes_were_put_in(shop, queue):
    for _ in range(2):
        shop.lead("medium")
        says_that_it_is_old(queue)
        queue.keyboard.press("R")
        expect(queue.locator(BAR)).to_be_hidden()


def test_the_chosen_row_stays_chosen(shop, queue):
    shop.lead("small")
    says_that_it_is_old(queue)
    queue.keyboard.press("R")
    expect(queue.locator(BAR)).to_be_hidden()
    queue.keyboard.press("ArrowDown")
    chosen = queue.locator("tr[aria-selected=true]").get_attribute("id")
    shop.lead("small")
    says_that_it_is_old(queue)
    queue.keyboard.press("R")
    expect(queue.locator(BAR)).to_be_hidden()
    assert queue.evaluate("document.activeElement.id") == chosen


def test_a_lead_that_was_given_away_meanwhile_leaves_the_list(shop, queue):
    lead = shop.lead("large")
    says_that_it_is_old(queue)
    queue.keyboard.press("R")
    expect(queue.locator(f"#lead-{lead.id}")).to_be_visible()
    offer_lead(acting(shop.house, "customer_manager"), lead.id)
    says_that_it_is_old(queue)
    queue.keyboard.press("R")
    expect(queue.locator(f"#lead-{lead.id}")).to_have_count(0)


def test_what_is_being_typed_at_the_counter_stays(shop):
    page = shop.seat("receptionist")
    page.goto("/counter", wait_until="load")
    name = page.locator("[name=client_name]")
    name.fill("正在写的客户")
    shop.lead("small", name="别人登记的")
    says_that_it_is_old(page)
    name.press("r")
    expect(page.locator(BAR)).to_be_visible()
    expect(name).to_have_value("正在写的客户r")
    page.locator(f"{BAR} a").click()
    expect(page.locator("#today-leads")).to_contain_text("别人登记的")
    expect(name).to_have_value("正在写的客户r")
    expect(name).to_be_focused()


@pytest.mark.parametrize("path", ["/inbox?whose=all", "/leads"])
def test_the_other_lists_hear_too(shop, path):
    page = shop.seat("customer_manager")
    page.goto(path, wait_until="load")
    lead = shop.lead("small")
    offer_lead(acting(shop.house, "customer_manager"), lead.id)
    says_that_it_is_old(page)
    page.locator(f"{BAR} a").click()
    expect(page.locator("main")).to_contain_text(lead.no)


def test_what_happened_between_page_and_stream_is_not_lost(shop, queue):
    """The page is asked for, then something changes, then it begins to listen."""
    queue.route("**/events?*", lambda route: (shop.lead("small"), route.continue_()))
    queue.goto("/dispatch", wait_until="load")
    says_that_it_is_old(queue)
    queue.unroute("**/events?*")


def test_a_tab_out_of_sight_gives_its_connection_back(shop, queue):
    for seat in ("receptionist", "general_manager"):
        shop.seat(seat).goto("about:blank")
    hidden = """(on) => {
      Object.defineProperty(document, "hidden", {configurable: true, value: on});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    queue.wait_for_function(OPEN_STREAMS, arg=1)
    queue.evaluate(hidden, True)
    queue.wait_for_function(OPEN_STREAMS, arg=0)
    shop.lead("small")
    queue.evaluate(hidden, False)
    says_that_it_is_old(queue)
