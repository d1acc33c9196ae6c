"""What waits on a phone waits for one person: through his log-ins, for nobody else."""

import pytest
from playwright.sync_api import expect

from tests.browser.phones import KEPT, WAITS, accepted

pytestmark = pytest.mark.browser


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
