"""What a cell of a workbook says, as the text somebody would have typed."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

YES, NO = "是", "否"


def as_text(value: object) -> str:
    """Phones and areas come as floats: 13800134471.0 is 13800134471."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _number(value: float) -> str:
    if not isfinite(value):
        return str(value)
    # The shortest text that means the same number, never 1.38E+10.
    text = f"{Decimal(repr(value)):f}"
    return text.removesuffix(".0")
