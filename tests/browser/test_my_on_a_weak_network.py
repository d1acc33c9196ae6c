"""What is sent twice acts once; what could not be sent says so, is kept, and waits."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect

from portal.models.lead import Lead
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import withdraw_offer
from tests.browser.phones import KEPT, WAITS, accepted, acts
from tests.people import acting

pytestmark = pytest.mark.browser


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
    lead, given = offer("2001", "赵春梅")
    accept_offer(acting(shop.house, "2001"), given)
    mine = phone("2001")
    mine.page.route("**/measured", lambda route: route.abort())
    card = mine.page.locator("article", has_text="赵春梅")
    card.locator("summary", has_text="登记量房").click()
    card.locator("form[action$=measured] button").click()
    mine.marked(WAITS)
    card.locator("summary", has_text="记一次回访").click()
    card.locator("form[action$=follow-ups] [name=note]").fill("说月底签")
    card.locator("form[action$=follow-ups] button").click()
    # The second could go out; it stays behind the first.
    expect(mine.mark.filter(has_text=WAITS)).to_have_count(2)
    before = acts(shop, lead)
    assert "lead.follow_up" not in before
    mine.page.unroute("**/measured")
    mine.press("全部现在再送").sees("回访已记下").nothing_waits()
    assert acts(shop, lead)[len(before) :] == ["lead.measure", "lead.follow_up"]


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
    # The line of what was sent says it; the line of news may say it as well.
    fresh = mine.page.locator("main").get_by_text("看最新的", exact=True)
    fresh.filter(visible=True).first.click()
    mine.sees("已量房，跟到签约")
