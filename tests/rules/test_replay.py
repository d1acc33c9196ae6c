"""A kept decision decided again, from kept texts alone."""

import json
from datetime import date
from decimal import Decimal

import pytest

from portal.rules.errors import NotDecided
from portal.rules.evaluate import decide
from portal.rules.explain import explain
from portal.rules.replay import Kept, TextTampered, replay
from tests.rules.folder import DAY, LIMITS, TIER, Folder, version_lines

POINTS = """\
title: 绩效
hit: unique
inputs:
  points: {label: 点数, type: number, min: 0}
outputs:
  amount: {label: 绩效, type: money}
versions:
  - since: 2025-01-01
    rows:
      - {id: all, then: {amount: "= round_half_up(points * 270.005, 2)"}, note: 定}
"""


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path).house()


@pytest.fixture
def library(folder):
    folder.write("pay/points.yaml", POINTS)
    library = folder.open()
    yield library
    library.close()


def texts(library):
    return {one.hash: one.text for one in library.texts()}


def kept(decision, on=DAY):
    """As it comes back from a JSON column of a database."""
    row = json.loads(json.dumps(decision.kept()))
    return Kept(
        table=row["table"],
        on=on,
        version=row["version"],
        hash=row["hash"],
        uses=row["uses"],
        facts=row["facts"],
        rows=row["rows"],
        outcome=row["outcome"],
    )


def ask(library, table, **facts):
    return decide(library.rules()[table], facts, DAY)


def test_the_same_answer_comes_out_again(library):
    decision = ask(library, "dispatch.load", season="low", received_today=2)
    again = replay(kept(decision), texts(library).__getitem__)
    assert (again.same, again.differences) == (True, [])
    assert again.decision == decision


def test_fractions_come_back_exactly(library):
    decision = ask(library, "pay.points", points="17.1")
    assert decision.one["amount"] == Decimal("4617.09")
    assert replay(kept(decision), texts(library).__getitem__).same


def test_a_newer_version_in_the_file_changes_nothing(folder, library):
    decision = ask(library, "dispatch.tier", amount=55000)
    store = texts(library)
    newer = version_lines(TIER, "2025-06-01").replace("50000", "60000")
    folder.write("dispatch/tier.yaml", TIER + newer)
    library.refresh(DAY, lambda *_: True)
    assert ask(library, "dispatch.tier", amount=55000).rows == ["medium"]
    again = replay(kept(decision), store.__getitem__)
    assert (again.same, again.decision.rows) == (True, ["large"])


def test_the_required_table_answers_as_it_did(folder, library):
    decision = ask(library, "dispatch.load", season="low", received_today=1)
    store = texts(library)
    newer = version_lines(LIMITS, "2025-06-01").replace("day: 2", "day: 1")
    folder.write("dispatch/limits.yaml", LIMITS + newer)
    library.refresh(DAY, lambda *_: True)
    again_now = ask(library, "dispatch.load", season="low", received_today=1)
    assert again_now.rows == ["full"]
    assert replay(kept(decision), store.__getitem__).same


def test_a_site_s_own_table_is_replayed_with_its_text(folder):
    text = LIMITS.replace("day: 2", "day: 1")
    folder.write("sites/nanmen/dispatch/limits.yaml", text)
    library = folder.open()
    load = library.rules("nanmen")["dispatch.load"]
    decision = decide(load, {"season": "low", "received_today": 1}, DAY)
    again = replay(kept(decision), texts(library).__getitem__)
    assert (again.same, again.decision.rows) == (True, ["full"])
    library.close()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("rows", ["open"], "命中的行：当时 open，现在 full"),
        ("outcome", {"verdict": "open"}, "答案：当时"),
        ("hash", "0" * 64, "版本：当时 000000000000"),
    ],
)
def test_a_record_that_was_altered_shows(library, field, value, says):
    decision = ask(library, "dispatch.load", season="low", received_today=2)
    record = kept(decision)
    object.__setattr__(record, field, value)
    again = replay(record, texts(library).__getitem__)
    assert not again.same
    assert says in " ".join(again.differences)


def test_a_text_that_was_altered_is_not_used(library):
    decision = ask(library, "dispatch.tier", amount=1)
    store = texts(library)
    store[decision.hash] += "# 改过\n"
    with pytest.raises(TextTampered, match="被改动过"):
        replay(kept(decision), store.__getitem__)


def test_no_file_is_read(folder, library):
    decision = ask(library, "dispatch.load", season="low", received_today=2)
    store = texts(library)
    for path in folder.root.rglob("*.yaml"):
        path.unlink()
    assert replay(kept(decision), store.__getitem__).same


def test_a_replayed_decision_is_explained_by_the_rows_of_its_day(folder, library):
    decision = ask(library, "dispatch.tier", amount=55000)
    store = texts(library)
    folder.write("dispatch/tier.yaml", TIER.replace("50000", "60000"))
    library.refresh(DAY)
    again = replay(kept(decision), store.__getitem__)
    told = explain(again.table, again.decision)
    (row,) = [row for row in told.rows if row.decided]
    assert row.cells[0].text == "造价 ≥ 50,000"


def test_every_example_of_the_shipped_tables_replays(shipped_rules):
    store = {v.hash: v.text for one in shipped_rules.values() for v in one.versions}
    for bound in shipped_rules.values():
        for version in bound.versions:
            for example in version.examples[:3]:
                decision = decide(bound, example.given, version.since)
                assert replay(kept(decision, version.since), store.__getitem__).same


def test_a_decision_of_a_day_before_its_version_cannot_have_been(library):
    decision = ask(library, "dispatch.tier", amount=1)
    with pytest.raises(NotDecided):
        replay(kept(decision, date(2024, 1, 1)), texts(library).__getitem__)
