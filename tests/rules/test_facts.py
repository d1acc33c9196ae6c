"""What a table takes as a fact, and how it says no."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from portal.rules.errors import BadFacts
from portal.rules.evaluate import decide, dumps, loads, read_facts
from portal.rules.load import load_text
from tests.rules.folder import DAY, Folder

TABLE = """\
title: 样表
hit: collect
inputs:
  amount: {label: 造价, type: money, min: 0, max: 100, nullable: true}
  count: {label: 份数, type: integer, nullable: true}
  signed: {label: 已签, type: boolean, nullable: true}
  name: {label: 姓名, type: text, nullable: true}
  on: {label: 日期, type: date, nullable: true}
  start: {label: 上班, type: time, nullable: true}
  at: {label: 时刻, type: datetime, nullable: true}
outputs:
  x: {label: 结果, type: integer}
versions:
  - since: 2025-01-01
    rows:
      - {id: one, then: {x: 1}, note: 定}
""".replace("  on:", '  "on":')


@pytest.fixture(scope="module")
def table():
    return load_text(TABLE, "rules/made/table.yaml", "made.table")


@pytest.mark.parametrize(
    ("name", "fact", "value"),
    [
        ("amount", 3, Decimal(3)),
        ("amount", "29.90", Decimal("29.90")),
        ("amount", Decimal("1E+2"), Decimal(100)),
        ("amount", loads("0.1"), Decimal("0.1")),
        ("count", "4", Decimal(4)),
        ("count", Decimal("4.0"), Decimal(4)),
        ("name", "4.8", "4.8"),
        ("signed", False, False),
        ("on", "2025-02-28", date(2025, 2, 28)),
        ("on", date(2025, 2, 28), date(2025, 2, 28)),
        ("start", "18:30", time(18, 30)),
        ("amount", None, None),
    ],
)
def test_a_fact_is_read_exactly(table, name, fact, value):
    assert read_facts(table, {name: fact})[name] == value


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("amount", True),
        ("amount", 0.1),
        ("amount", "一万"),
        ("amount", "1e2"),
        ("amount", Decimal("NaN")),
        ("amount", Decimal("Infinity")),
        ("amount", Decimal("1E+999999")),
        ("amount", Decimal("1E-999999")),
        pytest.param("amount", 10**5000, id="amount-5000-digits"),
        ("amount", -1),
        ("amount", "100.01"),
        ("amount", [1]),
        ("count", "4.5"),
        ("count", Decimal("4.5")),
        ("name", 48),
        pytest.param("name", 10**5000, id="name-5000-digits"),
        ("name", "\ud800"),
        ("name", "a\x00"),
        ("signed", 1),
        ("signed", "true"),
        ("on", "2025-02-30"),
        ("on", datetime(2025, 1, 1)),  # noqa: DTZ001
        ("start", "8:30"),
        ("at", datetime(2025, 1, 1)),  # noqa: DTZ001
        ("at", "昨天"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_by_name(table, name, fact):
    with pytest.raises(BadFacts) as bad:
        read_facts(table, {name: fact})
    assert list(bad.value.problems) == [name]


def test_an_unknown_fact_is_refused_with_the_nearest_name(tmp_path):
    tier = Folder(tmp_path).house().open().rules()["dispatch.tier"]
    with pytest.raises(BadFacts) as bad:
        decide(tier, {"amuont": 3, "amount": -1}, DAY)
    assert bad.value.problems.keys() == {"amuont", "amount"}
    assert "是不是想写 amount?" in bad.value.problems["amuont"]


def test_a_flood_of_unknown_facts_is_answered_shortly(table):
    with pytest.raises(BadFacts) as bad:
        read_facts(table, {f"fact{n}": n for n in range(50_000)})
    assert len(bad.value.problems) == 20


def test_a_missing_required_fact_is_refused_and_an_optional_one_is_null(tmp_path):
    rules = Folder(tmp_path).house().open().rules()
    with pytest.raises(BadFacts, match="缺少今日"):
        decide(rules["dispatch.load"], {"season": "low"}, DAY)
    assert decide(rules["dispatch.tier"], {}, DAY).rows == ["unknown"]


def test_facts_and_answers_keep_their_exact_digits(tmp_path):
    tier = Folder(tmp_path).house().open().rules()["dispatch.tier"]
    decision = decide(tier, {"amount": "29999.990"}, DAY)
    assert decision.facts == {"amount": "29999.990"}
    assert decide(tier, {"amount": 30000}, DAY).facts == {"amount": 30000}
    exact = {"a": Decimal("0.10"), "b": Decimal("1E+2"), "c": [None, True, '引“号"']}
    assert dumps(exact) == '{"a": 0.10, "b": 100, "c": [null, true, "引“号\\""]}'


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{"])
def test_json_that_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        loads(text)
