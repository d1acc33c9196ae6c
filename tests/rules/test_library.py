"""Tables together: required tables, versions by date, sites, and what start refuses."""

from datetime import date

import pytest

from portal.rules.errors import BadRuleFile, NotDecided, UnknownTable
from portal.rules.evaluate import decide
from portal.rules.library import Library
from tests.rules.folder import DAY, LIMITS, TIER, Folder, version_lines

CLAUSES = """\
- id: dispatch.tier.small
  doc: '000'
  where: 第1篇
  says: 三万以下为小单
  en: below 30,000
  kind: decision
  params: {max_amount: 30000, open: true}
  items: [一, 二]
"""


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path).house()


def faults(folder):
    with pytest.raises(BadRuleFile) as bad:
        folder.open()
    return [str(finding) for finding in bad.value.findings]


def test_a_cap_stands_in_one_place_and_is_asked_first(folder):
    rules = folder.open().rules()
    facts = {"season": "high", "received_today": 2}
    decision = decide(rules["dispatch.load"], facts, DAY)
    limits = decision.required["limits"]
    assert (decision.rows, limits.rows) == (["open"], ["high"])
    assert limits.facts == {"season": "high"}
    assert decision.uses == {
        "dispatch.load": decision.hash,
        "dispatch.limits": limits.hash,
    }
    assert decision.ref == "dispatch.load#open@2025-01-01"


def test_an_answer_is_printed_as_the_blueprint_names_it(folder):
    decision = decide(folder.open().rules()["dispatch.tier"], {"amount": 3}, DAY)
    assert decision.answer() == {
        "table": "dispatch.tier",
        "version": "2025-01-01",
        "hash": decision.hash,
        "outcome": {"tier": "small"},
        "rows": ["small"],
        "clauses": [],
    }


def test_the_version_of_the_day_decides(folder):
    later = version_lines(TIER, "2026-01-01").replace("50000", "60000")
    folder.write("dispatch/tier.yaml", TIER + later)
    tier = folder.open().rules()["dispatch.tier"]
    old = decide(tier, {"amount": 55000}, date(2025, 12, 31))
    new = decide(tier, {"amount": 55000}, date(2026, 1, 1))
    assert (old.rows, old.version) == (["large"], "2025-01-01")
    assert (new.rows, new.version) == (["medium"], "2026-01-01")
    with pytest.raises(NotDecided, match="还没有生效的版本"):
        decide(tier, {"amount": 55000}, date(2024, 12, 31))


def test_a_required_table_answers_with_its_own_version_of_the_day(folder):
    later = version_lines(LIMITS, "2026-01-01").replace("day: 2", "day: 1")
    folder.write("dispatch/limits.yaml", LIMITS + later)
    load = folder.open().rules()["dispatch.load"]
    facts = {"season": "low", "received_today": 1}
    assert decide(load, facts, date(2025, 12, 31)).rows == ["open"]
    assert decide(load, facts, date(2026, 1, 1)).rows == ["full"]


def test_a_table_of_a_site_replaces_the_house_s_there_alone(folder):
    text = LIMITS.replace("day: 2", "day: 1")
    folder.write("sites/nanmen/dispatch/limits.yaml", text)
    library = folder.open()
    facts = {"season": "low", "received_today": 1}
    assert decide(library.rules()["dispatch.load"], facts, DAY).rows == ["open"]
    nanmen = library.rules("nanmen")
    assert decide(nanmen["dispatch.load"], facts, DAY).rows == ["full"]
    other = library.rules("jincheng")
    assert (other.site, nanmen.site) == ("jincheng", "nanmen")
    assert decide(other["dispatch.load"], facts, DAY).rows == ["open"]
    sites = {(one.table, one.site) for one in library.texts()}
    assert ("dispatch.limits", "nanmen") in sites
    assert ("dispatch.limits", None) in sites


def test_a_table_of_a_site_has_the_same_columns_as_the_house_s(folder):
    text = LIMITS.replace("min: 0}", "min: 1}")
    folder.write("sites/nanmen/dispatch/limits.yaml", text)
    (fault,) = faults(folder)
    assert fault.startswith("rules/sites/nanmen/dispatch/limits.yaml:1:1: ")


