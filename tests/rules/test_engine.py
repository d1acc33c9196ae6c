"""The engine beside the reference: same answers, and a way out when it fails."""

import logging
import re

import pytest

from portal.rules import engine
from portal.rules.cell import parse_cell
from portal.rules.engine import EngineMatcher
from portal.rules.errors import Position
from portal.rules.evaluate import ReferenceMatcher, decide
from portal.rules.load import load_text
from portal.rules.selfcheck import self_check
from portal.rules.shards import ROWS_PER_SHARD, TESTS_PER_SHARD, shards_of
from portal.rules.table import Column, Row
from tests.rules.folder import TIER, Folder

SIZE = Column("size", "数", "integer", nullable=True)


def rows_of(*cells):
    at = Position("rules/made/table.yaml", 1, 1)
    return [
        Row(f"r{n}", {"size": parse_cell(text, SIZE)}, {}, (), "", at)
        for n, text in enumerate(cells)
    ]


@pytest.fixture
def matcher():
    made = EngineMatcher(rows_of("< 5", "[3..9)", "null", "-"), {"size": SIZE})
    yield made
    made.close()


def test_engine_and_reference_agree_on_every_shipped_example(shipped_rules):
    asked = 0
    for bound in shipped_rules.values():
        for version in bound.versions:
            matcher = bound.matchers[version.hash]
            plain = type(bound)(
                bound.table, {version.hash: matcher.reference}, shipped_rules
            )
            for example in version.examples:
                one = decide(bound, example.given, version.since)
                other = decide(plain, example.given, version.since)
                assert (one.rows, one.outcome) == (other.rows, other.outcome)
                asked += 1
    assert asked > 100


def test_every_shipped_version_passes_its_self_check(shipped_rules):
    for bound in shipped_rules.values():
        for version in bound.versions:
            matcher = bound.matchers[version.hash]
            assert self_check(bound.table, version, matcher) == []


def test_the_self_check_finds_an_engine_that_answers_wrongly(tmp_path):
    bound = Folder(tmp_path).house().open().rules()["dispatch.tier"]
    version = bound.versions[0]
    text = TIER.replace('"< 30000"', '"<= 30000"').replace("[30000", "(30000")
    moved = load_text(text, "x", "dispatch.tier").versions[0]
    wrong = EngineMatcher(moved.rows, bound.table.tested)
    wrong.reference = ReferenceMatcher(version.rows)
    (finding,) = self_check(bound.table, version, wrong)
    assert (finding.kind, finding.version) == ("engine", "2025-01-01")
    assert "amount = 30000" in finding.message
    wrong.close()


def test_rows_match_by_number(matcher):
    assert matcher.match({"size": 4}) == [0, 1, 3]
    assert matcher.match({"size": 9}) == [3]
    assert matcher.match({"size": None}) == [2, 3]


def test_a_closed_matcher_answers_from_the_reference(matcher):
    matcher.close()
    matcher.close()
    assert matcher.match({"size": 4}) == [0, 1, 3]


def test_a_shard_that_fails_is_rebuilt_while_the_reference_answers(
    matcher, monkeypatch, caplog
):
    real = engine.durable_rules_engine.start_action_for_state
    calls = []

    def broken(handle, state):
        calls.append(handle)
        if len(calls) == 1:
            raise RuntimeError("302")
        return real(handle, state)

    monkeypatch.setattr(engine.durable_rules_engine, "start_action_for_state", broken)
    before = list(matcher._handles)
    with caplog.at_level(logging.ERROR, "portal.rules"):
        assert matcher.match({"size": 4}) == [0, 1, 3]
    assert "the reference answers" in caplog.text
    assert matcher._handles != before
    monkeypatch.undo()
    asked = []
    matcher.reference.match = lambda values: asked.append(values)
    assert matcher.match({"size": 4}) == [0, 1, 3]
    assert asked == []


