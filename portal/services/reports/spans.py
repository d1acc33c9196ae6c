"""A day, a week or a month of the store, the one before it and the one after."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from portal.services.periods import start_of, week_start
from portal.services.use_case import Act
from portal.words import format_date
from portal.words import gettext as _

DAY, WEEK, MONTH = "day", "week", "month"
KINDS = (DAY, WEEK, MONTH)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """`first` to `last` as business days; records count from `start` until `until`.

    until: the end of the last day, or where a comparison with a span that is still
    running is cut. now: the moment the figures are reckoned at.
    """

    kind: str
    first: date
    last: date
    start: datetime
    until: datetime
    now: datetime

    @property
    def is_over(self) -> bool:
        """Whether nothing can be added any more by the clock."""
        return self.until <= self.now

    @property
    def told_until(self) -> datetime:
        """How far the figures reach: the end, or now."""
        return min(self.until, self.now)


def span_of(act: Act, kind: str, day: date) -> Span:
    """The day, week or month in which `day` lies, in business days of the store."""
    first = _first(act, kind, day)
    after = _after(kind, first)
    zone = act.house.zone
    return Span(
        kind=kind,
        first=first,
        last=after - ONE_DAY,
        start=start_of(first, zone),
        until=start_of(after, zone),
        now=act.house.clock.now(),
    )


def _first(act: Act, kind: str, day: date) -> date:
    if kind == WEEK:
        return week_start(day, act.rules)
    return day.replace(day=1) if kind == MONTH else day


def _after(kind: str, first: date) -> date:
    """The first day of the span that follows."""
    if kind == WEEK:
        return first + timedelta(weeks=1)
    if kind == DAY:
        return first + ONE_DAY
    _weekday, days = monthrange(first.year, first.month)
    return first + timedelta(days=days)


def span_before(act: Act, span: Span) -> Span:
    """The whole span before."""
    return span_of(act, span.kind, span.first - ONE_DAY)


def span_after(act: Act, span: Span) -> Span:
    """The span that follows."""
    return span_of(act, span.kind, span.last + ONE_DAY)


def compared(act: Act, span: Span) -> Span:
    """What the span is compared with: the one before, as far as this one has come."""
    before = span_before(act, span)
    if span.is_over:
        return before
    reached = before.start + max(timedelta(0), span.now - span.start)
    return replace(before, until=min(before.until, reached))


def span_words(span: Span) -> str:
    """The span as it stands at the head of its sheet."""
    if span.kind == DAY:
        return format_date(span.first)
    if span.kind == MONTH:
        return _(
            "%(year)s 年 %(month)s 月", year=span.first.year, month=span.first.month
        )
    return _(
        "%(first)s 至 %(last)s",
        first=format_date(span.first),
        last=format_date(span.last, short=True),
    )


def span_no(span: Span) -> str:
    """The span in signs, the same in every language: 2025-11-03/11-09."""
    if span.kind == DAY:
        return span.first.isoformat()
    if span.kind == MONTH:
        return f"{span.first:%Y-%m}"
    return f"{span.first.isoformat()}/{span.last:%m-%d}"


def kind_words() -> dict[str, str]:
    """The three sheets by kind."""
    return {DAY: _("日报"), WEEK: _("周报"), MONTH: _("月报")}
