"""The whole count of imports, by `make soak` only, and a hundredth of it always."""

import os

import pytest

from tests.soak import imports

long = pytest.mark.skipif(
    os.environ.get("PORTAL_SOAK") != "1", reason="long: runs with PORTAL_SOAK=1"
)
ROWS, SECONDS = 50_000, 30


@pytest.mark.soak
@long
@pytest.mark.parametrize("kind", ["leads", "phones"])
def test_fifty_thousand_rows_are_imported_in_time_and_undone_without_a_trace(kind):
    spent = imports.run(ROWS, kind)
    wall = spent["preview"][0] + spent["import"][0]
    assert wall < SECONDS


@pytest.mark.parametrize("kind", ["leads", "phones"])
def test_five_hundred_rows_are_imported_and_undone_without_a_trace(kind):
    imports.run(ROWS // 100, kind)