def test_an_unknown_table_is_named_with_the_nearest(folder):
    rules = folder.open().rules()
    with pytest.raises(
        UnknownTable, match=r"没有表 dispatch.teir。是不是想写 dispatch.tier"
    ):
        rules["dispatch.teir"]
    assert "dispatch.teir" not in rules
    assert rules.get("dispatch.teir") is None


def test_a_failing_example_refuses_the_file(folder):
    text = TIER.replace("given: {amount: 30000}", "given: {amount: 29999.99}")
    folder.write("dispatch/tier.yaml", text)
    (fault,) = faults(folder)
    line = text[: text.index("{name: 三万整")].count("\n") + 1
    assert fault.startswith(f"rules/dispatch/tier.yaml:{line}:9, 版本 2025-01-01: ")
    assert "tier 得 small，例子写的是 medium" in fault


def test_a_gap_refuses_the_file(folder):
    folder.write("dispatch/tier.yaml", TIER.replace("< 30000", "< 20000"))
    assert any("无归属" in fault for fault in faults(folder))


def test_tables_that_wait_for_each_other_are_refused(folder):
    ring = LIMITS.replace("outputs:", "requires: {load: dispatch.load}\noutputs:")
    folder.write("dispatch/limits.yaml", ring)
    (fault,) = faults(folder)
    assert "互相等着对方" in fault
    assert "dispatch.limits" in fault


def test_all_files_are_looked_at_before_the_start_is_refused(folder):
    folder.write("dispatch/tier.yaml", TIER.replace("hit: unique", "hit: uniqe"))
    folder.write("dispatch/limits.yaml", LIMITS.replace("day: 2", "day: two"))
    named = [fault.partition(":")[0] for fault in faults(folder)]
    assert named == ["rules/dispatch/limits.yaml", "rules/dispatch/tier.yaml"]


@pytest.mark.parametrize(
    "name", ["tier.yaml", "dispatch/tier.yml", "sites/nanmen/tier.yaml"]
)
def test_a_rule_in_a_wrong_place_is_pointed_out(folder, name):
    folder.write(name, TIER)
    (fault,) = faults(folder)
    assert fault.startswith(f"rules/{name}:1:1: ")


def test_rows_cite_only_clauses_of_the_catalogue(folder):
    folder.write("clauses/dispatch.yaml", CLAUSES)
    cited = TIER.replace("{tier: small}, note: 定", "{tier: small}, clauses: [{}]")
    good = cited.replace("[{}]", "[dispatch.tier.small]")
    folder.write("dispatch/tier.yaml", good)
    rules = folder.open().rules()
    clause = rules.clause("dispatch.tier.small")
    assert (clause.says, clause.params["max_amount"]) == ("三万以下为小单", 30000)
    assert (clause.params["open"], clause.items) == (True, ("一", "二"))
    assert rules.clause("dispatch.tier.tiny") is None
    assert rules["dispatch.tier"].table.clauses == ("dispatch.tier.small",)
    folder.write("dispatch/tier.yaml", cited.replace("[{}]", "[dispatch.tier.smal]"))
    (fault,) = faults(folder)
    assert "没有条款 dispatch.tier.smal" in fault


def test_a_clause_stands_in_one_file_only(folder):
    folder.write("clauses/a.yaml", CLAUSES)
    folder.write("clauses/b.yaml", CLAUSES)
    (fault,) = faults(folder)
    assert fault.startswith(
        "rules/clauses/b.yaml:1:3: 条款 dispatch.tier.small 写了两次"
    )


def test_other_folders_are_not_tables(folder):
    folder.write("calendar/overrides.yaml", "days: []\n")
    folder.write("procedures/slip.yaml", "title: 传递单\n")
    folder.write("README.md", "# 规则\n")
    assert set(folder.open().rules()) == {
        "dispatch.tier",
        "dispatch.limits",
        "dispatch.load",
    }


def test_a_table_that_is_asked_for_single_figures_needs_no_facts(folder):
    text = """\
title: 保护期
hit: unique
outputs: {days: {label: 天数, type: integer, min: 0}}
versions:
  - since: 2025-01-01
    rows:
      - {id: days, then: {days: 90}, note: 本店定}
    examples:
      - {name: 九十天, then: {days: 90}}
"""
    folder.write("lead/protection.yaml", text)
    decision = folder.open().rules()["lead.protection"].decide({}, DAY)
    assert decision.one == {"days": 90}
    assert Library(folder.root).rules()["lead.protection"].title == "保护期"
