"""Two desks, one lead: exactly one wins, and the same test fails without the lock.

`make soak` runs the whole counts (tests/soak/races.py).
"""

from random import Random

import pytest
from sqlmodel import func, select

from portal.models.dispatch import COUNTED, Offer
from tests.factories import open_house
from tests.soak.operations import Wrong, operations
from tests.soak.races import MOST_CLIENTS, Broken, race, races, racing_store
from tests.support.crowd import Crowd
from tests.support.ledger import CAPS
from tests.support.mutants import (
    UnboundDatabase,
    UnlockedDatabase,
    tables_without_wall,
)

RACES = 80
OPERATIONS = 600
# A mutant that survives so many is not noticed.
MUTANT_RACES = 30
MUTANT_OPERATIONS = 2000


@pytest.fixture
def build(engine_url, library, tmp_path):
    """build(database=..., tables=...) -> a house on an empty database of each kind."""
    houses = []

    def make(**parts):
        house = open_house(engine_url, tmp_path, library=library, **parts)
        houses.append(house)
        return house

    yield make
    for house in houses:
        house.db.close()


def test_of_many_clients_for_one_lead_one_wins_and_the_others_learn_who_and_when(build):
    outcomes = races(build(), RACES)
    assert outcomes["Offered"] + outcomes["Awaiting"] == RACES
    assert outcomes["LostRace"] > RACES


def test_whatever_eight_threads_do_no_cap_is_ever_exceeded(build):
    outcomes = operations(build(), OPERATIONS)
    assert outcomes.total() == OPERATIONS
    done = {act for act, kind in outcomes if kind in ("Offered", "Awaiting", "Done")}
    assert done >= {"offer", "force", "agree", "accept", "decline", "withdraw"}
    assert done >= {"reassign", "measure", "sign", "leave", "settle"}


@pytest.mark.parametrize("database", [UnlockedDatabase, UnboundDatabase])
def test_without_lock_and_wall_the_races_do_not_pass(build, database):
    mutant = build(database=database, tables=tables_without_wall)
    with pytest.raises(Broken):
        races(mutant, MUTANT_RACES)


def test_without_lock_and_wall_the_random_operations_do_not_pass(build):
    mutant = build(database=UnlockedDatabase, tables=tables_without_wall)
    with pytest.raises(Wrong):
        operations(mutant, MUTANT_OPERATIONS)


def test_with_the_lock_alone_taken_out_the_wall_still_holds(build):
    """Clients may be told nonsense then, but no cap breaks and no lead goes twice."""
    house = build(database=UnlockedDatabase)
    store = racing_store(house, "unlocked")
    told_wrong = 0
    with Crowd(MOST_CLIENTS) as crowd:
        for n in range(MUTANT_RACES):
            told_wrong += is_broken(crowd, store, n)
    assert told_wrong, "the lock was not taken out"
    assert worst(house, Offer.designer_id, Offer.day) <= CAPS["day"]
    assert worst(house, Offer.designer_id, Offer.week) <= CAPS["week"]
    assert worst(house, Offer.holds_lead) == 1


def is_broken(crowd, store, seed):
    """Whether the race ended otherwise than it should."""
    try:
        race(crowd, store, Random(seed))
    except Broken:
        return True
    return False


def worst(house, *columns):
    """The most counted offers that share these columns."""
    counted = (
        select(func.count().label("n"))
        .where(Offer.state.in_(COUNTED))
        .group_by(*columns)
        .subquery()
    )
    with house.db.reading() as session:
        return session.exec(select(func.max(counted.c.n))).one()
