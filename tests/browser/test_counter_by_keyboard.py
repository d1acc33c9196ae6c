"""A lead is registered at the counter without once reaching for the mouse."""

import re

import pytest
from playwright.sync_api import expect

from portal.models.lead import Lead, LeadEvent
from tests.browser.hands import Hands
from tests.browser.store import LONG_ADDRESS, LONG_NAME
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
SAVED = re.compile(r"/counter\?saved=")


@pytest.fixture
def hands(shop):
    return Hands(shop.seat("receptionist")).open("/counter")


def fill(hands, **cells):
    """Every cell of the form in its order; Enter goes on to the next."""
    order = ("client_name", "phone", "site_address", "floor_area", "renovation_date")
    for name in (*order, "estimated_amount"):
        hands.at(f"#{name}").write(cells.get(name, "")).press("Enter")
    hands.at("#channel").pick(cells.get("channel", "walk_in")).press("Enter")
    return hands


def test_she_logs_in_and_the_cursor_stands_in_the_form(shop):
    hands = Hands(shop.seat()).open("/login")
    hands.at("#login").write("u1007").press("Tab").write(PASSWORD).press("Enter")
    hands.on("**/counter").at("#client_name").sees("来单登记")
    hands.tab_to("退出", "Shift+Tab").press("Enter").on("**/login").at("#login")


def test_a_lead_with_a_long_chinese_name_is_registered(shop, hands):
    fill(
        hands,
        client_name=LONG_NAME,
        phone="139 0013 4471",
        site_address=LONG_ADDRESS,
        floor_area="128",
        renovation_date="12-10",
        estimated_amount="4.8万",
    )
    hands.sees("48,000.00 元", "#amount-read").sees("中单", "#amount-read")
    for cell in ("brought_by", "principle", "evidence", "claim_at"):
        hands.at(f"#{cell}").press("Enter")
    hands.at("#grades_introduced").press("Space").press("Enter")
    hands.at("#remarks").write("急着入住").press("Enter")
    hands.at("button[data-save]").press("Enter")
    hands.on(SAVED).sees("已存", ".banner.good")
    lead = shop.latest()
    assert (lead.client_name, lead.site_address) == (LONG_NAME, LONG_ADDRESS)
    assert (lead.phone, lead.estimated_amount) == ("+8613900134471", 48000)
    assert (lead.remarks, lead.grades_introduced) == ("急着入住", True)


def test_shift_enter_goes_back_and_ctrl_enter_saves_from_any_cell(shop, hands):
    hands.at("#client_name").write("李明").press("Enter")
    hands.at("#phone").press("Shift+Enter").at("#client_name")
    hands.press("Enter").write("139 0013 4472").press("Enter").write("翠湖苑 3 栋 202")
    for _ in range(4):
        hands.press("Enter")
    hands.at("#channel").pick("phone").press("Control+Enter").on(SAVED)
    assert shop.latest().client_name == "李明"


def test_alt_s_saves_and_goes_on_to_who_takes_the_lead(shop):
    hands = Hands(shop.seat("customer_manager")).open("/counter")
    fill(
        hands,
        client_name="陈晓东",
        phone="139 0013 4473",
        site_address="云顶别苑 B 区 16",
        floor_area="260",
        renovation_date="12-20",
        estimated_amount="18万",
    )
    hands.sees("大单", "#amount-read")
    hands.press("Enter", "Enter", "Enter", "Enter").at("#grades_introduced")
    hands.press("Space").press("Alt+s").on("**/dispatch/*-*")
    hands.sees("谁来接").sees("陈晓东")


def test_an_earlier_lead_is_found_by_phone_while_typing_and_taken(shop, hands):
    earlier = shop.lead(name="王丽华")
    hands.write("王丽华").press("Enter").write(earlier.phone)
    hands.sees(earlier.no, "#same").press("ArrowDown").at("#same [data-choice]")
    hands.press("Escape").at("#phone").press("ArrowDown").at("#same [data-choice]")
    assert hands.words() == "并入这一单"
    page = hands.page
    # What he asks today still has to be said before it is joined to the earlier lead.
    hands.press("Escape", "Enter").write(earlier.site_address)
    for _ in range(4):
        hands.press("Enter")
    hands.at("#channel").pick("walk_in")
    hands.press("Shift+Enter", "Shift+Enter", "Shift+Enter", "Shift+Enter")
    hands.at("#site_address").press("ArrowDown").press("Enter")
    hands.on(re.compile("joined=true"))
    expect(page.locator(".banner.good")).to_contain_text(earlier.no)
    assert shop.latest().id == earlier.id
    events = shop.rows(LeadEvent, LeadEvent.lead_id == earlier.id)
    assert len(events) > 1


def test_an_earlier_lead_is_found_by_its_address_alone(shop, hands):
    earlier = shop.lead(name="赵春梅")
    hands.write("别人").press("Enter", "Enter").at("#site_address")
    hands.write(earlier.site_address).sees("地址相同", "#same")
    hands.sees(earlier.no, "#same")


# How Enter arrives while an input method composes: on Windows, on a Mac.
COMPOSING_ENTER = ("Process", "Enter")
CTRL, SHIFT = 2, 8


def test_keys_during_chinese_input_belong_to_the_input_method(shop, hands):
    """The composition is Chromium's own (Input.imeSetComposition), not a made event."""
    page, before = hands.page, len(shop.rows(Lead))
    method = InputMethod(page)
    for key in COMPOSING_ENTER:
        for modifiers in (0, CTRL, SHIFT):
            method.compose("wang").press(key, modifiers)
            hands.at("#client_name")
    assert page.evaluate("document.activeElement.value") == "wang"
    method.commit("王")
    assert page.evaluate("document.activeElement.value") == "王"
    hands.press("Enter").at("#phone")
    assert (page.url, len(shop.rows(Lead))) == (f"{shop.address}/counter", before)


class InputMethod:
    """What an input method does to the page: it composes, swallows keys, commits."""

    def __init__(self, page):
        self.send = page.context.new_cdp_session(page).send

    def compose(self, text):
        end = len(text)
        what = {"text": text, "selectionStart": end, "selectionEnd": end}
        self.send("Input.imeSetComposition", what)
        return self

    def press(self, key, modifiers):
        stroke = {"key": key, "code": "Enter", "windowsVirtualKeyCode": 229}
        for kind in ("rawKeyDown", "keyUp"):
            what = {"type": kind, "modifiers": modifiers, **stroke}
            self.send("Input.dispatchKeyEvent", what)

    def commit(self, text):
        self.send("Input.insertText", {"text": text})


def test_all_that_is_wrong_is_told_beside_its_cell_and_the_cursor_is_there(shop, hands):
    before = len(shop.rows(Lead))
    fill(hands, client_name="孙志强", phone="12", site_address="望江名邸", channel="")
    hands.go("Control+Enter").at("#phone")
    for cell, typed in (("phone", "12"), ("client_name", "孙志强"), ("channel", "")):
        expect(hands.page.locator(f"#{cell}")).to_have_value(typed)
    for cell in ("phone", "channel"):
        expect(hands.page.locator(f"#{cell}-error")).to_be_visible()
    assert len(shop.rows(Lead)) == before


def test_the_list_of_keys_opens_with_a_question_mark(hands):
    hands.tab_to("存单").press("?")
    hands.sees("存单并送派", "#keylist").sees("Ctrl Enter", "#keylist")
    hands.press("Escape")
    expect(hands.page.locator("#keylist")).to_be_hidden()
