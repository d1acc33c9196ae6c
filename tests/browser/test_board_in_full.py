"""The wall on its fullest and emptiest days, in every language: whole and readable."""

import shutil
from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import expect

from portal.app import create_app
from portal.clock import MovingClock
from portal.db import Database
from portal.models.people import Staff
from portal.services import people
from portal.services.dispatch.offers import offer_lead
from portal.services.house import House
from portal.words import LANGUAGES
from tests.browser.store import LONG_NAME, Shop
from tests.browser.test_board import MEASURE, inside
from tests.people import JOINED, NOON, acting, serving, settings_at
from tests.support.wall import open_wall

pytestmark = pytest.mark.browser
LONGEST = "欧阳娜娜·阿卜杜"
MORE_DESIGNERS = (LONGEST, LONG_NAME, *(f"设计{n}" for n in "甲乙丙丁戊己庚辛"))
TIERS = ("small", "medium", "large")
# Every text against what lies behind it, as WCAG reckons it.
CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const says = (one) =>
    [...one.childNodes].some((kid) => kid.nodeType === 3 && kid.data.trim());
  return [...document.querySelectorAll(".screen *")]
    .filter((one) => says(one) && one.checkVisibility())
    .map((one) => {
      const [a, b] = [light(rgb(getComputedStyle(one).color)), light(behind(one))];
      return [one.innerText, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
}"""


class Hall:
    """A store with walls in it."""

    def __init__(self, shop):
        self.shop = shop
        self._walls = {}

    def wall(self, locale="zh_Hans"):
        """The screen of this language, freshly opened."""
        if locale not in self._walls:
            admin = acting(self.shop.house, "admin")
            self._walls[locale] = open_wall(
                self.shop.chromium, self.shop.address, admin, locale
            )
        page = self._walls[locale].page
        page.goto(f"{self.shop.address}/board", wait_until="load")
        return page

    def close(self):
        for one in self._walls.values():
            one.context.close()
        self.shop.close()


@pytest.fixture(scope="module")
def hall_of(furnished, library, chromium, tmp_path_factory):
    """hall_of(fill) -> Hall: the cast's store, filled, served."""
    opened, numbers = [], count()

    def open_hall(fill):
        folder = tmp_path_factory.mktemp(f"hall{next(numbers)}")
        shutil.copy(furnished, folder / "house.db")
        url = f"sqlite:///{folder / 'house.db'}"
        settings = settings_at(folder, url)
        house = House(settings, Database(url), library, MovingClock(NOON))
        served = serving(create_app(house=house))
        shop = Shop(house, served.__enter__(), chromium)
        opened.append((Hall(shop), served, house))
        fill(shop)
        return opened[-1][0]

    yield open_hall
    for hall, served, house in reversed(opened):
        hall.close()
        served.__exit__(None, None, None)
        house.db.close()


def fill_up(shop):
    """More designers than a page holds, long names, a full one, a hundred leads."""
    admin = acting(shop.house, "admin")
    for number, name in enumerate(MORE_DESIGNERS, 3001):
        people.add_staff(admin, str(number), name, "designer", joined_on=JOINED)
        people.give_role(admin, str(number), "designer", JOINED)
        people.set_grade(admin, str(number), "designer", JOINED)
    manager = acting(shop.house, "customer_manager")
    for number in ("3001", "3001", "3002"):
        offer_lead(manager, shop.lead("small").id, number, "客户点名")
    for number in range(102):
        shop.lead(TIERS[number % 3 if number < 6 else 0], name=LONGEST)
    shop.house.clock.advance(timedelta(hours=23, minutes=59))


def empty_out(shop):
    """The first evening: nobody is there, nothing waits, nothing is owed."""
    manager, now = acting(shop.house, "customer_manager"), shop.house.clock.now()
    for one in shop.rows(Staff):
        people.set_away(manager, one.staff_no, now, now + timedelta(hours=14))


@pytest.fixture(scope="module")
def full(hall_of):
    return hall_of(fill_up)


@pytest.fixture(scope="module")
def empty(hall_of):
    return hall_of(empty_out)


@pytest.fixture(params=["full", "empty"])
def hall(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_everything_is_whole_and_large_enough_in_every_language(hall, locale):
    page = hall.wall(locale)
    pages = max(1, page.locator(".flaps").count())
    for at in range(pages):
        show_page(page, at)
        texts = page.evaluate(MEASURE)
        assert [one["text"] for one in texts if one["size"] < 32] == []
        assert [one["text"] for one in texts if one["cut"]] == []
        assert [one for one in texts if not inside(one["box"], one["room"])] == []
    figures = page.eval_on_selector_all(
        ".flaps dd, .tier > span, .late > b, .clock",
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))",
    )
    assert min(figures) >= 72
    assert page.evaluate(
        "(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])"
        "(document.documentElement)"
    ) == [1920, 1080]


def show_page(page, at):
    page.eval_on_selector_all(
        ".flaps", "(all, at) => all.forEach((one, n) => { one.hidden = n !== at; })", at
    )


def test_every_text_stands_out_from_what_lies_behind_it(hall):
    page = hall.wall()
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 30
    assert [one for one in contrasts if one[1] < 7] == []


def test_a_hundred_leads_are_a_count_the_longest_waits_and_a_rest(full):
    page = full.wall()
    expect(page.locator(".heads")).to_contain_text("待派 102 单")
    small = page.locator(".tier").last
    expect(small).to_contain_text("另 96 单")
    expect(small.locator("p i")).to_have_count(2)


def test_pages_of_twelve_take_turns_and_whoever_is_next_is_on_each(full):
    page = full.wall()
    expect(page.locator("#page")).to_have_text("第 1 / 2 页")
    seen = [page.locator(".flaps").nth(at).locator("li").count() for at in (0, 1)]
    assert max(seen) == 12
    turns = [page.locator(".flaps").nth(at).locator(".next").count() for at in (0, 1)]
    assert turns[0] == turns[1] >= 1


def test_the_pages_turn_every_fifteen_seconds_and_stay_turned(full):
    page = full.wall()
    page.clock.install()
    page.goto(f"{full.shop.address}/board", wait_until="load")
    assert page.is_visible("#flaps-1")
    page.clock.run_for("00:16")
    page.wait_for_selector("#flaps-2", state="visible")
    # What is fetched says the first page again; the wall stays where it was.
    with page.expect_response("**/board/rows"):
        page.clock.run_for("00:03")
    page.wait_for_selector("#flaps-2", state="visible")
    assert page.is_hidden("#flaps-1")
    expect(page.locator("#page")).to_have_text("第 2 / 2 页")


def test_an_empty_evening_says_that_all_is_well(empty):
    page = empty.wall()
    expect(page.locator(".tier").first).to_contain_text("没有等派的单")
    expect(page.locator(".late")).to_contain_text("没有到期未办的事")
    expect(page.locator(".late")).to_contain_text("●")
    expect(page.locator(".duty")).to_contain_text("在店 0 人")
