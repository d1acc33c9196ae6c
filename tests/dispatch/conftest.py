"""A store for dispatch: the desks, six designers, leads that have all they need."""

import pytest

from tests.factories import open_house, open_store
from tests.support.hand import Hand


@pytest.fixture
def store(library, sqlite_url, tmp_path):
    """A store on SQLite, on Monday 1 December 2025 at nine: low season."""
    yield from _opened(sqlite_url, tmp_path, library)


@pytest.fixture
def any_store(library, engine_url, tmp_path):
    """The same store, once on SQLite and once on PostgreSQL."""
    yield from _opened(engine_url, tmp_path, library)


def _opened(url, folder, library):
    house = open_house(url, folder, library=library)
    yield open_store(house)
    house.db.close()


@pytest.fixture
def hand(store):
    """The store of `store` in the customer manager's hand."""
    return Hand(store)


@pytest.fixture
def any_hand(any_store):
    """The store of `any_store` in the customer manager's hand."""
    return Hand(any_store)
