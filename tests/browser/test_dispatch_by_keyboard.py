"""A lead is handed to a designer, answered and taken back, all from the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from portal.models.lead import Lead
from tests.browser.hands import Hands

pytestmark = pytest.mark.browser


@pytest.fixture
def manager(shop):
    return Hands(shop.seat("customer_manager"))


def open_row(hands, lead):
    """Down the queue to the lead's own row, then Enter."""
    row = f"lead-{lead.id}"
    for _ in range(40):
        if hands.cell() == row:
            return hands.go("Enter").on(f"**/dispatch/{lead.id}")
        hands.press("ArrowDown")
    raise AssertionError(f"{lead.no} is not in the queue")


def chosen(hands):
    """The designer in the row that has the focus."""
    return hands.page.locator("tr:focus th").inner_text()


def offered(shop, lead):
    """State, reason and force of the lead's latest offer."""
    offer = shop.offers(lead)[-1]
    return offer.state, offer.reason, offer.forced


def test_the_queue_is_walked_and_whoever_is_next_gets_the_lead(shop, manager):
    shop.lead("small", name="刘桂芳")
    lead = shop.lead("small", name="孙志强")
    open_row(manager.open("/dispatch"), lead)
    manager.at("tr[data-row] >> nth=0")
    first = chosen(manager)
    manager.sees(first, "#why").press("ArrowDown").sees(chosen(manager), "#why")
    manager.press("ArrowUp").sees(first, "#why")
    manager.go("Enter").sees("收回，放回待派")
    assert offered(shop, lead) == ("offered", "", False)
    assert shop.row(Lead, lead.id).state == "offered"


def test_w_opens_the_reasons_of_the_chosen_row(shop, manager):
    lead = shop.lead("medium", name="王敏")
    manager.open(f"/dispatch/{lead.id}").press("ArrowDown", "ArrowDown", "w")
    manager.sees(f"派给{chosen(manager)}", "#why h2")
    expect(manager.page.locator("#why tr[aria-current=true]").first).to_be_visible()


def test_out_of_turn_a_reason_is_asked_for(shop, manager):
    lead = shop.lead("medium", name="欧阳倩")
    manager.open(f"/dispatch/{lead.id}").press("ArrowDown")
    second = chosen(manager)
    manager.go("Enter").on(re.compile("choose=true")).at("#choose-reason")
    manager.go("Control+Enter").at("#choose-reason")
    expect(manager.page.locator("#choose-error")).to_be_visible()
    manager.write("客户点名要这位").go("Control+Enter").sees(second)
    assert offered(shop, lead) == ("offered", "客户点名要这位", False)


def test_two_managers_force_together(shop, manager):
    lead = shop.lead("large", name="何一帆")
    manager.open(f"/dispatch/{lead.id}").press("Alt+q").at("#force-who")
    manager.press("Enter").at("#force-reason").write("客户等了三天")
    manager.go("Control+Enter")
    assert offered(shop, lead) == ("awaiting", "客户等了三天", True)
    other = Hands(shop.seat("design_manager")).open("/dispatch").sees("客户等了三天")
    other.tab_to("同意强制派单").go("Enter")
    expect(other.page.get_by_text("同意强制派单")).to_have_count(0)
    assert offered(shop, lead)[0] == "offered"


def test_a_lead_is_taken_back_with_a_reason(shop, manager):
    lead = shop.lead("medium", name="沈嘉懿")
    manager.open(f"/dispatch/{lead.id}").go("Enter").sees("收回，放回待派")
    manager.press("Alt+w").at("#withdraw-reason").go("Control+Enter")
    expect(manager.page.locator("#withdraw-error")).to_be_visible()
    manager.at("#withdraw-reason").write("客户改期").go("Control+Enter")
    manager.on("**/dispatch")
    assert offered(shop, lead)[0] == "withdrawn"
    assert shop.row(Lead, lead.id).state == "ready"
