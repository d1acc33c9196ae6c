"""One literal of a column's type: read exactly from text, and shown again in words."""

import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from portal.rules.table import Value

# A date-time without an offset is read on the clock of the house: UTC+8 all year.
HOUSE_CLOCK = timezone(timedelta(hours=8))
NUMERIC = frozenset({"money", "number", "integer"})
ORDERED = NUMERIC | {"date", "time", "datetime", "duration"}

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?\Z")
_DATETIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}"
    r"(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?\Z"
)
_DURATION = re.compile(
    r"(?P<sign>-)?P(?=[0-9T])((?P<days>[0-9]{1,7})D)?"
    r"(T(?=[0-9])((?P<hours>[0-9]{1,7})H)?((?P<minutes>[0-9]{1,8})M)?"
    r"((?P<seconds>[0-9]{1,9})S)?)?\Z"
)
_EXAMPLES = {
    "money": "30000 或 29999.99",
    "number": "3 或 0.2",
    "integer": "3",
    "boolean": "true 或 false",
    "date": "2025-01-01",
    "time": '"18:30"',
    "datetime": '"2025-01-01T18:30"',
    "duration": '"PT2H"(两小时)或 "P1D"(一天)',
}


class BadText(ValueError):
    """A cell, expression or literal that cannot be read; `offset` counts from 0."""

    def __init__(self, message: str, fix: str = "", offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.offset = offset


def nearest(word: str, known: Any) -> str:
    """A hint naming the closest known word, or an empty string."""
    close = get_close_matches(word, [str(one) for one in known], n=1, cutoff=0.6)
    return f"是不是想写 {close[0]}?" if close else ""


def read_value(text: str, type_: str) -> Value:
    """The value a literal of this column type stands for; raises BadText."""
    try:
        value = _read(text, type_)
    except (ValueError, OverflowError):
        value = None
    if value is None:
        raise BadText(
            f"“{text}”不是{TYPE_WORDS[type_]}", f"应写成 {_EXAMPLES[type_]}。"
        )
    return value


TYPE_WORDS = {
    "money": "金额",
    "number": "数字",
    "integer": "整数",
    "boolean": "是或否",
    "text": "文字",
    "date": "日期",
    "time": "时刻",
    "datetime": "日期和时刻",
    "duration": "时长",
}


def _read(text: str, type_: str) -> Value:
    if type_ in NUMERIC:
        return _read_number(text, type_)
    if type_ == "text":
        return text
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text)
    if type_ == "date":
        return date.fromisoformat(text) if _DATE.match(text) else None
    if type_ == "time":
        return time.fromisoformat(text) if _TIME.match(text) else None
    if type_ == "datetime":
        return read_datetime(text)
    return read_duration(text)


def _read_number(text: str, type_: str) -> Decimal | None:
    if len(text) > 40 or not _NUMBER.match(text):
        return None
    number = Decimal(text)
    if type_ == "integer" and number != number.to_integral_value():
        return None
    return number


def read_datetime(text: str) -> datetime | None:
    """An ISO date-time; without an offset it is read on the clock of the house."""
    if not _DATETIME.match(text):
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=HOUSE_CLOCK)


def read_duration(text: str) -> timedelta | None:
    """An ISO duration of days, hours, minutes, seconds; months have no fixed length."""
    found = _DURATION.match(text)
    if not found:
        return None
    parts = {
        name: int(found[name] or 0) for name in ("days", "hours", "minutes", "seconds")
    }
    length = timedelta(**parts)
    return -length if found["sign"] else length


def show_value(value: object) -> str:
    """A value as it would be written in a rule file."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, timedelta):
        return show_duration(value)
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def show_number(value: Decimal) -> str:
    """Every digit, never an exponent: 30000, 29999.99, 0.2."""
    if value.is_zero():
        return "0"
    return format(
        value.quantize(Decimal(1)) if _is_short_integer(value) else value, "f"
    )


def _is_short_integer(value: Decimal) -> bool:
    return value.adjusted() < 27 and value == value.to_integral_value()


def show_duration(value: timedelta) -> str:
    """ISO form of a duration, such as PT2H or P1DT30M."""
    sign, rest = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(rest.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(
        f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n
    )
    days = f"{rest.days}D" if rest.days else ""
    return (
        f"{sign}P{days}" + (f"T{clock}" if clock else "") if days or clock else "PT0S"
    )
