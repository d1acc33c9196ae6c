"""FEEL arithmetic after the equals sign."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.rules.cell import BadText, parse_expression

NAMES = {
    "points": "number",
    "limit": "money?",
    "limits.day": "integer",
    "积分": "number",
    "signed": "boolean?",
    "since": "date",
    "name": "text",
}
VALUES = {
    "points": Decimal("20.5"),
    "limit": None,
    "limits.day": Decimal(2),
    "积分": Decimal(3),
    "signed": None,
    "since": date(2025, 1, 31),
    "name": "锦城",
}


def worth(text, **values):
    return parse_expression(text, NAMES).evaluate({**VALUES, **values})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("= max(0, points - 17) * 270", "945"),
        ("= 1 + 2 * 3 ** 2", "19"),
        ("= (1 + 2) * 3", "9"),
        ("= 7 - 2 - 1", "4"),
        ("= -points + 1", "-19.5"),
        ("= 10 / 4", "2.5"),
        ("= limits.day - 1", "1"),
        ("= 积分 * 2", "6"),
        ("= floor(-1.5)", "-2"),
        ("= ceiling(100 * 0.05)", "5"),
        ("= ceiling(101 * 0.05)", "6"),
        ("= abs(-3)", "3"),
        ("= min(3, 2, 5)", "2"),
        ("= round half up(2.345, 2)", "2.35"),
        ("= round_half_up(-2.5)", "-3"),
        ("= decimal(2.345, 2)", "2.34"),
        ("= 0.1 + 0.2", "0.3"),
        ("= 1 / 3", "0.3333333333333333333333333333333333"),
        ("= if points > 20 then 1 else 2", "1"),
        ("= if limit = null then 7 else limit", "7"),
        ("= if signed then 1 else 2", "2"),
        ('= if name = "锦城" and points > 1 then 5 else 0', "5"),
    ],
)
def test_numbers_are_worked_out_exactly(text, result):
    assert worth(text) == Decimal(result)


@pytest.mark.parametrize(
    "text",
    [
        "= limit + 1",
        "= max(limit, 1)",
        "= points / 0",
        "= 0 ** -1",
        "= limit > 3",
        "= not(signed)",
        "= signed and true",
        "= signed or false",
        "= 10 ** 6144 * 10 ** 6144",
        "= null",
        "= round_half_up(2.5, 0.5)",
    ],
)
def test_what_cannot_be_known_is_null(text):
    assert worth(text) is None


def test_and_or_know_what_null_cannot_change():
    assert worth("= signed and false") is False
    assert worth("= signed or true") is True


def test_dates_and_durations_add_up():
    assert worth('= since + duration("P1D")') == date(2025, 2, 1)
    assert worth('= since - date("2025-01-01")') == timedelta(days=30)
    assert worth('= duration("PT1H") * 2 + duration("PT30M")') == timedelta(hours=2.5)
    assert worth('= duration("PT1H") / duration("PT30M")') == Decimal(2)


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("= pionts", 2, "没有名为 pionts 的列"),
        ("= 1 +", 5, "应有一个值"),
        ("= 1 + true", 4, "算不出"),
        ("= name > 3", 7, "放在了一起"),
        ("= name < name", 7, "不能比大小"),
        ("= foo(1)", 2, "没有名为 foo 的函数"),
        ("= (1", 4, "这里应是 )"),
        ("= 3 4", 4, "多出来"),
        ("= min()", 2, "参数个数"),
        ("= if 1 then 2 else 3", 5, "要是或否"),
        ("= if true then 2 else name", 22, "放在了一起"),
        ("= 3 # 4", 4, "看不懂"),
        ('= date("2025-13-01")', 8, "不是日期"),
    ],
)
def test_an_expression_that_cannot_be_read_says_where_and_why(text, offset, says):
    with pytest.raises(BadText) as bad:
        parse_expression(text, NAMES)
    assert says in bad.value.message
    assert bad.value.offset == offset


@pytest.mark.parametrize(
    "text", ["= " + "(" * 200 + "1" + ")" * 200, "= " + "-" * 300 + "1"]
)
def test_deep_nesting_is_refused_before_it_costs_anything(text):
    with pytest.raises(BadText):
        parse_expression(text, NAMES)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("= points + 1", False),
        ("= limit + 1", True),
        ("= if limit = null then 0 else points", False),
        ("= points / 2", False),
        ("= 2 / points", True),
        ("= limit = null", False),
    ],
)
def test_the_loader_knows_which_results_may_be_null(text, may):
    assert parse_expression(text, NAMES).may_be_null is may
