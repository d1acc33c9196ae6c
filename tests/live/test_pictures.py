"""The board is made once for a state of the house, and every screen gets the same."""

import asyncio
from datetime import timedelta

import pytest

from portal.routes.frame.shared import Look, Newest
from portal.services.dispatch.offers import offer_lead
from portal.services.house import House
from portal.services.use_case import Act
from tests.live.acts import register
from tests.support.loops import run_apart

ROWS = "/board/rows"


@pytest.fixture
def screen(desk_of):
    return desk_of("receptionist").client


def test_every_screen_gets_the_same_bytes(desk_of):
    one, other = desk_of("receptionist").client, desk_of("2001").client
    first, second = one.get(ROWS), other.get(ROWS)
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_a_screen_that_has_the_picture_gets_none_again(screen):
    known = screen.get(ROWS).headers["etag"]
    again = screen.get(ROWS, headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    other = screen.get(ROWS, headers={"If-None-Match": '"another"'})
    assert other.status_code == 200


def test_the_picture_is_what_a_fresh_page_shows(screen):
    picture = screen.get(ROWS).text.strip()
    assert picture in screen.get("/board").text


def test_an_act_is_on_the_board_with_the_next_question(act_as, screen):
    lead = register(act_as("receptionist"))
    before = screen.get(ROWS).text
    offer_lead(act_as("customer_manager"), lead)
    after = screen.get(ROWS).text
    assert (before.count("待派 1 单"), after.count("待派 0 单")) == (1, 1)


def test_waits_grow_without_an_act(clock, act_as, screen):
    register(act_as("receptionist"))
    before = screen.get(ROWS)
    clock.advance(timedelta(seconds=4))
    assert screen.get(ROWS).content == before.content
    clock.advance(timedelta(minutes=1))
    assert screen.get(ROWS).content != before.content


def test_each_language_has_a_picture_of_its_own(desk_of):
    chinese, english = desk_of("receptionist").client, desk_of("2001").client
    english.cookies.set("language", "en")
    assert english.get(ROWS).content != chinese.get(ROWS).content
    assert english.get(ROWS).text.strip() in english.get("/board").text


def test_five_hundred_questions_at_once_make_it_once():
    made = []

    async def make():
        made.append(1)
        await asyncio.sleep(0)
        return "picture"

    async def ask_all():
        newest = Newest()
        return await asyncio.gather(*(newest.get("board", 1, make) for _ in range(500)))

    assert run_apart(ask_all()) == ["picture"] * 500
    assert len(made) == 1


def test_who_goes_away_does_not_take_the_picture_from_the_others():
    async def story():
        go_on = asyncio.Event()

        async def make():
            await go_on.wait()
            return "picture"

        newest = Newest()
        leaves = asyncio.create_task(newest.get("board", 1, make))
        stays = asyncio.create_task(newest.get("board", 1, make))
        await asyncio.sleep(0)
        leaves.cancel()
        await asyncio.wait([leaves])
        go_on.set()
        return await stays

    assert run_apart(story()) == "picture"


def test_a_picture_that_could_not_be_made_is_made_again():
    async def story():
        answers = iter([RuntimeError("away"), "picture"])

        async def make():
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        newest = Newest()
        with pytest.raises(RuntimeError):
            await newest.get("board", 1, make)
        return await newest.get("board", 1, make)

    assert run_apart(story()) == "picture"


def test_an_old_picture_never_replaces_a_newer_one():
    async def story():
        slow = asyncio.Event()

        async def make_old():
            await slow.wait()
            return "old"

        async def make_new():
            return "new"

        async def make_again():
            return "made again"

        newest = Newest()
        old = asyncio.create_task(newest.get("board", 1, make_old))
        await asyncio.sleep(0)
        assert await newest.get("board", 2, make_new) == "new"
        slow.set()
        assert await old == "old"
        return await newest.get("board", 2, make_again)

    assert run_apart(story()) == "new"


def test_a_look_answers_only_those_who_asked_before_it_began():
    async def story():
        begun = []
        go_on = asyncio.Event()

        async def look():
            begun.append(len(begun))
            await go_on.wait()
            return begun[-1]

        shared = Look(look)
        first = asyncio.create_task(shared.ask())
        while not begun:
            await asyncio.sleep(0)
        late = [asyncio.create_task(shared.ask()) for _ in range(100)]
        await asyncio.sleep(0)
        go_on.set()
        return await first, set(await asyncio.gather(*late)), begun

    assert run_apart(story()) == (0, {1}, [0, 1])


def test_who_heard_of_a_change_elsewhere_is_never_shown_an_older_picture(
    house, act_as, screen
):
    """The event came by another process, and this one hears of it a little later."""
    elsewhere = House(house.settings, house.db, house.library, house.clock)
    assert "待派 0 单" in screen.get(ROWS).text
    register(Act(elsewhere, act_as("receptionist").by))
    heard = str(elsewhere.hub.version(act_as("receptionist").by.site_id))
    picture = screen.get(ROWS, headers={"Last-Event-ID": heard}).text
    assert "待派 1 单" in picture
