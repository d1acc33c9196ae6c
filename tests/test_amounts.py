"""Amounts as people type them."""

from decimal import Decimal

import pytest

from portal.amounts import parse_amount, to_fen


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("48000", "48000.00"),
        ("48,000.50", "48000.50"),
        ("4.8万", "48000.00"),
        ("4万8", "48000.00"),
        ("4万8千", "48000.00"),
        ("4万8000元", "48000.00"),
        ("３万", "30000.00"),
        ("￥29999.99", "29999.99"),
        ("29,999.99 元", "29999.99"),
        ("三万五", "35000.00"),
        ("12w", "120000.00"),
        ("3千5", "3500.00"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_understood_as_the_counter_writes_it(typed, yuan):
    assert str(parse_amount(typed)) == yuan


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "万", "约5万", "5到6万", "五万多"),
        *("4万80", "4万0.5", "4.8.1万", "4,8", "4,80,000"),
        *("-1", "1.234", "1e5", "nan", "1" * 41),
    ],
)
def test_an_amount_that_is_not_plain_is_not_guessed(typed):
    assert parse_amount(typed) is None


@pytest.mark.parametrize(
    ("exact", "fen"), [("0.005", "0.01"), ("2.675", "2.68"), ("-0.005", "-0.01")]
)
def test_half_a_fen_is_rounded_away_from_nought(exact, fen):
    assert to_fen(Decimal(exact)) == Decimal(fen)
