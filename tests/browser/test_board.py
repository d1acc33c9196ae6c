"""The wall: 1920 x 1080, everything on it whole and large enough to read from afar."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.services.dispatch.offers import offer_lead
from tests.browser.store import WALL
from tests.people import acting

pytestmark = pytest.mark.browser
MEASURE = """() => {
  const box = (one) => {
    const {left, top, right, bottom} = one.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const says = (one) =>
    [...one.childNodes].some((kid) => kid.nodeType === 3 && kid.data.trim());
  const cut = (one) =>
    getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 1;
  // What found no room is not there; half of it would be.
  const gone = (one) => {
    const room = one.closest(".room");
    return room && box(one)[1] >= box(room)[3];
  };
  return [...document.querySelectorAll(".screen *")]
    .filter((one) => says(one) && one.checkVisibility() && !gone(one))
    .map((one) => ({
      text: one.innerText,
      size: parseFloat(getComputedStyle(one).fontSize),
      cut: cut(one),
      box: box(one),
      room: box(one.closest("li, section, header") ?? document.body),
    }));
}"""


@pytest.fixture(scope="module")
def wall(shop):
    """A busy afternoon: a queue in every tier, a full designer, something overdue."""
    manager = acting(shop.house, "customer_manager")
    for name in ("欧阳倩倩", "诸葛晨曦", "古丽娜尔·买买提", "王敏", "司马光"):
        for tier in ("small", "medium", "large"):
            shop.lead(tier, name=name)
    for _ in range(2):
        offer_lead(manager, shop.lead("large").id)
    shop.lead("small", channel="market", name="董家豪")
    shop.house.clock.advance(timedelta(hours=26))
    page = shop.seat("receptionist", size=WALL)
    page.goto("/board", wait_until="load")
    return page


@pytest.fixture
def texts(wall):
    return wall.evaluate(MEASURE)


def test_the_picture_fills_the_screen_without_scrolling(wall):
    size = wall.evaluate(
        "(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])"
        "(document.documentElement)"
    )
    assert size == [1920, 1080]


def test_nothing_is_cut_off(texts):
    assert [one["text"] for one in texts if one["cut"]] == []
    assert [one["text"] for one in texts if not inside(one["box"], one["room"])] == []


def inside(box, room):
    left, top, right, bottom = box
    at_least = left >= room[0] - 1 and top >= room[1] - 1
    return at_least and right <= room[2] + 1 and bottom <= room[3] + 1


def test_no_text_is_smaller_than_32_pixels(texts):
    assert len(texts) > 60
    assert [one["text"] for one in texts if one["size"] < 32] == []


@pytest.mark.parametrize(
    "figures", [".flaps dd", ".tier > span", ".late > b", ".clock"]
)
def test_the_figures_are_at_least_72_pixels_high(wall, figures):
    sizes = wall.eval_on_selector_all(
        figures, "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert sizes and min(sizes) >= 72


def test_clients_are_masked_and_staff_are_not(wall):
    tier = wall.locator(".tier").first
    expect(tier).to_contain_text("欧阳**")
    expect(tier).not_to_contain_text("欧阳倩倩")
    expect(wall.locator(".flaps")).to_contain_text("曹一鸣")


def test_the_picture_is_fetched_again_and_tells_its_age(wall, shop):
    with wall.expect_response("**/board/rows", timeout=8000):
        pass
    expect(wall.locator("#age")).to_contain_text("秒前")
