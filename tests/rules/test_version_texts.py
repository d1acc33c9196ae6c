"""The kept text of one version, and what its hash and core stand for."""

import pytest

from portal.rules.load import load_table, load_text
from tests.rules.folder import TIER, Folder

FILE = "rules/dispatch/tier.yaml"


def test_every_shipped_table_is_written_back_to_the_same_version(shipped_rules):
    for bound in shipped_rules.values():
        tables = {name: one.table for name, one in shipped_rules.items()}
        for version in bound.versions:
            again = load_text(version.text, "x", bound.id, tables=tables).versions[0]
            assert (again.hash, again.core) == (version.hash, version.core)


def test_comments_and_quotes_do_not_change_a_version_but_rows_do():
    first = load_text(TIER, FILE, "dispatch.tier").versions[0]
    dressed = "# 说明\n" + TIER.replace("hit: unique", 'hit: "unique"  # 唯一')
    assert load_text(dressed, FILE, "dispatch.tier").versions[0].hash == first.hash
    worded = load_text(
        TIER.replace("派单分级", "分级"), FILE, "dispatch.tier"
    ).versions[0]
    assert (worded.hash != first.hash, worded.core == first.core) == (True, True)
    moved = TIER.replace("30000", "20000")
    changed = load_text(moved, FILE, "dispatch.tier").versions[0]
    assert changed.core != first.core


PRIORITY = TIER.replace("hit: unique", "hit: priority")
SUM = """\
title: 合计
hit: collect+
inputs: {size: {label: 数, type: integer}}
outputs: {pay: {label: 提成, type: money, when_null: not_applicable}}
versions:
  - since: 2025-01-01
    rows: [{id: a, when: {size: "> 1"}, then: {pay: 5}, note: 定}]
"""


@pytest.mark.parametrize(
    ("text", "old", "new", "decides"),
    [
        (PRIORITY, "small: 小单, medium: 中单", "medium: 中单, small: 小单", True),
        (TIER, "small: 小单, medium: 中单", "medium: 中单, small: 小单", False),
        (SUM, "not_applicable", "does_not_count", True),
        (TIER, "hit: unique", "hit: first", True),
        (TIER, "min: 0, ", "", False),
        (TIER, "label: 造价", "label: 预算", False),
        (TIER, "type: money", "type: number", True),
        (TIER, "    examples:", "    note: 说明\n    examples:", False),
        (
            TIER,
            "outputs:",
            "outputs:\n  x: {label: 一, type: text, when_null: not_applicable}",
            False,
        ),
    ],
)
def test_the_core_changes_with_what_decides_alone(text, old, new, decides):
    first = load_text(text, FILE, "dispatch.tier").versions[0]
    assert old in text
    second = load_text(text.replace(old, new), FILE, "dispatch.tier").versions[0]
    assert first.hash != second.hash
    assert (first.core != second.core) is decides


def test_another_version_leaves_the_text_of_the_first_alone():
    start = TIER.index("  - since:")
    text = TIER + TIER[start:].replace("2025-01-01", "2026-01-01")
    first, second = load_text(text, FILE, "dispatch.tier").versions
    assert first.hash == load_text(TIER, FILE, "dispatch.tier").versions[0].hash
    assert first.hash != second.hash


def test_the_path_names_the_table(tmp_path):
    folder = Folder(tmp_path)
    path = folder.write("sites/nanmen/dispatch/tier.yaml", TIER)
    table = load_table(path, folder.root, site="nanmen")
    assert (table.id, table.site) == ("dispatch.tier", "nanmen")
    assert table.file == "rules/sites/nanmen/dispatch/tier.yaml"
