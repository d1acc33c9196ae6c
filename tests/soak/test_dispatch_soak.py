"""The whole counts of dispatch, by `make soak` only: an hour and more of them."""

import os

import pytest

from portal.rules.library import Library
from tests.factories import RULES
from tests.soak import kills, races
from tests.support.scratch import KINDS

RACES = 10_000
OPERATIONS = 100_000
KILLS = 300

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        os.environ.get("PORTAL_SOAK") != "1", reason="long: runs with PORTAL_SOAK=1"
    ),
]


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_races_have_one_winner_each(kind):
    races.run(kind, RACES, 0, Library(RULES))


@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_thousand_operations_exceed_no_cap(kind):
    races.run(kind, 0, OPERATIONS, Library(RULES))


def test_three_hundred_kills_lose_nothing_and_leave_nothing_by_halves():
    kills.main(["--kills", str(KILLS)])
