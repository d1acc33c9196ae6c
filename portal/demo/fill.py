"""Fills a demo house: three months of work by the same services people use."""

from datetime import date, datetime, timedelta

from portal.clock import MovingClock, business_date
from portal.db import Database
from portal.demo.cast import PASSWORD, STORES, Store
from portal.demo.clients import Crowd
from portal.demo.days import plan_day
from portal.demo.stories import client_story
from portal.demo.town import Timeline, Town, hurried
from portal.rules.library import Library
from portal.services import people
from portal.services.devices import pair_device
from portal.services.house import House
from portal.services.people.passwords import hash_password
from portal.services.use_case import Act
from portal.settings import Settings
from portal.words import SOURCE_LOCALE

DAYS = 91
BUSY_DAYS = 8  # the week before is a busy one
# Clients a day: a large store, a small one; the last day is a busy one.
PACE = {"jincheng": (1, 2), "nanmen": (0, 1)}
LAST_DAY = {"jincheng": 11, "nanmen": 3}
FOUNDED = date(2020, 3, 1)


def fill(
    settings: Settings,
    db: Database,
    library: Library,
    now: datetime,
    seed: int,
    days: int = DAYS,
) -> House:
    """Both stores with what happened in the `days` until `now` (aware)."""
    clock = MovingClock(now - timedelta(days=days))
    house = House(settings, db, library, clock)
    house.keep_rule_texts()
    hashed = hash_password(PASSWORD)  # one for all: hashing is slow on purpose
    for store in STORES:
        _open_store(house, store, hashed)
    timeline = Timeline(clock)
    for store in STORES:
        _plan(Town(house, clock, store, seed), timeline, now, days)
    timeline.run(now)
    return house


def hang_wall(house: House) -> str:
    """Pair a screen of the first store that shows the board; the token of its link."""
    site = people.site_of(house, STORES[0].code)
    act = Act(house, people.the_house(site), channel="demo")
    return pair_device(act, "大厅屏", "board", SOURCE_LOCALE).token


def _plan(town: Town, timeline: Timeline, now: datetime, days: int) -> None:
    crowd = Crowd(town.random)
    today = business_date(now, town.house.zone)
    low, high = PACE[town.store.code]
    for back in range(days, 0, -1):
        day = today - timedelta(days=back)
        busy = 2 if back < BUSY_DAYS else 1
        plan_day(town, timeline, crowd, day, town.random.randint(low, high) * busy)
    plan_day(town, timeline, crowd, today, LAST_DAY[town.store.code] // 2)
    _rush(town, timeline, crowd, now, LAST_DAY[town.store.code])


def _rush(
    town: Town, timeline: Timeline, crowd: Crowd, now: datetime, clients: int
) -> None:
    """The last hour: clients come faster than they can be handed out."""
    for place in range(clients):
        minutes = 55 * (clients - place) / clients
        at = now - timedelta(minutes=minutes)
        newcomer = crowd.next(business_date(at, town.house.zone))
        timeline.add(at, hurried(town, client_story(town, newcomer)))


def _open_store(house: House, store: Store, hashed: str) -> None:
    """The site, its people, their roles, grades and log-ins."""
    site = people.add_site(house, store.code, store.name)
    act = Act(house, people.the_house(site), channel="demo")
    for member in store.people:
        people.add_staff(act, member.no, member.name, member.post, None, FOUNDED)
        people.give_role(act, member.no, member.post, FOUNDED)
        if member.grade:
            people.set_grade(act, member.no, member.grade, FOUNDED, "入职定级")
        if member.login:
            people.add_account_with_hash(act, member.no, member.login, hashed)
