"""How much of a thing's time is left, for the bar and the words beside it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.models.obligations import Obligation
from portal.services.obligations.shapes import TimeLeft
from portal.services.obligations.words import due_words
from portal.words import format_minutes

ONE_MINUTE = timedelta(minutes=1)


def time_left(
    one: Obligation, now: datetime, zone: ZoneInfo, settings: dict[str, Any]
) -> TimeLeft:
    """The bar and the words; "soon" is the last share of the span or the last minutes, the shorter.

    Both figures, and the step of the bar, stand in obligations.settings.
    """
    span = max(one.due_at - one.since, ONE_MINUTE)
    left = one.due_at - now
    soon = min(
        span * int(settings["soon_share"] * 100) // 100,
        timedelta(minutes=int(settings["soon_minutes"])),
    )
    minutes = abs(left) // ONE_MINUTE
    step = int(settings["bar_step"])
    percent = -(-100 * max(left, timedelta()) // span)
    return TimeLeft(
        kind="over" if left < timedelta() else "soon" if left <= soon else "",
        text=format_minutes(minutes),
        percent=min(-(-percent // step) * step, 100),
        due_at=one.due_at.isoformat(),
        from_at=one.since.isoformat(),
        soon_at=(one.due_at - soon).isoformat(),
        due_text=due_words(one.due_at, zone),
    )
