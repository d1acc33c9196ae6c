"""The only place that asks what time it is, and what day it is for the business."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; handed in wherever time matters, never reached for."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovingClock:
    """A clock that stands still until it is moved: for the demo house and for tests."""

    def __init__(self, at: datetime) -> None:
        self._at = _utc(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Stand at `at` (aware), earlier or later than before."""
        self._at = _utc(at)

    def advance(self, span: timedelta) -> datetime:
        """Move on by `span` and say where the clock stands now."""
        self._at += span
        return self._at


class ShiftedClock:
    """The machine's clock moved by a span: the demo's day is always well begun."""

    def __init__(self, shift: timedelta) -> None:
        self._shift = shift

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


def business_date(now: datetime, zone: ZoneInfo) -> date:
    """The calendar day of the store at `now` (aware)."""
    return _aware(now).astimezone(zone).date()


def minutes_long(minutes: Decimal) -> timedelta:
    """A span of so many minutes, fractions included (to the second)."""
    return timedelta(seconds=int(minutes * 60))


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter `day` lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _utc(at: datetime) -> datetime:
    return _aware(at).astimezone(UTC)


def _aware(at: datetime) -> datetime:
    # A naive time would silently be read in the zone of the machine.
    if at.tzinfo is None:
        raise ValueError("a time without its zone is not a moment")
    return at
