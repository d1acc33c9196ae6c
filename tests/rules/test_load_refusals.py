"""What a rule file may not hold, each told with its line and column."""

import pytest

from portal.rules.errors import BadRuleFile
from portal.rules.load import load_table, load_text
from tests.rules.folder import LOAD, TIER, Folder

FILE = "rules/dispatch/tier.yaml"


def findings_of(text, **options):
    with pytest.raises(BadRuleFile) as bad:
        load_text(text, FILE, "dispatch.tier", **options)
    return bad.value.findings


def place(text, mark, shift=0):
    """Line and column, from 1, of the first `mark` in the text."""
    at = text.index(mark) + shift
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def test_the_printed_tier_table_loads_exactly():
    table = load_text(TIER, FILE, "dispatch.tier")
    assert [row.id for row in table.versions[0].rows] == [
        "unknown",
        "small",
        "medium",
        "large",
    ]
    assert table.outputs["tier"].values == {
        "small": "小单",
        "medium": "中单",
        "large": "大单",
    }


# old text, new text, kind, what the finding is about (its place), words in the message
SWAPS = [
    ("hit: unique", "hit: uniqe", "type", "uniqe", "没有命中方式 uniqe"),
    ("hit: unique", "hitt: unique", "column", "hitt", "不认识的项 hitt"),
    ("type: money", "type: monney", "type", "monney", "类型不能是 monney"),
    ("min: 0", "min: yes", "type", "yes", "“yes”不是金额"),
    ("min: 0", "minimum: 0", "column", "minimum", "不认识的项 minimum"),
    ("nullable: true", "nullable: yes", "type", "yes", "只能是 true 或 false"),
    ("label: 造价, ", "", "column", "{type: money", "缺少 label"),
    (
        "then: {tier: medium}, note",
        "then: {teir: medium}, note",
        "column",
        "teir",
        "teir 不是",
    ),
    ('when: {amount: "< 3', 'when: {amonut: "< 3', "column", "amonut", "amonut 不是"),
    (
        "then: {tier: large}",
        "then: {tier: larg}",
        "type",
        "larg}",
        "“larg”不是单级的值",
    ),
    ("id: large", "id: small", "duplicate", 'small, when: {amount: ">=', "写了两次"),
    ("id: large", "id: 010", "type", "010", "没有加引号"),
    ("since: 2025-01-01", "since: 2025-02-30", "date", "2025-02-30", "不是日期"),
    ("since: 2025-01-01", "since: [2025]", "date", "[2025]", "应是日期"),
    ("note: 未填先按小单", "note: no", "type", "no}", "没有加引号"),
    ("title: 派单分级", "title: 1e3", "type", "1e3", "没有加引号"),
    ("given: {amount: 30000}", "given: {amount: 010}", "type", "010", "“010”不是金额"),
    ("given: {amount: 30000}", "given: {amount: .nan}", "type", ".nan", "不是金额"),
    ("given: {amount: 30000}", "given: {amount: -1}", "type", "-1", "范围内"),
    (", note: 未填先按小单", "", "clause", "{id: unknown", "没有依据"),
    ("then: {tier: small}, note: 定", "note: 定", "column", "{id: small", "缺少 then"),
    ("small: 小单", "no: 小单", "type", "no: 小", "没有加引号"),
    ("rows:", "rowz:", "column", "rowz", "不认识的项 rowz"),
    ("title: 派单分级", "title: &a 派单分级", "yaml", "&a", "锚点"),
    ("title: 派单分级", "title: !!str 派单分级", "yaml", "!!str", "标记"),
    ("title: 派单分级", "title: 一\ntitle: 二", "duplicate", "title: 二", "写了两次"),
    (
        "amount: {label",
        "amount: {label: 一, label",
        "duplicate",
        "label: 造价",
        "写了两次",
    ),
    ("title: 派单分级", "? [1, 2]\n: 3", "yaml", "[1, 2]", "键只能是一个词"),
    ("hit: unique\n", "hit: unique\n\tx: 1\n", "yaml", "\tx", "YAML"),
]


@pytest.mark.parametrize(("old", "new", "kind", "mark", "says"), SWAPS)
def test_a_fault_is_told_with_line_and_column(old, new, kind, mark, says):
    assert TIER.count(old) >= 1
    text = TIER.replace(old, new, 1)
    found = findings_of(text)
    at = place(text, mark)
    matching = [f for f in found if (f.at.line, f.at.column) == at]
    assert matching, [str(f) for f in found]
    assert (matching[0].kind, matching[0].at.file) == (kind, FILE)
    assert says in matching[0].message
    assert matching[0].fix


def test_a_fault_inside_a_cell_points_into_the_cell():
    text = TIER.replace('"[30000..50000)"', '"[30000..5x000)"')
    (finding,) = findings_of(text)
    assert (finding.at.line, finding.at.column) == place(text, "5x000")
    assert (finding.version, finding.row) == ("2025-01-01", "medium")
    assert str(finding).startswith(f"{FILE}:{finding.at.line}:")


