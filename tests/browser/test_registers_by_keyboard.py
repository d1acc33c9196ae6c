"""Calls, outings, showroom visits, search and inbox, from the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from portal.models.obligations import Obligation
from portal.models.reception import Call, Outing, ShowroomVisit
from tests.browser.hands import Hands

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(shop):
    return Hands(shop.seat("receptionist"))


def test_four_rings_are_a_recorded_fault_and_the_caller_becomes_a_lead(shop, desk):
    desk.open("/counter").go("Alt+2").at("#rings").write("4").press("Enter")
    desk.write("傅磊").press("Enter").write("137 0013 4471").press("Enter")
    desk.pick("enquiry").press("Enter").write("问老房翻新").go("Alt+s")
    desk.on(re.compile(r"/counter\?call="))
    expect(desk.page.locator("#client_name")).to_have_value("傅磊")
    expect(desk.page.locator("#phone")).to_have_value(re.compile("137 ?0013 ?4471"))
    (call,) = shop.rows(Call)
    assert (call.rings, call.fault) == (4, True)
    desk.go("Alt+2").sees("4 声", "tbody").sees("137 0013 4471", "tbody")
    expect(desk.page.locator("tbody .st.late")).to_be_visible()


def test_somebody_goes_out_and_comes_back(shop, desk):
    desk.open("/counter").go("Alt+3").at("#staff").write("2001").press("Enter")
    desk.write("锦绣花园工地").press("Enter").write("量房").press("Enter", "Enter")
    desk.at("#expected_back").write("16:30").go("Control+Enter").sees("曹一鸣")
    desk.tab_to("回来了").go("Enter").sees("已回", "tbody")
    (outing,) = shop.rows(Outing)
    assert outing.back_at is not None


def test_a_showroom_visit_is_written_down(shop, desk):
    desk.open("/counter").go("Alt+4")
    wanted = {
        "client_name": "沈桂芳",
        "phone": "137 0013 4472",
        "showroom": "东湖春晓样板间",
        "appointment_at": "15:00",
    }
    for name, text in wanted.items():
        desk.enter_to(name).write(text)
    desk.go("Control+Enter").sees("沈桂芳", "tbody")
    assert len(shop.rows(ShowroomVisit)) == 1


def test_a_client_is_found_by_the_initials_of_his_name(shop, desk):
    lead = shop.lead("small", name="诸葛晨曦")
    desk.open("/counter").tab_to("存单").press("/").at("#q").write("zgcx")
    desk.go("Enter").sees(lead.no)
    desk.at("tr[data-row] >> nth=0").go("Enter").on(f"**/leads/{lead.id}")
    desk.sees("诸葛晨曦")


def test_a_search_without_a_hit_says_what_else_may_help(desk):
    desk.open("/counter").tab_to("存单").press("/").write("没有这个人").go("Enter")
    desk.sees("没有找到").sees("电话后四位")


def test_what_is_done_by_hand_is_ticked_off_in_the_inbox(shop):
    shop.lead("small", channel="market", name="高明")
    hands = Hands(shop.seat("market_manager")).open("/inbox").sees("交客服部存档")
    hands.tab_to("已办，办结").go("Enter")
    expect(hands.page.get_by_text("交客服部存档")).to_have_count(0)
    (archive,) = shop.rows(Obligation, Obligation.code == "lead.archive")
    assert archive.met_at is not None


def test_the_rows_of_every_list_are_walked_with_arrows(shop):
    shop.lead("small", channel="market", name="谢军")
    hands = Hands(shop.seat("market_manager"))
    for path in ("/leads", "/inbox", "/rules", "/people"):
        hands.open(path).at("tr[data-row] >> nth=0")
    hands.press("ArrowDown").at("tr[data-row] >> nth=1").go("Enter")
    hands.on(re.compile(r"/people/\d+"))
