"""The wall's promises under cuts and events: a few here, the whole in `make soak`."""

import os

import pytest

from tests.soak.cuts import KINDS, LIVE_WITHIN, SAID_WITHIN, cuts
from tests.soak.heap import MOST_GROWTH, heap

CUTS, EVENTS = 1_000, 100_000
WALLS = 4
in_full = pytest.mark.skipif(
    os.environ.get("PORTAL_SOAK") != "1", reason="long: runs with PORTAL_SOAK=1"
)


@pytest.mark.browser
def test_each_kind_of_cut_is_told_and_passes(chromium):
    done, said, live = cuts(chromium, len(KINDS), kinds=KINDS)
    assert done == {kind.__name__: 1 for kind in KINDS}
    assert 0 < said < SAID_WITHIN
    assert 0 < live < LIVE_WITHIN


@pytest.mark.browser
def test_events_leave_nothing_behind_in_the_browser(chromium):
    grown, fetched = heap(chromium, EVENTS // 100)
    assert grown < MOST_GROWTH
    assert fetched > 0


@pytest.mark.soak
@in_full
def test_a_thousand_cuts_are_told_and_pass(chromium):
    done, said, live = cuts(chromium, CUTS, screens=WALLS)
    assert done.total() >= CUTS
    assert max(said, live) < LIVE_WITHIN


@pytest.mark.soak
@in_full
def test_a_hundred_thousand_events_leave_nothing_behind(chromium):
    assert heap(chromium, EVENTS)[0] < MOST_GROWTH
