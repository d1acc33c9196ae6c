"""A value that stands for a whole gap between two constants of a column."""

from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import Any

from portal.rules.cell.values import HOUSE_CLOCK
from portal.rules.table import Column

_STEP = {"integer": Decimal(1), "date": timedelta(days=1)}
# Wide enough for the middle of any two literals a file can hold.
_WIDE = Context(prec=100)


def pick(type_: str, low: Any, low_in: bool, high: Any, high_in: bool) -> Any:
    """A value of the gap between low and high: an included bound, or one step off.

    The caller checks that it really lies inside; None where the type has no room.
    """
    if low_in:
        return low
    if high_in:
        return high
    try:
        if type_ in _STEP:
            return _step(type_, low, high)
        return _middle(type_, low, high)
    except OverflowError:
        return None


def _step(type_: str, low: Any, high: Any) -> Any:
    step = _STEP[type_]
    if low is not None:
        return low + step
    if high is not None:
        return high - step
    return _START[type_]


def _middle(type_: str, low: Any, high: Any) -> Any:
    if type_ == "time":
        return _middle_time(low, high)
    step = Decimal(1) if isinstance(_START[type_], Decimal) else timedelta(hours=1)
    if low is None:
        return _START[type_] if high is None else high - step
    if high is None:
        return low + step
    if isinstance(low, Decimal):
        return _WIDE.divide(_WIDE.add(low, high), Decimal(2))
    return low + (high - low) / 2


def _middle_time(low: time | None, high: time | None) -> time:
    """Halfway between two times; the ends of the day where there is no bound."""
    day = datetime(2000, 1, 1, tzinfo=HOUSE_CLOCK)
    start = datetime.combine(day, low or time(0), HOUSE_CLOCK)
    end = datetime.combine(day, high or time.max, HOUSE_CLOCK)
    if low is None and high != time(0):
        return time(0)
    return (start + (end - start) / 2).time()


_START: dict[str, Any] = {
    "money": Decimal(0),
    "number": Decimal(0),
    "integer": Decimal(0),
    "date": date(2025, 1, 1),
    "datetime": datetime(2025, 1, 1, tzinfo=HOUSE_CLOCK),
    "duration": timedelta(hours=1),
}


def in_domain(value: Any, column: Column) -> bool:
    """Whether a value that is not null lies inside values, min and max."""
    if column.values is not None:
        return value in column.values
    if column.min is not None and value < column.min:
        return False
    return column.max is None or value <= column.max
