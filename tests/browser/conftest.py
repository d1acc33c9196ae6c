"""One served store for each module, somebody at every desk, and a quiet console."""

import shutil
from datetime import timedelta

import pytest

from portal.app import create_app
from portal.clock import MovingClock
from portal.db import Database
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.house import House
from tests.browser.phones import Phone
from tests.browser.store import Shop
from tests.people import NOON, acting, serving, settings_at


@pytest.fixture(scope="module")
def shop(furnished, library, chromium, tmp_path_factory):
    """The cast's store, served to real browsers on a free port of this machine."""
    folder = tmp_path_factory.mktemp("shop")
    shutil.copy(furnished, folder / "house.db")
    url = f"sqlite:///{folder / 'house.db'}"
    house = House(settings_at(folder, url), Database(url), library, MovingClock(NOON))
    with serving(create_app(house=house)) as address:
        opened = Shop(house, address, chromium)
        yield opened
        opened.close()
    house.db.close()


@pytest.fixture(autouse=True)
def quiet_console(request):
    """After every test: no error on any console, nothing the content policy stopped."""
    yield
    if "shop" in request.fixturenames:
        shop = request.getfixturevalue("shop")
        faults, shop.faults[:] = list(shop.faults), []
        assert faults == []


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
        one.page.goto("about:blank")
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
    # A week later the caps of the day and of the week are free again.
    shop.house.clock.advance(timedelta(days=7))
