"""When a thing is due: one row of rules/obligations/ reckoned from a moment (pure)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.rules.calendar import WorkCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a row says: `count` of `unit`, at `at` of that day (None = when it ends)."""

    unit: str
    count: int | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The due moment, the limit it came from, and days off that were passed over."""

    due_at: datetime
    limit: Limit
    passed_over: tuple[date, ...] = ()


def reckon(
    limit: Limit, since: datetime, zone: ZoneInfo, calendar: WorkCalendar
) -> Reckoned:
    """The due time of something that began at `since` (aware).

    minutes and days run on the clock; workdays skip weekends, holidays and the house's
    days off, make-up days count. Raises ValueError for an unknown unit.
    """
    local = since.astimezone(zone)
    count = limit.count or 0
    if limit.unit == "minutes":
        return Reckoned(since + timedelta(minutes=count), limit)
    if limit.unit == "days":
        # A day is a day of the calendar: the same hour, whatever the clocks did.
        moved = local.replace(tzinfo=None) + timedelta(days=count)
        due = moved.replace(tzinfo=zone)
        return Reckoned(_at(moved.date(), limit, zone) if limit.at else due, limit)
    if limit.unit == "same_day":
        return Reckoned(_same_day(local, limit, zone), limit)
    if limit.unit == "month_end":
        return Reckoned(_at(_month_end(local.date()), limit, zone), limit)
    if limit.unit in ("workdays", "next_workday"):
        days = count if limit.unit == "workdays" else 1
        day = calendar.add_workdays(local.date(), days)
        off = _days_off(local.date(), day, calendar)
        return Reckoned(_at(day, limit, zone), limit, off)
    raise ValueError(f"no obligation is reckoned in {limit.unit}")


def _same_day(local: datetime, limit: Limit, zone: ZoneInfo) -> datetime:
    due = _at(local.date(), limit, zone)
    # What begins after the hour still has the rest of its day.
    return due if due > local else _end_of(local.date(), zone)


def _at(day: date, limit: Limit, zone: ZoneInfo) -> datetime:
    if limit.at is None:
        return _end_of(day, zone)
    return datetime.combine(day, limit.at, zone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + ONE_DAY, time.min, zone)


def _month_end(day: date) -> date:
    _, days = monthrange(day.year, day.month)
    return day.replace(day=days)


def _days_off(start: date, end: date, calendar: WorkCalendar) -> tuple[date, ...]:
    between = (start + ONE_DAY * n for n in range(1, (end - start).days))
    return tuple(day for day in between if not calendar.is_workday(day))


def limit_of(outcome: dict[str, Any], minutes: int | None) -> Limit:
    """The limit a row answers; `minutes` is the count where the row has none."""
    count = outcome["count"] if outcome["count"] is not None else minutes
    return Limit(
        unit=outcome["unit"],
        count=None if count is None else int(count),
        at=outcome["at"],
    )
