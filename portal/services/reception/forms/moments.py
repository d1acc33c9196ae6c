"""Days and hours as people write them at a counter."""

import re
import unicodedata
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONGEST = len("二零二五年十二月十日 16:20:00")
YEAR, MONTH, DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
# 2025-12-10, 2025/12/10, 2025年12月10日, 20251210; without the year: 12-10, 12月10日.
DAYS = (
    re.compile(rf"(?:{YEAR}[-/.年])?{MONTH}[-/.月]{DAY}[日号]?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)
# 16:30, 9点, 9点30分, 16时20.
HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?|[点时](?:(?P<part>\d{1,2})分?)?)"
)


def parse_day(text: str, today: date, *, ahead: bool) -> date | None:
    """The day; without a year the nearest one ahead of today, or behind it.

    None when the text is not a day of the calendar.
    """
    plain = _plain(text)
    match = next((m for form in DAYS if (m := form.fullmatch(plain))), None)
    if match is None:
        return None
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        return _date(int(match["year"]), month, day)
    return _nearest(month, day, today, ahead=ahead)


def parse_moment(
    text: str, now: datetime, zone: ZoneInfo, *, ahead: bool
) -> datetime | None:
    """The moment in the zone of the store: an hour of today, or a day and an hour."""
    today = now.astimezone(zone).date()
    day_text, _, hour_text = _split(_plain(text))
    hour = _hour(hour_text)
    day = parse_day(day_text, today, ahead=ahead) if day_text else today
    return datetime.combine(day, hour, zone) if day and hour else None


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    return "" if len(plain) > LONGEST else plain


def _split(plain: str) -> tuple[str, str, str]:
    """Day and hour; "T", blanks or nothing may stand between 日 and the hour."""
    if " " in plain or "T" in plain:
        head, mark, tail = re.sub(r"\s+|T", " ", plain).partition(" ")
        return head, mark, tail
    head, mark, tail = plain.partition("日")
    return (head + mark, "", tail) if mark else ("", "", plain)


def _hour(text: str) -> time | None:
    match = HOUR.fullmatch(text)
    if match is None:
        return None
    try:
        return time(int(match["hour"]), int(match["minute"] or match["part"] or 0))
    except ValueError:
        return None


def _nearest(month: int, day: int, today: date, *, ahead: bool) -> date | None:
    here = _date(today.year, month, day)
    if here is not None and (here >= today if ahead else here <= today):
        return here
    # The 29th of February stands in few years: then the year has to be written.
    return _date(today.year + (1 if ahead else -1), month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
