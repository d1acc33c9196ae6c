"""A decision told in Chinese: every row, what it asked, what it met."""

import pytest

from portal.rules.errors import NotDecided
from portal.rules.evaluate import decide
from portal.rules.explain import explain, sentence
from portal.rules.load import load_text
from tests.rules.folder import DAY, LOAD, TIER, Folder, version_lines


@pytest.fixture
def rules(tmp_path):
    return Folder(tmp_path).house().open().rules()


def told(rules, name, **facts):
    return explain(rules[name], decide(rules[name], facts, DAY))


def test_the_deciding_row_stands_among_all_rows(rules):
    answer = told(rules, "dispatch.tier", amount="29999.99")
    assert (answer.title, answer.version) == ("派单分级", "2025-01-01")
    assert answer.hit == "只有一行适用"
    assert answer.columns == [("amount", "造价")]
    assert answer.facts == [("造价", "29,999.99")]
    shown = [
        (r.id, r.name, r.cells[0].text, r.cells[0].hit, r.decided) for r in answer.rows
    ]
    assert shown == [
        ("unknown", "小单", "造价未填", False, False),
        ("small", "小单", "造价 < 30,000", True, True),
        ("medium", "中单", "造价 ≥ 30,000 且 < 50,000", False, False),
        ("large", "大单", "造价 ≥ 50,000", False, False),
    ]
    assert answer.rows[1].cells[0].value == "29,999.99"
    assert answer.note == "定"


def test_what_nobody_looked_at_is_not_shown_as_seen(rules):
    answer = told(rules, "dispatch.load", season="low", received_today=2)
    assert [(r.id, r.decided, r.seen) for r in answer.rows] == [
        ("full", True, True),
        ("open", False, False),
    ]
    assert answer.rows[0].cells[0].text == "今日余量 ≤ 0"
    assert answer.rows[0].cells[0].value == "0"
    assert answer.rows[1].cells[0].short == "任意"
    assert answer.facts == [("季节", "淡季"), ("今日", "2"), ("日上限", "2")]


def test_a_row_has_the_name_its_file_gives_it(tmp_path):
    folder = Folder(tmp_path).house()
    named = LOAD.replace("{id: full,", "{id: full, name: 日上限,")
    folder.write("dispatch/load.yaml", named)
    rules = folder.open().rules()
    answer = told(rules, "dispatch.load", season="low", received_today=2)
    assert [row.name for row in answer.rows] == ["日上限", "可派"]


WORDS = """\
title: 样表
hit: collect
inputs:
  channel: {label: 渠道, type: text, nullable: true, values: {market: 市场, estate: 盘}}
  signed: {label: 已签, type: boolean, nullable: true}
  amount: {label: 造价, type: money, nullable: true}
  length: {label: 时长, type: duration}
  start: {label: 上班, type: time}
outputs:
  pay: {label: 提成, type: money}
  copies: {label: 联数, type: integer, when_null: not_applicable}
versions:
  - since: 2025-01-01
    rows:
      - {id: r, when: {%s}, then: {pay: %s}, note: 定}
"""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('channel: "market, estate"', "渠道为市场、盘时"),
        ('channel: "not(market)"', "渠道不是 市场时"),
        ('channel: "null"', "渠道未填时"),
        ('amount: "not(null)"', "造价已填时"),
        ('amount: "30000"', "造价 = 30,000 时"),
        ('amount: "< 5, [7..8]"', "造价 < 5 或 ≥ 7 且 ≤ 8 时"),
        ("signed: true", "已签为是时"),
        ('signed: "not(true)"', "已签为否时"),
        ('length: ">= PT2H30M"', "时长 ≥ 2 小时 30 分时"),
        ('start: "< 18:30"', "上班 < 18:30 时"),
        ('signed: false, amount: "> 1"', "已签为否，造价 > 1 时"),
        ("", "任何情况下"),
    ],
)
def test_a_row_is_one_plain_sentence(cell, words):
    table = load_text(WORDS % (cell, "1200.5"), "x", "a.b")
    said = sentence(table, table.versions[0].rows[0])
    assert said == f"{words}，提成 1,200.5，联数 不适用。"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("null", "提成 本店未定"),
        ('"= max(amount, 17) * 270"', "提成 = 取大(造价, 17) × 270"),
    ],
)
def test_what_is_not_set_or_worked_out_is_said_so(answer, words):
    table = load_text(WORDS % ("", answer), "x", "a.b")
    assert words in sentence(table, table.versions[0].rows[0])


def test_words_of_the_file_may_change_after_the_decision(tmp_path):
    folder = Folder(tmp_path).house()
    library = folder.open()
    decision = decide(library.rules()["dispatch.tier"], {"amount": 1}, DAY)
    folder.write("dispatch/tier.yaml", TIER.replace("小单", "小单子"))
    library.refresh(DAY)
    answer = explain(library.rules()["dispatch.tier"], decision)
    assert answer.rows[1].then == "小单子"


def test_a_version_that_is_gone_is_not_explained_by_another(tmp_path):
    folder = Folder(tmp_path).house()
    library = folder.open()
    decision = decide(library.rules()["dispatch.tier"], {"amount": 1}, DAY)
    start = TIER.index("  - since:")
    folder.write("dispatch/tier.yaml", TIER[:start] + version_lines(TIER, "2024-01-01"))
    library.refresh(DAY)
    with pytest.raises(NotDecided, match="没有 2025-01-01 的版本"):
        explain(library.rules()["dispatch.tier"], decision)


def test_every_shipped_row_can_be_told(shipped_rules):
    for bound in shipped_rules.values():
        for version in bound.versions:
            for row in version.rows:
                assert sentence(bound.table, row).endswith("。")
