"""Figures as a reader expects them: money, days, moments, phones, waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from portal.amounts import to_fen
from portal.words.languages import LANGUAGES
from portal.words.speaking import current_language, gettext

NOT_SET = "—"
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
YUAN_AND_FEN = "#,##0.00"

_zone: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)


@contextmanager
def use_zone(zone: ZoneInfo) -> Iterator[None]:
    """Show times as the clocks of `zone` show them until the block ends."""
    token = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(token)


def format_money(amount: Decimal | None, *, unit: bool = False) -> str:
    """Yuan with thousands apart and fen: 48,000.00; None is an amount not set."""
    if amount is None:
        return NOT_SET
    text = _yuan(to_fen(amount), current_language().code)
    return gettext("%(amount)s 元", amount=text) if unit else text


def format_date(day: date | None, *, short: bool = False) -> str:
    """2025-11-06 or 6 Nov 2025; short where the year goes without saying."""
    if day is None:
        return NOT_SET
    language = current_language()
    return _day(day, language.short_day if short else language.day, language.code)


def format_datetime(at: datetime | None, *, short: bool = False) -> str:
    """2025-11-06 14:36 on the store's clock; short: 11-06 14:36."""
    if at is None:
        return NOT_SET
    local = _on_the_wall(at)
    return f"{format_date(local.date(), short=short)} {local:%H:%M}"


def format_time(at: datetime | None) -> str:
    """14:36 on the store's clock."""
    return NOT_SET if at is None else f"{_on_the_wall(at):%H:%M}"


def format_month_day(day: date) -> str:
    """11月6日, 6 November: a day as it is said, its year known."""
    locale = _cldr(current_language().code)
    return str(dates.format_skeleton("MMMMd", day, locale=locale))


def format_weekday(day: date) -> str:
    """星期四, Thursday."""
    names = dates.get_day_names("wide", locale=_cldr(current_language().code))
    return str(names[day.weekday()])


def format_phone(number: str | None) -> str:
    """A Chinese mobile as it is read out, 138 0013 4471; any other as it is stored."""
    text = (number or "").removeprefix("+86")
    if len(text) != len("13800134471") or not text.isdigit():
        return text
    return f"{text[:3]} {text[3:7]} {text[7:]}"


def format_minutes(minutes: int) -> str:
    """How long something has lasted: 2 分, 3:24, 1 天."""
    if minutes < MINUTES_PER_HOUR:
        return gettext("%(minutes)s 分", minutes=minutes)
    if minutes < MINUTES_PER_DAY:
        return format_hours(minutes)
    return gettext("%(days)s 天", days=minutes // MINUTES_PER_DAY)


def format_hours(minutes: int) -> str:
    """Hours and minutes as time left shows them: 0:11, 3:24."""
    return f"{minutes // MINUTES_PER_HOUR}:{minutes % MINUTES_PER_HOUR:02d}"


def _on_the_wall(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time without its zone cannot be shown")
    return at.astimezone(_zone.get() or ZoneInfo("Asia/Shanghai"))


# A page shows the same few days and round amounts over and over.
@lru_cache(maxsize=4096)
def _day(day: date, pattern: str, code: str) -> str:
    return dates.format_date(day, pattern, locale=_cldr(code))


@lru_cache(maxsize=4096)
def _yuan(amount: Decimal, code: str) -> str:
    return numbers.format_decimal(amount, YUAN_AND_FEN, locale=_cldr(code))


@lru_cache
def _cldr(code: str) -> Locale:
    return Locale.parse(LANGUAGES[code].cldr)
