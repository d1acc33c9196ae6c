"""FEEL's operators and functions on plain values; what cannot be worked out is null."""

import operator
from collections.abc import Callable
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
)
from typing import Any

# Decimal128, as DMN asks for. No traps: what overflows or is undefined becomes null.
MATH = Context(prec=34, Emin=-6143, Emax=6144, traps=[])


def _finite(value: Decimal) -> Decimal | None:
    return value if value.is_finite() else None


def _seconds(value: timedelta) -> Decimal:
    whole = value.days * 86400 + value.seconds
    return Decimal(whole) + Decimal(value.microseconds) / 1_000_000


def _shift(left: Any, right: Any, sign: Callable[[Any, Any], Any]) -> Any:
    try:
        return sign(left, right)
    except OverflowError:
        return None


def _as_duration(seconds: Decimal | None) -> timedelta | None:
    if seconds is None or abs(seconds) > 86400 * 999_999_999:
        return None
    return timedelta(microseconds=int(seconds * 1_000_000))


def add(left: Any, right: Any) -> Any:
    if isinstance(left, Decimal):
        return _finite(MATH.add(left, right))
    return _shift(left, right, operator.add)


def subtract(left: Any, right: Any) -> Any:
    if isinstance(left, Decimal):
        return _finite(MATH.subtract(left, right))
    return _shift(left, right, operator.sub)


def multiply(left: Any, right: Any) -> Any:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _finite(MATH.multiply(left, right))
    length, times = (left, right) if isinstance(left, timedelta) else (right, left)
    return _as_duration(_finite(MATH.multiply(_seconds(length), times)))


def divide(left: Any, right: Any) -> Any:
    """Division by zero is null, as in FEEL."""
    if isinstance(left, Decimal):
        return _finite(MATH.divide(left, right))
    if isinstance(right, timedelta):
        return _finite(MATH.divide(_seconds(left), _seconds(right)))
    return _as_duration(_finite(MATH.divide(_seconds(left), right)))


def power(left: Decimal, right: Decimal) -> Decimal | None:
    return _finite(MATH.power(left, right))


def _rounded(value: Decimal, places: Decimal, rounding: str) -> Decimal | None:
    if places != places.to_integral_value() or not -6111 <= places <= 6176:
        return None
    if value.is_zero() and places >= 0:
        return Decimal(0)
    unit = Decimal((0, (1,), -int(places)))
    if value.as_tuple().exponent >= -places:  # type: ignore[operator]
        return value
    return _finite(value.quantize(unit, rounding=rounding, context=MATH))


def round_half_up(value: Decimal, places: Decimal = Decimal(0)) -> Decimal | None:
    """Half away from zero, as money is rounded at a counter."""
    return _rounded(value, places, ROUND_HALF_UP)


def decimal_places(value: Decimal, places: Decimal) -> Decimal | None:
    """FEEL's decimal(): half to even."""
    return _rounded(value, places, ROUND_HALF_EVEN)


def floor(value: Decimal) -> Decimal | None:
    return _rounded(value, Decimal(0), ROUND_FLOOR)


def ceiling(value: Decimal) -> Decimal | None:
    return _rounded(value, Decimal(0), ROUND_CEILING)


def minus(value: Any) -> Any:
    return value.copy_negate() if isinstance(value, Decimal) else -value


def absolute(value: Any) -> Any:
    return value.copy_abs() if isinstance(value, Decimal) else abs(value)


def smallest(*values: Any) -> Any:
    return min(values)


def largest(*values: Any) -> Any:
    return max(values)


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# name: (what it calls, fewest arguments, most arguments, kinds it takes)
NUMBERS = ("number",)
FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int, tuple[str, ...]]] = {
    "min": (smallest, 1, 20, ("number", "date", "time", "datetime", "duration")),
    "max": (largest, 1, 20, ("number", "date", "time", "datetime", "duration")),
    "floor": (floor, 1, 1, NUMBERS),
    "ceiling": (ceiling, 1, 1, NUMBERS),
    "round_half_up": (round_half_up, 1, 2, NUMBERS),
    "decimal": (decimal_places, 2, 2, NUMBERS),
    "abs": (absolute, 1, 1, ("number", "duration")),
}
# The functions whose last argument is a number of places, which may be out of bounds.
ROUNDING = frozenset({"round_half_up", "decimal"})
