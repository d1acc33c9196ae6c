"""When a thing is due: clocks, working days, make-up days, month ends, other zones."""

import os
import time as clock_of_the_machine
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from portal.rules.calendar import HouseDay, WorkCalendar, load_calendar
from portal.services.obligations.due import Limit, reckon

ZONE = ZoneInfo("Asia/Shanghai")
RULES = Path(__file__).parents[2] / "rules"
SIX = time(18, 0)


def due(since, calendar=None, **limit):
    """When something that began then is due, as the store's clocks show it."""
    calendar = calendar or load_calendar(RULES / "calendar" / "overrides.yaml", RULES)
    begun = datetime.fromisoformat(since).replace(tzinfo=ZONE).astimezone(UTC)
    found = reckon(Limit(**limit), begun, ZONE, calendar)
    return f"{found.due_at.astimezone(ZONE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("since", "minutes", "expected"),
    [
        ("2025-11-06 14:17", 30, "2025-11-06 14:47"),
        ("2025-11-06 23:30", 120, "2025-11-07 01:30"),
        ("2025-12-31 23:59", 1, "2026-01-01 00:00"),
        ("2028-02-28 23:50", 20, "2028-02-29 00:10"),
    ],
)
def test_minutes_run_on_the_clock_day_and_night(since, minutes, expected):
    assert due(since, unit="minutes", count=minutes) == expected


@pytest.mark.parametrize(
    ("since", "days", "expected"),
    [
        # Thursday: Friday, then over the weekend to Monday.
        ("2025-11-06 10:00", 1, "2025-11-08 00:00"),
        ("2025-11-06 10:00", 2, "2025-11-11 00:00"),
        ("2025-11-07 23:59", 1, "2025-11-11 00:00"),
        ("2025-11-08 09:00", 1, "2025-11-11 00:00"),
        # National Day 2025: rest from 10-01 to 10-08, worked on Sunday 09-28 and
        # Saturday 10-11.
        ("2025-09-26 10:00", 1, "2025-09-29 00:00"),
        ("2025-09-30 10:00", 1, "2025-10-10 00:00"),
        ("2025-09-30 10:00", 2, "2025-10-11 00:00"),
        ("2025-09-30 10:00", 3, "2025-10-12 00:00"),
        ("2025-10-10 10:00", 1, "2025-10-12 00:00"),
        # Spring Festival 2025: rest from 01-28 to 02-04, worked on Sunday 01-26 and
        # Saturday 02-08.
        ("2025-01-24 10:00", 1, "2025-01-27 00:00"),
        ("2025-01-27 10:00", 1, "2025-02-06 00:00"),
        ("2025-02-07 10:00", 1, "2025-02-09 00:00"),
        ("2025-12-31 10:00", 1, "2026-01-05 00:00"),
        ("2025-11-06 10:00", 0, "2025-11-07 00:00"),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(since, days, expected):
    assert due(since, unit="workdays", count=days) == expected
    if days == 1:
        assert due(since, unit="next_workday") == expected


def test_the_house_s_own_calendar_prevails():
    day = datetime.fromisoformat("2025-11-07").date()
    calendar = WorkCalendar([HouseDay(day, False, "盘点")])
    assert (
        due("2025-11-06 10:00", calendar, unit="workdays", count=1)
        == "2025-11-11 00:00"
    )


@pytest.mark.parametrize(
    ("since", "at", "expected"),
    [
        ("2025-11-06 10:00", None, "2025-11-07 00:00"),
        ("2025-11-06 10:00", SIX, "2025-11-06 18:00"),
        # After the hour there is still the rest of the day.
        ("2025-11-06 18:00", SIX, "2025-11-07 00:00"),
        ("2025-11-06 21:00", SIX, "2025-11-07 00:00"),
        ("2025-11-06 00:00", SIX, "2025-11-06 18:00"),
    ],
)
def test_the_same_day_is_the_day_of_the_store(since, at, expected):
    assert due(since, unit="same_day", at=at) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2025-11-06 10:00", "2025-12-01 00:00"),
        ("2025-11-30 23:59", "2025-12-01 00:00"),
        ("2025-12-31 12:00", "2026-01-01 00:00"),
        ("2025-02-01 00:00", "2025-03-01 00:00"),
        ("2028-02-29 10:00", "2028-03-01 00:00"),
    ],
)
def test_the_month_s_end_is_the_end_of_its_last_day(since, expected):
    assert due(since, unit="month_end") == expected


@pytest.mark.parametrize(
    ("since", "days", "expected"),
    [
        ("2025-11-06 10:00", 30, "2025-12-06 10:00"),
        ("2028-01-30 10:00", 30, "2028-02-29 10:00"),
        ("2025-01-31 00:00", 1, "2025-02-01 00:00"),
    ],
)
def test_plain_days_keep_the_hour(since, days, expected):
    assert due(since, unit="days", count=days) == expected


def test_the_zone_of_the_server_changes_nothing():
    before = os.environ.get("TZ")
    try:
        for zone in ("UTC", "America/New_York", "Asia/Shanghai"):
            os.environ["TZ"] = zone
            clock_of_the_machine.tzset()
            assert (
                due("2025-09-30 23:30", unit="workdays", count=2) == "2025-10-11 00:00"
            )
            assert due("2025-11-06 23:30", unit="same_day") == "2025-11-07 00:00"
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        clock_of_the_machine.tzset()


def test_an_unknown_unit_is_a_fault():
    with pytest.raises(ValueError, match="fortnights"):
        due("2025-11-06 10:00", unit="fortnights", count=1)
