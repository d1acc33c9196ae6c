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


@pytest.mark.parametrize(
    ("language", "day", "short", "said", "money"),
    [
        ("zh_Hans", "2025-11-06", "11-06", "11月6日 星期四", "48,000.00 元"),
        ("zh_Hant", "2025-11-06", "11-06", "11月6日 星期四", "48,000.00 元"),
        ("en", "6 Nov 2025", "6 Nov", "6 November Thursday", "CNY 48,000.00"),
    ],
)
def test_figures_are_written_as_each_language_writes_them(
    language, day, short, said, money
):
    on = date(2025, 11, 6)
    with words.use_locale(language):
        assert words.format_date(on) == day
        assert words.format_date(on, short=True) == short
        assert f"{words.format_month_day(on)} {words.format_weekday(on)}" == said
        assert words.format_money(Decimal(48000), unit=True) == money


def test_no_digit_of_an_amount_is_lost_however_long_it_is():
    with words.use_locale("en"):
        assert words.format_money(Decimal("12345678901234567.89")) == (
            "12,345,678,901,234,567.89"
        )


def test_one_is_told_from_many_where_the_language_does():
    def told(n):
        return words.ngettext("%(num)s 单", "%(num)s 单", n)

    assert (told(1), told(2)) == ("1 单", "2 单")
    with words.use_locale("en"):
        assert told(1) == "1 lead"
        assert told(2) == "2 leads"


def test_what_a_manager_wrote_himself_is_shown_as_he_wrote_it():
    with words.use_locale("en"):
        assert words.rule_text("小单") == "Small"
        assert words.rule_text("本店自己加的一行") == "本店自己加的一行"
        assert words.rule_text("") == ""
    assert words.rule_text("小单") == "小单"
