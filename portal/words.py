"""Words for people: gettext through a ContextVar, figures as a reader expects them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.support import NullTranslations, Translations

from portal.amounts import to_fen

# The Chinese text is the message id, so the source language needs no catalogue to work.
SOURCE_LOCALE = "zh_Hans"
NOT_SET = "—"
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR

_locale: ContextVar[str] = ContextVar("locale", default=SOURCE_LOCALE)
_zone: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)


def gettext(message: str, **values: object) -> str:
    """`message` in the reader's language, `%(name)s` filled in from `values`."""
    text = _translations(_locale.get()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """As gettext, for languages that tell one from many; `%(num)s` is `n`."""
    return choose(singular, plural, n) % {"num": n, **values}


def choose(singular: str, plural: str, n: int) -> str:
    """The form of the message for `n`, its values not yet filled in."""
    return _translations(_locale.get()).ngettext(singular, plural, n)


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak `locale` until the block ends."""
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


@contextmanager
def use_zone(zone: ZoneInfo) -> Iterator[None]:
    """Show times as the clocks of `zone` show them until the block ends."""
    token = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(token)


def current_locale() -> str:
    """The language being spoken, for `<html lang>`."""
    return _locale.get()


def format_money(amount: Decimal | None, *, unit: bool = False) -> str:
    """Yuan with thousands commas and fen: 48,000.00; None is an amount not set."""
    if amount is None:
        return NOT_SET
    text = f"{to_fen(amount):,.2f}"
    return gettext("%(amount)s 元", amount=text) if unit else text


def format_date(day: date | None, *, short: bool = False) -> str:
    """2025-11-06, or 11-06 where the year goes without saying."""
    if day is None:
        return NOT_SET
    return f"{day:%m-%d}" if short else day.isoformat()


def format_datetime(at: datetime | None, *, short: bool = False) -> str:
    """2025-11-06 14:36 on the store's clock; short: 11-06 14:36."""
    if at is None:
        return NOT_SET
    local = _on_the_wall(at)
    return f"{format_date(local.date(), short=short)} {local:%H:%M}"


def format_time(at: datetime | None) -> str:
    """14:36 on the store's clock."""
    return NOT_SET if at is None else f"{_on_the_wall(at):%H:%M}"


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


@cache
def _translations(locale: str) -> NullTranslations:
    folder = Path(__file__).parent / "locale"
    return Translations.load(str(folder), [locale], domain="portal")
