"""Cells and values as small integers, exact for every ordered type."""

from datetime import date, time
from decimal import Decimal

import pytest

from portal.rules.cell import parse_cell
from portal.rules.encode import NULL_CODE, complement, merged, scale_of
from portal.rules.table import Column


def scale(column, *cells):
    return scale_of(column, [parse_cell(text, column) for text in cells])


MONEY = Column("amount", "造价", "money", min=Decimal(0), nullable=True)


@pytest.mark.parametrize(
    ("cell", "ranges"),
    [
        ("< 30000", ((0, 0),)),
        ("<= 30000", ((0, 1),)),
        ("[30000..50000)", ((1, 2),)),
        ("(30000..50000]", ((2, 3),)),
        (">= 50000", ((3, 4),)),
        ("30000, 50000", ((1, 1), (3, 3))),
        ("null", ((-1, -1),)),
        ("null, < 30000", ((-1, 0),)),
        ("not(30000)", ((-1, 0), (2, 4))),
        ("not(< 30000)", ((1, 4),)),
        ("not(null)", ((0, 4),)),
        ("-", None),
    ],
)
def test_a_cell_is_a_union_of_ranges(cell, ranges):
    made = scale(MONEY, "[30000..50000)")
    assert made.ranges(parse_cell(cell, MONEY)) == ranges


def test_values_fall_between_the_constants_exactly():
    made = scale(MONEY, "30000", "50000")
    values = ["29999.99", "30000.00", "30000.01", "50000", "1e40"]
    assert [made.code(Decimal(value)) for value in values] == [0, 1, 2, 3, 4]
    assert made.code(None) == NULL_CODE


def test_codes_nobody_can_have_are_not_of_the_domain():
    assert scale(MONEY, "0", "30000").domain() == [NULL_CODE, 1, 2, 3, 4]
    whole = Column("n", "数", "integer", min=Decimal(1), max=Decimal(4))
    assert scale(whole, "3, 4").domain() == [0, 1, 3]
    days = Column("d", "日", "date")
    assert scale(days, "2025-01-01, 2025-01-02").domain() == [0, 1, 3, 4]
    assert scale(Column("b", "是", "boolean"), "true").domain() == [1, 3]
    text = Column("t", "字", "text", values={"a": "甲", "b": "乙"})
    assert scale(text, "a, b").domain() == [1, 3]
    assert scale(text, "a").domain() == [0, 1]
    assert scale(Column("t", "字", "text"), "a, b").domain() == [0, 1, 3]


@pytest.mark.parametrize(
    ("type_", "cells"),
    [
        ("money", ["0.01, 0.02", "1"]),
        ("integer", ["1, 3", "7"]),
        ("date", ["2025-01-01", "2025-01-03", "0001-01-01"]),
        ("time", ["00:00", "18:30", "23:59:59"]),
        ("datetime", ["2025-01-01T00:00", "2025-01-01T00:01"]),
        ("duration", ["PT1S", "PT2H"]),
        ("text", ["其他, a", "其他*"]),
        ("boolean", ["true"]),
    ],
)
def test_a_witness_has_the_code_it_stands_for(type_, cells):
    made = scale(Column("x", "列", type_, nullable=True), *cells)
    domain = made.domain()
    assert domain[0] == NULL_CODE
    assert len(domain) > len(made.constants)
    for code in domain:
        assert made.code(made.witness(code)) == code


def test_a_witness_between_long_decimals_is_found():
    low, high = "0." + "1" * 37 + "1", "0." + "1" * 37 + "2"
    made = scale(MONEY, f"{low}, {high}")
    assert Decimal(low) < made.witness(2) < Decimal(high)


def test_the_ends_of_the_clock_and_the_calendar_are_no_special_case():
    clock = scale(Column("t", "时", "time"), "00:00")
    assert (clock.witness(0), clock.witness(2) > time(0)) == (None, True)
    calendar = scale(Column("d", "日", "date"), "9999-12-31")
    assert (calendar.witness(2), calendar.witness(0)) == (None, date(9999, 12, 30))


def test_ranges_are_merged_and_completed():
    assert merged([(4, 5), (1, 2), (3, 3), (7, 6)]) == ((1, 5),)
    assert complement(((1, 2), (5, 9)), -1, 7) == ((-1, 0), (3, 4))
    assert complement((), 0, 2) == ((0, 2),)
