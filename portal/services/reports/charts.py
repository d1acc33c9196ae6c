"""Small charts: bars by channel, a line through the days; each told in words too."""

from datetime import timedelta

from portal.services.reports.figures import SOURCES, Told, parts
from portal.services.reports.measures import ENQUIRIES
from portal.services.reports.shapes import Bar, Chart
from portal.services.reports.sources import hundredths
from portal.services.reports.spans import DAY
from portal.words import format_date, listed
from portal.words import gettext as _


def charts(told: Told, by_day: list[int]) -> list[Chart]:
    """Where clients came from, and for a week or a month on which days."""
    found = [_by_channel(told)]
    if told.span.kind != DAY:
        found.append(_by_day(told, by_day))
    return [chart for chart in found if any(bar.share for bar in chart.bars)]


def _by_channel(told: Told) -> Chart:
    found = [
        (label, int(told.now.get(key, 0)))
        for key, label in parts(told, ENQUIRIES, SOURCES)
    ]
    return _chart("bars", _("来单按渠道"), found)


def _by_day(told: Told, by_day: list[int]) -> Chart:
    days = [
        (format_date(told.span.first + timedelta(days=n), short=True), count)
        for n, count in enumerate(by_day)
    ]
    return _chart("line", _("来单按日"), days)


def _chart(kind: str, title: str, found: list[tuple[str, int]]) -> Chart:
    most = max((count for _label, count in found), default=0)
    return Chart(
        kind=kind,
        title=title,
        told=listed(f"{label} {count}" for label, count in found),
        bars=[
            Bar(label=label, text=str(count), share=hundredths(count, most))
            for label, count in found
        ],
    )
