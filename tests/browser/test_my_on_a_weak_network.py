"""What is sent twice acts once; what could not be sent says so, is kept, and waits."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect

from portal.models.audit import AuditEntry
from portal.models.lead import Lead
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead, withdraw_offer
from tests.browser.store import PHONE
from tests.people import acting, log_in_without_password

pytestmark = pytest.mark.browser
KEPT = "localStorage.getItem('outbox')"
WAITS = "还没送出，连上后自动再送"


class Phone:
    """Somebody's phone, whose network comes and goes."""

    def __init__(self, shop, who):
        self.shop, self.who = shop, who
        self.page = shop.seat(who, size=PHONE)
        self.cut(off=False).log_in(who)
        self.page.goto("/my", wait_until="load")
        self.mark = self.page.locator(".unsent")

    def press(self, words):
        self.page.locator("main").get_by_text(words, exact=True).first.click()
        return self

    def cut(self, *, off=True):
        """The network is gone, or back."""
        self.page.context.set_offline(off)
        return self

    def sees(self, words):
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def marked(self, words):
        """The mark beside what was sent says so."""
        expect(self.mark.first).to_contain_text(words)
        return self

    def nothing_waits(self):
        expect(self.mark).to_have_count(0)
        assert self.page.evaluate(KEPT) is None
        return self

    def log_in(self, who):
        """A new log-in of somebody on this phone; the page stays as it is."""
        token = log_in_without_password(self.shop.house, who)
        cookie = {"name": "session", "value": token, "url": self.shop.address}
        self.page.context.add_cookies([cookie])
        return self


@pytest.fixture
def phone(shop):
    """phone("2001") -> his phone; when the test ends, nothing waits on it."""
    opened = []

    def open_phone(who):
        opened.append(Phone(shop, who))
        return opened[-1]

    yield open_phone
    for one in opened:
        one.page.unroute_all()
        one.cut(off=False).log_in(one.who)
        one.page.evaluate("localStorage.clear()")
    # Chromium tells of every request that found no network: the tests asked for it.
    shop.faults[:] = [one for one in shop.faults if "net::ERR_" not in one]


@pytest.fixture
def offer(shop):
    """offer("2001", "王丽华") -> a lead offered to him, with its offer."""

    def give(designer, name):
        lead = shop.lead("small", name=name)
        manager = acting(shop.house, "customer_manager")
        given = offer_lead(manager, lead.id, designer, "客户点名")
        assert isinstance(given, Offered), given
        return lead, given.offer

    yield give
    # Everything is signed off, so that the next one is not held by the caps.
    shop.house.clock.advance(timedelta(days=7))


def acts(shop, lead):
    """What was done with the lead, the first act first."""
    entries = shop.rows(AuditEntry, AuditEntry.subject_id == lead.id)
    return [one.action for one in sorted(entries, key=lambda one: one.seq)]


def accepted(shop, lead):
    """How often the lead was accepted."""
    return acts(shop, lead).count("dispatch.accept")


def test_an_answer_given_without_network_waits_and_acts_once(shop, phone, offer):
    lead, _ = offer("2001", "王丽华")
    mine = phone("2001").cut().press("接这一单").marked(WAITS).marked(lead.no)
    expect(mine.mark).to_contain_text(re.compile(r"\d\d:\d\d:\d\d 起"))
    expect(mine.page.get_by_role("button", name="接这一单")).to_be_hidden()
    assert accepted(shop, lead) == 0
    mine.cut(off=False).sees("已接单").nothing_waits()
    assert accepted(shop, lead) == 1


def test_what_is_kept_is_what_was_typed_and_no_client(shop, phone, offer):
    lead, given = offer("2002", "欧阳倩倩")
    mine = phone("2002").cut().press("有特殊情况，接不了")
    mine.page.fill("[name=reason]", "两户同时开工")
    mine.press("说明理由，请经理另派").marked(WAITS)
    kept = mine.page.evaluate(KEPT)
    assert "两户同时开工" in kept
    assert str(given) in kept
    for secret in ("欧阳", lead.phone[3:], lead.site_address, "_csrf_token"):
        assert secret not in kept
    mine.cut(off=False).sees("两位经理会商后另派").nothing_waits()


