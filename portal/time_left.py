"""Time left until something is due: word, figure and bar for _left.html (look.md)."""

from datetime import datetime, timedelta

import msgspec

from portal.words import format_datetime, format_hours, format_minutes

SOON_SHARE = 0.4  # the last two fifths of the span are "soon", at most an hour
SOON_AT_MOST = timedelta(hours=1)
BAR_STEP = 5  # the bar empties in steps of five per cent


class TimeLeft(msgspec.Struct, frozen=True, kw_only=True):
    """`kind`: "" or "soon" or "over"; `percent` of the span that is left."""

    kind: str
    text: str
    percent: int
    due_at: str
    from_at: str
    soon_at: str
    due_text: str


def time_left(
    since: datetime, due: datetime, now: datetime, due_text: str = ""
) -> TimeLeft:
    """What is left of the span from `since` to `due` at `now` (aware times)."""
    span = max(due - since, timedelta(seconds=1))
    left = due - now
    soon = due - min((due - since) * SOON_SHARE, SOON_AT_MOST)
    percent = round(max(left, timedelta()) / span * 100 / BAR_STEP) * BAR_STEP
    return TimeLeft(
        kind="over" if left < timedelta() else "soon" if now >= soon else "",
        text=span_in_words(abs(left)),
        percent=min(percent, 100),
        due_at=due.isoformat(),
        from_at=since.isoformat(),
        soon_at=soon.isoformat(),
        due_text=due_text or format_datetime(due),
    )


def span_in_words(span: timedelta) -> str:
    """0:11, 3:24, 2 天."""
    minutes = span // timedelta(minutes=1)
    return (
        format_minutes(minutes) if span >= timedelta(days=1) else format_hours(minutes)
    )