def test_all_faults_of_a_file_are_told_at_once():
    text = TIER.replace("then: {tier: large}", "then: {tier: larg}")
    text = text.replace("hit: unique", "hit: uniqe").replace("< 30000", "< 3000O")
    assert [f.kind for f in findings_of(text)] == ["type", "cell", "type"]


def test_the_nearest_name_is_suggested():
    text = TIER.replace("then: {tier: medium}, note", "then: {teir: medium}, note")
    fixes = " ".join(f.fix for f in findings_of(text))
    assert "是不是想写 tier?" in fixes


TIMES = """\
title: 班次
hit: rule order
inputs:
  post: {label: 岗, type: text}
outputs:
  start: {label: 上班, type: time}
  code: {label: 班次, type: text}
versions:
  - since: 2025-01-01
    rows:
      - {id: early, when: {post: desk}, then: {start: "18:30", code: early}, note: 定}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"18:30"', "18:30"),
        ("code: early", "code: 18:30"),
        ("code: early", "code: no"),
        ("code: early", "code: Yes"),
        ("code: early", "code: 010"),
        ("code: early", "code: 1e3"),
        ("code: early", "code: 0x1F"),
        ("code: early", "code: 1_000"),
        ("code: early", "code: 12"),
        ("code: early", "code: 2025-01-01"),
        ("code: early", "code: ~"),
        ("code: early", "code: .inf"),
        ("post: desk", "post: on"),
        ("post: desk", "post: 010"),
    ],
)
def test_words_that_other_readers_misread_must_be_quoted(old, new):
    load_text(TIMES, FILE, "schedule.shift")
    text = TIMES.replace(old, new, 1)
    (finding,) = findings_of(text)
    assert finding.kind == "type"
    assert "没有加引号" in finding.message
    value = old.index(":") + 2 if old[0] != '"' else 0
    assert (finding.at.line, finding.at.column) == place(TIMES, old, shift=value)


def test_a_value_may_not_be_left_empty():
    (finding,) = findings_of(TIMES.replace("code: early", "code: "))
    assert "空的" in finding.message
    assert finding.at.line == place(TIMES, "code: early")[0]


def test_a_quoted_word_is_just_text():
    for word in ('"no"', '"010"', '"18:30"'):
        table = load_text(TIMES.replace("code: early", f"code: {word}"), FILE, "a.b")
        assert table.versions[0].rows[0].then["code"] == word.strip('"')


def test_an_unknown_clause_is_refused_with_the_nearest_one():
    text = TIER.replace("note: 未填先按小单", "clauses: [dispatch.teir.small]")
    (finding,) = findings_of(text, known_clauses={"dispatch.tier.small"})
    assert finding.kind == "clause"
    assert (finding.at.line, finding.at.column) == place(text, "dispatch.teir")
    assert "dispatch.tier.small" in finding.fix


@pytest.mark.parametrize("second", ["2025-01-01", "2024-12-31"])
def test_versions_stand_in_ascending_order(second):
    start = TIER.index("  - since:")
    text = TIER + TIER[start:].replace("2025-01-01", second)
    (finding,) = findings_of(text)
    assert (finding.kind, finding.at.line) == ("date", TIER.count("\n") + 1)


def test_null_and_numbers_written_plainly_are_taken():
    text = TIER.replace('"null"', "null").replace('"< 30000"', "3")
    rows = load_text(text, FILE, "dispatch.tier").versions[0].rows
    assert rows[0].when["amount"].tests(None) is True
    assert rows[1].when["amount"].text == "3"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("limits: dispatch.limits", "limits: dispatch.limit", "没有表 dispatch.limit"),
        ("limits: dispatch.limits", "season: dispatch.limits", "已是输入列"),
        ("limits.day -", "limits.dya -", "没有名为 limits.dya 的列"),
        ("room: {label", "season: {label", "已是别的列"),
        ("type: integer, is", "type: text, is", "算出来的不是 text"),
        ('is: "= limits', 'is: "limits', "= 开头的算式"),
        (
            "season: {label: 季节, type: text, values: {low: 淡季, high: 旺季}}",
            "season: {label: 季节, type: text}",
            "比 dispatch.limits 允许的宽",
        ),
        (
            "  season: {label: 季节, type: text, values: {low: 淡季, high: 旺季}}\n",
            "",
            "本表没有这一输入",
        ),
    ],
)
def test_required_and_derived_columns_are_checked(tmp_path, old, new, says):
    folder = Folder(tmp_path).house()
    path = folder.root / "dispatch/limits.yaml"
    tables = {"dispatch.limits": load_table(path, folder.root)}
    load_text(LOAD, "rules/dispatch/load.yaml", "dispatch.load", tables=tables)
    text = LOAD.replace(old, new, 1)
    assert text != LOAD
    messages = [f.message for f in findings_of(text, tables=tables)]
    assert any(says in message for message in messages), messages
