"""What day it is for the business, whatever the machine thinks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.clock import MovingClock, SystemClock, business_date

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 11, 5, 15, 59, 59, 999999, UTC), date(2025, 11, 5)),
        (datetime(2025, 11, 5, 16, 0, tzinfo=UTC), date(2025, 11, 6)),
        (datetime(2024, 2, 28, 16, 0, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
        # Shanghai kept summer time in 1986-1991: its day began an hour earlier.
        (datetime(1988, 6, 30, 15, 0, tzinfo=UTC), date(1988, 7, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_the_store(moment, day):
    assert business_date(moment, SHANGHAI) == day


def test_a_time_without_its_zone_is_no_moment():
    with pytest.raises(ValueError, match="zone"):
        business_date(datetime(2025, 11, 6), SHANGHAI)  # noqa: DTZ001 - the fault


def test_the_moving_clock_stands_still_until_it_is_moved():
    clock = MovingClock(datetime(2025, 11, 6, 9, 0, tzinfo=SHANGHAI))
    assert clock.now() == clock.now() == datetime(2025, 11, 6, 1, 0, tzinfo=UTC)
    clock.advance(timedelta(minutes=15))
    assert clock.now() == datetime(2025, 11, 6, 1, 15, tzinfo=UTC)
    clock.set(datetime(2025, 11, 1, tzinfo=UTC))
    assert clock.now().day == 1


def test_the_system_clock_speaks_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)