def test_a_shard_that_cannot_be_rebuilt_leaves_the_reference_in_charge(
    matcher, monkeypatch, caplog
):
    def broken(*_):
        raise RuntimeError("out of order")

    with monkeypatch.context() as patch:
        patch.setattr(engine.durable_rules_engine, "assert_fact", broken)
        patch.setattr(engine.durable_rules_engine, "create_ruleset", broken)
        assert matcher.match({"size": 4}) == [0, 1, 3]
    assert "cannot be rebuilt" in caplog.text
    assert matcher.match({"size": 9}) == [3]


def test_an_interrupt_is_passed_on_but_leaves_a_sound_matcher(matcher, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(engine, "_drain", interrupted)
        with pytest.raises(KeyboardInterrupt):
            matcher.match({"size": 4})
    assert matcher.match({"size": 4}) == [0, 1, 3]


def many(count, text):
    return EngineMatcher(
        rows_of(*(text.format(n=n) for n in range(count))), {"size": SIZE}
    )


def test_a_large_table_is_cut_into_shards_the_engine_can_hold():
    matcher = many(200, "> {n}")
    shards = shards_of(matcher.encoded.boxes)
    assert len(shards.definitions) == 4
    assert all(len(one) <= ROWS_PER_SHARD + 1 for one in shards.definitions)
    assert matcher.match({"size": 150}) == list(range(150))
    matcher.close()


def test_rows_of_many_ranges_share_a_shard_only_while_their_tests_fit():
    text = ",".join(f"[1{{n:02}}{k}0..1{{n:02}}{k}5]" for k in range(1, 10))
    matcher = many(90, text)
    for one in shards_of(matcher.encoded.boxes).definitions:
        rules = [name for name in one if name != "w"]
        assert len(rules) * 18 <= TESTS_PER_SHARD
    values = (11555, 11556, 17210, 18995, 5, None)
    for value in values:
        found = matcher.match({"size": value})
        assert found == matcher.reference.match({"size": value})
    matcher.close()


def test_a_row_too_broken_for_the_engine_is_matched_beside_it():
    columns = {f"k{n}": Column(f"k{n}", "数", "integer") for n in range(8)}
    text = "not(" + ",".join(str(n) for n in range(0, 60, 3)) + ")"
    cells = {name: parse_cell(text, column) for name, column in columns.items()}
    row = Row("odd", cells, {}, (), "", Position("x", 1, 1))
    matcher = EngineMatcher([row], columns)
    assert shards_of(matcher.encoded.boxes).odd == (0,)
    assert matcher.match(dict.fromkeys(columns, 4)) == [0]
    assert matcher.match({**dict.fromkeys(columns, 4), "k7": 6}) == []
    matcher.close()


def test_a_row_of_many_wide_ranges_is_split_into_rows_that_mean_the_same():
    """A constant of another row between each two of its own makes its ranges wide."""
    text = "not(" + ",".join(str(n) for n in range(0, 120, 3)) + ")"
    others = [str(n) for n in range(1, 120, 3)]
    matcher = EngineMatcher(rows_of(text, *others), {"size": SIZE})
    shards = shards_of(matcher.encoded.boxes)
    pieces = [n for one in shards.definitions for n in one if n.startswith("0.")]
    assert (shards.odd, len(pieces)) == ((), 4)
    for value in (*range(-1, 122), None):
        values = {"size": value}
        assert matcher.match(values) == matcher.reference.match(values)
    matcher.close()


def test_only_integers_cross_into_the_engine(matcher, monkeypatch):
    seen = []
    real = engine.durable_rules_engine.assert_fact

    def watch(handle, fact):
        seen.append(fact)
        return real(handle, fact)

    monkeypatch.setattr(engine.durable_rules_engine, "assert_fact", watch)
    for value in (10**40, -(10**40), 4, None):
        matcher.match({"size": value})
    assert len(seen) == 4
    assert all(re.fullmatch(r'\{"c0":-?\d{1,2},"id":"\d+"\}', fact) for fact in seen)
