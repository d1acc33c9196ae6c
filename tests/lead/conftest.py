"""A store for the idle clock: the desks, six designers, and the manager's hand."""

import pytest

from tests.factories import open_house, open_store
from tests.support.hand import Hand


@pytest.fixture
def store(library, sqlite_url, tmp_path):
    """A store on SQLite, on Monday 1 December 2025 at nine."""
    house = open_house(sqlite_url, tmp_path, library=library)
    yield open_store(house)
    house.db.close()


@pytest.fixture
def hand(store):
    """The store in the customer manager's hand."""
    return Hand(store)
