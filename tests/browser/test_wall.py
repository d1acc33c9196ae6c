"""A screen in the hall: live without a log-in, honest when cut, stopped from afar."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from portal.models.devices import Device
from portal.services import devices
from tests.browser.hands import Hands
from tests.people import acting
from tests.support.wall import open_wall

pytestmark = pytest.mark.browser
EVERY_POLL = 2  # seconds
EVENTS = 5
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def wall(shop):
    """A screen of this test's own, paired by its link."""
    opened = open_wall(shop.chromium, shop.address, acting(shop.house, "admin"))
    expect(opened.page.locator("#board")).to_be_visible()
    yield opened
    opened.context.close()


def test_a_new_lead_is_on_the_wall_before_it_would_have_asked_by_itself(shop, wall):
    waits = []
    for _ in range(EVENTS):
        shop.lead("small")
        began = time.perf_counter()
        fresh = wall.live_after(began, EVERY_POLL * 2)
        assert fresh is not None
        waits.append(fresh)
    # By asking alone half of them would take longer than a second.
    assert max(waits) < EVERY_POLL / 2 + 0.5
    assert sum(waits) / EVENTS < EVERY_POLL / 4


def test_an_unchanged_picture_is_not_sent_again(wall):
    with wall.page.expect_response(lambda one: one.status == 304, timeout=20_000):
        pass
    expect(wall.page.locator("html.offline")).to_have_count(0)


def test_the_wall_says_since_when_it_is_cut_off_and_takes_the_colour_out(wall):
    wall.context.set_offline(True)
    assert wall.offline_after(time.perf_counter(), 5) is not None
    cut = wall.page.locator("#cut")
    expect(cut).to_be_visible()
    expect(cut).to_contain_text("断线")
    # The house's clock stands at ten in this test; the wall counts on from there.
    expect(cut.locator("time")).to_contain_text("10:")
    grey = wall.page.evaluate(
        "getComputedStyle(document.querySelector('.flaps p .st')).color"
    )
    assert grey == wall.page.evaluate(
        "getComputedStyle(document.querySelector('.flaps dt')).color"
    )
    expect(wall.page.locator(".turn:visible")).to_have_count(0)
    wall.context.set_offline(False)
    assert wall.live_after(time.perf_counter(), 10) is not None


def test_a_screen_that_is_stopped_says_so_within_five_seconds(shop, wall):
    admin = acting(shop.house, "admin")
    began = time.perf_counter()
    devices.revoke_device(admin, shop.latest(Device).id)
    expect(wall.page.locator(".stopped")).to_be_visible(timeout=5000)
    assert time.perf_counter() - began < 5
    expect(wall.page.locator(".stopped")).to_contain_text("已停用：卫平")
    expect(wall.page.locator("#code")).to_be_focused()


@pytest.mark.parametrize("path", ["/board", "/pair", "/devices", "/devices/{id}"])
def test_the_pages_of_screens_are_accessible(shop, wall, path):
    page = wall.page if path == "/board" else shop.seat("admin")
    page.goto(f"{shop.address}{path}".format(id=shop.latest(Device).id))
    told = Axe().run(page, options={"runOnly": WCAG})
    assert told.violations_count == 0, told.generate_report()


def test_a_screen_is_paired_by_keyboard_alone(shop):
    hands = Hands(shop.seat("admin")).open("/devices")
    hands.tab_into("name").write("三楼屏")
    with hands.page.expect_navigation(wait_until="load"):
        hands.press("Control+Enter")
    code = hands.page.locator(".code").inner_text()
    expect(hands.page.locator("svg.qr")).to_be_visible()
    screen = Hands(shop.seat(None)).open("/pair").write(code).go("Enter")
    screen.on("**/board").sees("派单看板", within="h1")


def test_a_screen_works_without_scripts(shop):
    made = devices.pair_device(acting(shop.house, "admin"), "旧屏", "board", "zh_Hant")
    page = shop.seat(None, scripts=False)
    page.goto(f"{shop.address}{devices.LINK}{made.token}")
    expect(page.locator("h1")).to_contain_text("派單看板")
