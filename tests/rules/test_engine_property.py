"""The engine finds the same rows as the reference, whatever the table and the fact."""

import logging
from random import Random

import pytest

from portal.rules.encode import encode
from portal.rules.engine import EngineMatcher
from portal.rules.evaluate import ReferenceMatcher
from portal.rules.shards import shards_of
from tests.rules.random_tables import random_table, random_values

TABLES = 100
FACTS_A_TABLE = 200


@pytest.mark.parametrize("seed", range(TABLES))
def test_engine_and_reference_find_the_same_rows(seed, caplog):
    random = Random(seed)
    made = random_table(random)
    rows = made.versions[0].rows
    reference, engine = ReferenceMatcher(rows), EngineMatcher(rows, made.tested)
    for _ in range(FACTS_A_TABLE):
        values = random_values(random, made)
        assert engine.match(values) == reference.match(values), values
    engine.close()
    # A shard that fails is answered for by the reference, which would prove nothing.
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


def test_the_random_tables_really_ask_the_engine():
    asked = odd = most_shards = 0
    for seed in range(TABLES):
        made = random_table(Random(seed))
        shards = shards_of(encode(made.tested, made.versions[0].rows).boxes)
        asked += len(made.versions[0].rows)
        odd += len(shards.odd)
        most_shards = max(most_shards, len(shards.definitions))
    assert odd < asked / 100
    assert most_shards > 2