def test_an_answer_lost_on_the_way_back_is_asked_for_again(shop, phone, offer):
    lead, _ = offer("2001", "李桂芳")
    mine = phone("2001")
    mine.page.route("**/accept", acted_but_unheard)
    mine.press("接这一单").marked(WAITS)
    assert accepted(shop, lead) == 1
    mine.page.unroute("**/accept")
    mine.press("现在再送").sees("已接单").nothing_waits()
    assert accepted(shop, lead) == 1


def acted_but_unheard(route):
    """The house has done it; its answer never arrives."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def test_two_that_wait_go_out_in_their_order(shop, phone, offer):
    first, given = offer("2001", "赵春梅")
    accept_offer(acting(shop.house, "2001"), given)
    mine = phone("2001").cut().press("登记量房")
    card = mine.page.locator("article", has_text="赵春梅")
    card.locator("form[action$=measured] button").click()
    mine.marked(WAITS)
    card.locator("summary", has_text="记一次回访").click()
    card.locator("form[action$=follow-ups] [name=note]").fill("说月底签")
    card.locator("form[action$=follow-ups] button").click()
    expect(mine.mark).to_have_count(2)
    expect(mine.page.locator("#outbox [data-count]")).to_have_text("2")
    before = acts(shop, first)
    mine.cut(off=False).sees("回访已记下").nothing_waits()
    assert acts(shop, first)[len(before) :] == ["lead.measure", "lead.follow_up"]


def test_a_refusal_at_the_later_sending_is_told_and_waits_for_him(shop, phone, offer):
    lead, given = offer("2001", "刘敏")
    mine = phone("2001").cut().press("接这一单").marked(WAITS)
    withdraw_offer(acting(shop.house, "customer_manager"), UUID(str(given)), "客户改期")
    mine.cut(off=False).marked("没有办成").marked("您的这一次没有写入")
    mine.page.reload(wait_until="load")
    mine.marked("没有办成").press("知道了").nothing_waits()
    assert accepted(shop, lead) == 0


def test_a_refusal_shows_its_clause_and_leaves_the_form_to_be_mended(
    shop, phone, offer
):
    lead, _ = offer("2001", "何一帆")
    mine = phone("2001").cut().press("有特殊情况，接不了")
    mine.page.fill("[name=reason]", "两户同时开工")
    mine.page.check("[name=before_client]")
    mine.press("说明理由，请经理另派").marked(WAITS).cut(off=False)
    mine.marked("避开客户")
    clause = mine.mark.locator("a.cl")
    expect(clause).to_have_attribute("href", "/clauses/dispatch.refuse.forbidden")
    mine.page.reload(wait_until="load")
    expect(mine.page.locator("[name=reason]")).to_have_value("两户同时开工")
    mine.page.uncheck("[name=before_client]")
    mine.press("说明理由，请经理另派").sees("两位经理会商后另派").nothing_waits()
    assert shop.offers(lead)[-1].state == "declined"


def test_it_waits_through_a_reload_and_is_sent_when_the_page_opens(shop, phone, offer):
    lead, _ = offer("2001", "马文娟")
    mine = phone("2001")
    mine.page.route("**/accept", lambda route: route.abort("internetdisconnected"))
    mine.press("接这一单").marked(WAITS)
    mine.page.reload(wait_until="load")
    mine.marked(WAITS)
    mine.page.unroute("**/accept")
    mine.page.reload(wait_until="load")
    mine.sees("已接单").nothing_waits()
    assert accepted(shop, lead) == 1


def test_what_is_taken_back_is_not_sent(shop, phone, offer):
    lead, _ = offer("2001", "周雪梅")
    mine = phone("2001").cut().press("接这一单").marked(WAITS)
    mine.press("撤回不送了").nothing_waits()
    expect(mine.page.get_by_role("button", name="接这一单")).to_be_focused()
    mine.cut(off=False).page.reload(wait_until="load")
    mine.sees("周雪梅")
    assert accepted(shop, lead) == 0


def test_two_taps_are_one_act_and_the_button_says_it_is_under_way(shop, phone, offer):
    lead, _ = offer("2001", "沈嘉懿")
    mine, held = phone("2001"), []
    mine.page.route("**/accept", lambda route: held.append(route))
    button = mine.page.locator("form[action$=accept] button")
    button.click()
    expect(button).to_have_text("正在送…")
    button.evaluate("one => one.click()")
    assert len(held) == 1
    held[0].continue_()
    mine.sees("已接单").nothing_waits()
    assert accepted(shop, lead) == 1


def test_another_person_on_the_same_phone_sees_nothing_of_it(shop, phone, offer):
    lead, _ = offer("2001", "孙志强")
    mine = phone("2001")
    mine.page.route("**/accept", lambda route: route.abort())
    mine.press("接这一单").marked(WAITS)
    mine.log_in("2002").page.goto("/leads", wait_until="load")
    assert mine.page.evaluate(KEPT) is None
    mine.page.goto("/my", wait_until="load")
    mine.nothing_waits()
    assert accepted(shop, lead) == 0


def test_a_page_left_open_does_not_act_for_whoever_logs_in_next(shop, phone, offer):
    lead, _ = offer("2001", "吴静")
    mine = phone("2001").cut().press("接这一单").marked(WAITS)
    mine.log_in("2002").cut(off=False)
    expect(mine.page.locator(".who")).to_contain_text("欧阳雪")
    mine.nothing_waits()
    assert accepted(shop, lead) == 0


def test_a_log_in_that_ran_out_keeps_it_until_he_is_back(shop, phone, offer):
    lead, _ = offer("2001", "郑丽")
    mine = phone("2001").cut().press("接这一单").marked(WAITS)
    mine.page.context.clear_cookies()
    mine.cut(off=False).marked("登录已过期")
    expect(mine.mark.get_by_role("link", name="去登录")).to_be_visible()
    mine.log_in("2001").page.reload(wait_until="load")
    mine.sees("已接单").nothing_waits()
    assert accepted(shop, lead) == 1


def test_a_log_in_renewed_elsewhere_is_taken_up(shop, phone, offer):
    lead, _ = offer("2001", "冯倩")
    mine = phone("2001").log_in("2001").press("接这一单")
    mine.sees("已接单").nothing_waits()
    assert accepted(shop, lead) == 1


def test_logging_out_asks_before_it_throws_away_what_waits(shop, phone, offer):
    offer("2001", "陈晨")
    mine = phone("2001")
    mine.page.route("**/accept", lambda route: route.abort())
    mine.press("接这一单").marked(WAITS)
    asked, answer = [], ["dismiss"]

    def answered(dialog):
        asked.append(dialog.message)
        getattr(dialog, answer[0])()

    mine.page.on("dialog", answered)
    mine.page.get_by_role("button", name="退出").click()
    mine.marked(WAITS)
    answer[0] = "accept"
    mine.page.get_by_role("button", name="退出").click()
    mine.page.wait_for_url("**/login")
    assert len(asked) == 2
    assert "还有没送出的" in asked[0]
    assert mine.page.evaluate(KEPT) is None
    mine.page.remove_listener("dialog", answered)


def test_what_is_being_written_is_not_swept_away_by_an_answer(shop, phone, offer):
    lead, given = offer("2001", "褚明珠")
    accept_offer(acting(shop.house, "2001"), given)
    mine = phone("2001").cut()
    card = mine.page.locator("article", has_text="褚明珠")
    card.locator("summary", has_text="登记量房").click()
    card.locator("form[action$=measured] button").click()
    mine.marked(WAITS)
    card.locator("summary", has_text="记一次回访").click()
    note = card.locator("form[action$=follow-ups] [name=note]")
    note.fill("说月底")
    mine.cut(off=False).marked("已送到")
    expect(note).to_have_value("说月底")
    assert shop.row(Lead, lead.id).state == "measured"
    mine.press("看最新的").sees("已量房，跟到签约")
