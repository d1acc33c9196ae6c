"""Business weeks, quarters and days of a site as dates and moments."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.clock import quarter_start
from portal.rules.evaluate import decide
from portal.rules.library import RuleSet

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


def figure(rules: RuleSet, table: str, name: str, on: date) -> object:
    """One figure of a settings table (`rules/<subject>/settings.yaml`)."""
    return decide(rules[table], {}, on).one[name]


def week_start(day: date, rules: RuleSet) -> date:
    """The first day of the week `day` lies in (dispatch.settings week_start)."""
    first = WEEKDAYS.index(str(figure(rules, "dispatch.settings", "week_start", day)))
    return day - timedelta(days=(day.weekday() - first) % len(WEEKDAYS))


def next_week(day: date, rules: RuleSet) -> date:
    """The first day of the week after."""
    return week_start(day, rules) + timedelta(weeks=1)


def last_quarter(day: date) -> tuple[date, date]:
    """First and last day of the quarter before."""
    end = quarter_start(day) - timedelta(days=1)
    return quarter_start(end), end


def last_year(day: date) -> tuple[date, date]:
    """First and last day of the year before."""
    first = date(day.year, 1, 1)
    return date(day.year - 1, 1, 1), first - timedelta(days=1)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which the business day begins."""
    return datetime.combine(day, time.min, zone)
