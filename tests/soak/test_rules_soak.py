"""The whole counts of the rule engine, by `make soak` only: some minutes each."""

import os

import pytest

from tests.soak import rules

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        os.environ.get("PORTAL_SOAK") != "1", reason="long: runs with PORTAL_SOAK=1"
    ),
]


def test_a_million_random_facts_find_the_same_rows_in_engine_and_reference():
    rules.pairs(1_000_000)


def test_a_million_decisions_hold_no_more_memory_than_the_first_ones():
    rules.evaluations(1_000_000)


def test_a_thousand_hot_reloads_hold_no_more_memory_than_the_first_ones():
    rules.reloads(1_000)
