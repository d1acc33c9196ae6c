"""Slips and lost leads go from hand to hand, each hand on its own keyboard."""

import pytest
from playwright.sync_api import expect

from portal.models.cases import Case
from portal.models.lead import Lead
from tests.browser.hands import Hands
from tests.browser.store import LONG_ADDRESS, LONG_NAME
from tests.cases.stories import TO_SENT, a_lost_case

pytestmark = pytest.mark.browser


@pytest.fixture
def at(shop):
    """at("hr", "/slips") -> the hands of whoever has the role, on that page."""
    return lambda role, path: Hands(shop.seat(role)).open(path)


def draw_up(shop, at, lead):
    """The salesperson fills in the slip; answers its number."""
    hands = at("salesperson", "/slips/new").at("#lead").write(lead.no)
    hands.press("Enter").write("急着入住").go("Control+Enter").sees("市场部经理签字")
    return shop.latest(Case).no


def step(hands, words):
    """Press the number that stands on the step's button."""
    button = hands.page.locator("#next [data-key]", has_text=words).first
    return hands.go(button.get_attribute("data-key"))


def test_a_market_lead_goes_to_the_designer_its_salesperson_chose(shop, at):
    lead = shop.lead("medium", channel="market", name="马文娟")
    no = draw_up(shop, at, lead)
    page = f"/slips/{no}"
    wrong_order = at("store_manager", page).sees("现在不能").sees("市场部经理签字")
    expect(wrong_order.page.locator("#next button:not([aria-disabled])")).to_have_count(
        0
    )
    step(at("market_manager", page), "签字").sees("马跃", ".stamps")
    step(at("store_manager", page), "签字").sees("何立", ".stamps")
    step(at("salesperson", page), "沿中线裁开")
    assert shop.case(no).state == "split"
    choose(at, lead)
    given = at("customer_manager", f"/dispatch/{lead.id}")
    given.tab_to("派给").go("Enter").sees("收回，放回待派")
    offer = shop.offers(lead)[-1]
    assert offer.designer_id == shop.row(Lead, lead.id).chosen_designer
    assert shop.case(no).state == "designer_named"


def choose(at, lead):
    """The salesperson takes the second of those who may take the lead."""
    mine = at("salesperson", "/my").sees(lead.client_name)
    mine.tab_to("选设计师").go("Enter").on(f"**/my/leads/{lead.id}")
    mine.press("ArrowDown")
    mine.sees("为什么可以派给", "#why h2").go("Enter").on("**/my?did=choose")


def test_a_slip_on_paper_has_two_halves_with_its_number_across_the_cut(shop, at):
    lead = shop.lead(channel="market", name=LONG_NAME, site_address=LONG_ADDRESS)
    no = draw_up(shop, at, lead)
    paper = at("salesperson", f"/slips/{no}").tab_to("打印").go("Enter").page
    halves = paper.locator(".half")
    expect(halves).to_have_count(2)
    spoken = f"{lead.phone[3:6]} {lead.phone[6:10]} {lead.phone[10:]}"
    for half in halves.all():
        expect(half).to_contain_text(LONG_NAME)
        expect(half).to_contain_text(LONG_ADDRESS)
        expect(half).to_contain_text(spoken)
    expect(paper.locator(".cut .seam")).to_contain_text(no)
    assert clipped(paper) == []
    paper.emulate_media(media="print")
    expect(paper.locator(".paperfoot")).to_be_hidden()
    paper.emulate_media(media="screen")


def clipped(page):
    """The paper or cells of it whose text is wider or higher than they are."""
    return page.eval_on_selector_all(
        ".paper, .half :is(td, th, .stamp, .meta span)",
        """cells => cells.filter(one => one.scrollWidth > one.clientWidth + 1
          || one.scrollHeight > one.clientHeight + 1).map(one => one.innerText)""",
    )


def test_a_lost_lead_is_confirmed_by_two_different_people(shop, at):
    lead = shop.lead("small", name="孙丽")
    opened = at("customer_manager", "/lost/new").at("#lead").write(lead.no)
    opened.press("Enter").pick("no").press("Enter").pick("none").press("Enter")
    opened.pick("unreachable").press("Tab").write("号码停机，三次未通").press("Tab")
    opened.write("作无效单").go("Control+Enter").sees("已回访确认")
    page = f"/lost/{shop.latest(Case).no}"
    asked = at("receptionist", page).press("1")
    asked.write("“我不装了。”").go("Control+Enter")
    step(asked, "已告知店面经理")
    refused = at("customer_manager", page).sees("现在不能").sees("设计部经理")
    expect(refused.page.locator("#next [data-key]")).not_to_contain_text(["二次回访"])
    second = at("design_manager", page).press("1").write("复核属实")
    second.go("Control+Enter")
    step(second, "签字确认跑单").sees("温如玉", ".stamps")
    assert shop.row(Lead, lead.id).state == "invalid"


def test_shares_that_do_not_add_up_are_refused_beside_them(shop, at):
    lead = shop.lead("small", name="邓娟")
    no = a_lost_case(shop.house, lead, TO_SENT)
    hands = at("design_manager", f"/lost/{no}")
    hands.press("1").pick("2001").press("Tab").write("60").go("Control+Enter")
    hands.sees("100", ".cell .error")
    expect(hands.page.locator("[name='shares.percent']").first).to_have_value("60")
    assert shop.case(no).state == "gm_sent"
