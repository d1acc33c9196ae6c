"""A fault planted in a copy of the house's rules is found where it stands, alone."""

import shutil
from pathlib import Path

import pytest

from portal.rules.check import analyse
from portal.rules.errors import BadRuleFile
from portal.rules.library import Library

RULES = Path(__file__).parents[2] / "rules"
TIER = """\
title: 派单分级
hit: unique
inputs:
  estimated_amount: {label: 预计造价, type: money, min: 0}
outputs:
  tier: {label: 单级, type: text, values: {small: 小单, medium: 中单, large: 大单}}
versions:
  - since: 2025-01-01
    rows:
      - id: small
        when: {estimated_amount: "< 30000"}
        then: {tier: small}
        clauses: [dispatch.tier.small]
      - id: medium
        when: {estimated_amount: "[30000..50000)"}
        then: {tier: medium}
        clauses: [dispatch.tier.medium]
      - id: large
        when: {estimated_amount: ">= 50000"}
        then: {tier: large}
        clauses: [dispatch.tier.large]
"""
VISIT = """\
title: 来客谁接
hit: first
inputs:
  hour: {label: 钟点, type: integer, min: 0, max: 23}
outputs:
  starts: {label: 起, type: time}
  who: {label: 谁接, type: text}
versions:
  - since: 2025-01-01
    rows:
      - id: morning
        when: {hour: "< 12"}
        then: {starts: "08:00", who: 甲}
        note: 早上
      - id: later
        when: {hour: "> 11"}
        then: {starts: "18:30", who: 乙}
        note: 午后
"""
NOON = """\
      - id: noon
        when: {hour: "[10..14]"}
        then: {starts: "12:00", who: 丙}
        note: 午间
"""


@pytest.fixture
def rules(tmp_path):
    """Two tables beside the clauses they cite; the test plants what it likes."""
    folder = tmp_path / "rules"
    (folder / "clauses").mkdir(parents=True)
    for file in (RULES / "clauses").glob("dispatch*.yaml"):
        shutil.copy(file, folder / "clauses")
    (folder / "planted").mkdir()
    (folder / "planted" / "tier.yaml").write_text(TIER, encoding="utf-8")
    (folder / "planted" / "visit.yaml").write_text(VISIT, encoding="utf-8")
    return folder


def plant(folder, name, text, old, new):
    assert text.count(old) == 1
    (folder / "planted" / name).write_text(text.replace(old, new), encoding="utf-8")


def findings(folder):
    with pytest.raises(BadRuleFile) as refused:
        Library(folder)
    return refused.value.findings


def test_the_rules_of_the_house_load_without_a_word():
    for bound in Library(RULES).rules().values():
        for version in bound.versions:
            assert analyse(bound.table, version) == []


def test_tables_without_a_fault_load_without_a_word(rules):
    assert set(Library(rules).rules()) == {"planted.tier", "planted.visit"}


@pytest.mark.parametrize(
    "old, new, place, kind, words",
    [
        ("[30000..", "(30000..", "11:34", "gap", "预计造价 = 30000 无归属"),
        ("< 30000", "<= 29999", "11:34", "gap", "29999 < 预计造价 < 30000 无归属"),
        (
            "50000)",
            "50000]",
            "15:34",
            "overlap",
            "预计造价 = 50000 同时中 medium 和 large",
        ),
        ("tier: medium}", "teir: medium}", "16:16", "column", "teir 不是本表的输出列"),
        ("tier.large]", "tier.larg]", "21:19", "clause", "没有条款 dispatch.tier.larg"),
    ],
)
def test_a_fault_in_the_tier_table_is_placed(rules, old, new, place, kind, words):
    plant(rules, "tier.yaml", TIER, old, new)
    found = findings(rules)
    named = [(str(one.at), one.kind) for one in found]
    assert (f"rules/planted/tier.yaml:{place}", kind) in named
    assert all(one.at.file == "rules/planted/tier.yaml" for one in found)
    assert words in "\n".join(map(str, found))


def test_a_row_that_two_rows_mask_is_placed_and_both_are_named(rules):
    (rules / "planted" / "visit.yaml").write_text(VISIT + NOON, encoding="utf-8")
    [masked] = findings(rules)
    assert (str(masked.at), masked.kind) == ("rules/planted/visit.yaml:19:9", "masked")
    assert "行 noon 被 morning、later 2 行合起来盖住" in str(masked)


def test_a_time_without_quotes_is_placed(rules):
    plant(rules, "visit.yaml", VISIT, '"18:30"', "18:30")
    [unquoted] = findings(rules)
    assert str(unquoted.at) == "rules/planted/visit.yaml:17:24"
    assert '"18:30"' in unquoted.fix


def test_faults_in_two_tables_are_told_at_once(rules):
    plant(rules, "tier.yaml", TIER, "[30000..", "(30000..")
    (rules / "planted" / "visit.yaml").write_text(VISIT + NOON, encoding="utf-8")
    assert {one.kind for one in findings(rules)} == {"gap", "masked"}
