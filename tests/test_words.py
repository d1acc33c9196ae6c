"""Figures and dates as a reader expects them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from portal import words


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 分"),
        (2, "2 分"),
        (59, "59 分"),
        (60, "1:00"),
        (204, "3:24"),
        (1439, "23:59"),
        (1440, "1 天"),
        (2879, "1 天"),
        (2880, "2 天"),
    ],
)
def test_a_wait_is_shown_in_minutes_then_hours_then_days(minutes, text):
    assert words.format_minutes(minutes) == text


def test_money_has_commas_and_fen_and_an_unset_amount_is_not_nought():
    assert words.format_money(Decimal("48000")) == "48,000.00"
    assert words.format_money(Decimal("29999.995"), unit=True) == "30,000.00 元"
    assert words.format_money(Decimal(0)) == "0.00"
    assert words.format_money(None) == "—"


def test_a_moment_is_shown_on_the_clock_of_the_store():
    moment = datetime(2025, 11, 5, 16, 30, tzinfo=UTC)
    assert words.format_datetime(moment) == "2025-11-06 00:30"
    assert words.format_datetime(moment, short=True) == "11-06 00:30"
    with words.use_zone(ZoneInfo("America/New_York")):
        assert words.format_time(moment) == "11:30"
    assert words.format_time(moment) == "00:30"


def test_a_date_without_its_year_is_month_and_day():
    assert words.format_date(date(2025, 1, 2), short=True) == "01-02"


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        words.format_time(datetime(2025, 11, 6))  # noqa: DTZ001 - the fault under test


def test_the_source_language_speaks_without_a_catalogue():
    assert words.current_locale() == "zh_Hans"
    assert words.gettext("还有 %(n)s 单", n=3) == "还有 3 单"
    assert words.gettext("退单率 5%") == "退单率 5%"
    with words.use_locale("en"):
        assert words.current_locale() == "en"
    assert words.current_locale() == "zh_Hans"
