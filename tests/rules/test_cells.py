"""What one cell of a decision table says about a value."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from portal.rules.cell import BadText, parse_cell, show_value
from portal.rules.table import Column

MONEY = Column("amount", "造价", "money")
CHANNEL = Column(
    "channel",
    "渠道",
    "text",
    values={"market": "市场", "estate": "楼盘", "walk_in": "上门"},
)


def answers(text, column, *values):
    cell = parse_cell(text, column)
    return [cell.tests(value) for value in values]


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("30000", ["30000", "30000.00"], ["29999.99", "30000.01"]),
        ("1, 3", ["1", "3"], ["2"]),
        ("< 30000", ["29999.99"], ["30000"]),
        ("<= 30000", ["30000"], ["30000.01"]),
        ("> -5", ["-4"], ["-5"]),
        (">= 50000", ["50000"], ["49999.99"]),
        ("[30000..50000)", ["30000", "49999.99"], ["29999.99", "50000"]),
        ("(30000..50000]", ["50000"], ["30000"]),
        ("]30000..50000[", ["30001"], ["30000", "50000"]),
        ("[5..5]", ["5"], ["4", "6"]),
        ("not(3, > 10)", ["4", "10"], ["3", "11"]),
        ("< 1, [5..6], 9", ["0", "5", "9"], ["1", "7"]),
        ("-", ["0"], []),
    ],
)
def test_a_number_is_met_on_both_sides_of_every_boundary(text, true, false):
    assert answers(text, MONEY, *map(Decimal, true)) == [True] * len(true)
    assert answers(text, MONEY, *map(Decimal, false)) == [False] * len(false)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("-", True),
        ("null", True),
        ("null, 3", True),
        ("3", False),
        ("3, 4", False),
        ("not(3, 4)", True),
        ("not(null)", False),
        ("< 5", None),
        ("3, < 5", None),
        ("[1..2]", None),
        ("not(< 5)", None),
        ("not(3, [1..2])", None),
        ("not(null, < 5)", False),
    ],
)
def test_a_missing_value_is_neither_small_nor_large(text, answer):
    assert answers(text, MONEY, None) == [answer]


def test_text_is_written_bare_or_in_double_quotes():
    values = ("market", "estate", "walk_in", None)
    assert answers("market, estate", CHANNEL, *values) == [True, True, False, False]
    assert answers("not(market)", CHANNEL, *values) == [False, True, True, True]
    open_text = Column("place", "地点", "text")
    assert answers('"甲(乙), 丙"', open_text, "甲(乙), 丙", "甲") == [True, False]
    assert answers("金色家园 2 栋", open_text, "金色家园 2 栋") == [True]
    assert answers('"null", "-"', open_text, "null", "-", None) == [True, True, False]
    assert answers(r'"说\"好\""', open_text, '说"好"') == [True]


def test_booleans_dates_times_and_durations_are_met_exactly():
    flag = Column("signed", "已签", "boolean")
    assert answers("true", flag, True, False, None) == [True, False, False]
    day = Column("day", "日", "date")
    january = (date(2025, 1, 1), date(2025, 2, 1))
    assert answers("[2025-01-01..2025-02-01)", day, *january) == [True, False]
    assert answers('>= date("2025-02-01")', day, *january) == [False, True]
    hour = Column("hour", "时", "time")
    assert answers(">= 18:30", hour, time(18, 30), time(18, 29)) == [True, False]
    length = Column("length", "长", "duration")
    two = timedelta(hours=2)
    assert answers("< PT2H, P1D", length, two, timedelta(days=1)) == [False, True]


def test_a_moment_without_an_offset_is_read_on_the_house_clock():
    moment = Column("at", "时刻", "datetime")
    utc = UTC
    before = datetime(2025, 1, 1, 10, 29, tzinfo=utc)
    exact = datetime(2025, 1, 1, 10, 30, tzinfo=utc)
    assert answers(">= 2025-01-01T18:30", moment, before, exact) == [False, True]
    assert answers(">= 2025-01-01T10:30Z", moment, before, exact) == [False, True]


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("", 0, "空的"),
        ("< ", 2, "应有一个值"),
        ("3 4", 2, "多出来"),
        ("30,000", 3, "“000”不是金额"),
        ("1e3", 0, "不是金额"),
        ("010", 0, "不是金额"),
        ("nan", 0, "不是金额"),
        ("inf", 0, "不是金额"),
        ("[1..2", 5, "没有收尾"),
        ("[5..3]", 0, "没有任何值"),
        ("(5..5)", 0, "没有任何值"),
        ("not(1", 5, "这里应是 )"),
        ("3, abc", 3, "“abc”不是金额"),
    ],
)
def test_a_cell_that_cannot_be_read_says_where_and_why(text, offset, says):
    with pytest.raises(BadText) as bad:
        parse_cell(text, MONEY)
    assert bad.value.offset == offset
    assert says in bad.value.message


def test_a_misspelt_value_is_answered_with_the_nearest_one():
    with pytest.raises(BadText, match="不是渠道的值") as bad:
        parse_cell("market, estaet", CHANNEL)
    assert bad.value.fix == "是不是想写 estate?"
    assert bad.value.offset == 8


def test_full_width_signs_are_pointed_out():
    with pytest.raises(BadText) as bad:
        parse_cell("market\uff0cestate", CHANNEL)
    assert "半角" in bad.value.fix


@pytest.mark.parametrize("text", ["< market", "> a"])
def test_texts_have_no_order(text):
    with pytest.raises(BadText, match="不能用"):
        parse_cell(text, CHANNEL)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("29999.99"), "29999.99"),
        (Decimal("0.20"), "0.20"),
        (Decimal("-0"), "0"),
        (True, "true"),
        (time(18, 30), "18:30"),
        (timedelta(days=1, minutes=30), "P1DT30M"),
        (-timedelta(hours=2), "-PT2H"),
        (timedelta(0), "PT0S"),
        (None, "null"),
    ],
)
def test_values_are_shown_with_every_digit_and_no_exponent(value, shown):
    assert show_value(value) == shown
