"""One served store for each module, somebody at every desk, and a quiet console."""

import shutil

import pytest

from portal.app import create_app
from portal.clock import MovingClock
from portal.db import Database
from portal.services.house import House
from tests.browser.store import Shop
from tests.people import NOON, serving, settings_at


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
