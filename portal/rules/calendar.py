"""Which days are worked: China's holidays and make-up days, then the house's own.

The published make-up days come from the `holidays` package, a year at a time; the
house's calendar (rules/calendar/overrides.yaml) prevails over them day by day:

    complete_through: 2027-12-31     # if the make-up days are entered so far
    days:
      - {date: 2026-02-14, kind: work, note: 春节前盘点，全店上班}
      - {date: 2026-02-27, kind: rest, note: 全店旅游}
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.load import Entries, Node, file_name, parse_tree, read_source, scalars
from portal.rules.load.faults import Faults

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Every published day from this year on was compared with the official notices.
FIRST_CHECKED_YEAR = 2018


@dataclass(frozen=True, slots=True)
class HouseDay:
    """A day the house settles itself: worked or not, and why."""

    day: date
    is_work: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class _PublishedYear:
    rest: Mapping[date, str]
    make_up: frozenset[date]


@cache
def _published(year: int) -> _PublishedYear:
    """One year of the State Council's arrangement, complete before anyone reads it.

    The package fills a shared object while it is being read, which two threads may
    not do at once; a year of its own for each call avoids that.
    """
    china = holidays.country_holidays("CN", years=year, expand=False, language="zh_CN")
    make_up = frozenset(day for day in china.weekend_workdays if day.year == year)
    return _PublishedYear(dict(china.items()), make_up)


@cache
def _last_published_year() -> int:
    """The last year whose make-up days are known; every arranged year has some."""
    year = FIRST_CHECKED_YEAR
    while _published(year + 1).make_up:
        year += 1
    return year


class WorkCalendar:
    """Answers for any day; past `expires_on` it knows no make-up days."""

    def __init__(
        self, house_days: Iterable[HouseDay] = (), complete_through: date | None = None
    ) -> None:
        """`complete_through`: how far the house itself has entered the days off."""
        self._house = {one.day: one for one in house_days}
        self._complete_through = complete_through

    def is_workday(self, day: date) -> bool:
        """True on a worked day: the house's word, else the published arrangement."""
        if day in self._house:
            return self._house[day].is_work
        published = _published(day.year)
        if day.weekday() >= SATURDAY:
            return day in published.make_up
        return day not in published.rest

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself is not counted.

        0 gives the day itself; a negative count goes back.
        """
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative backwards.

        How many working days have gone by since `start`, which is not counted.
        """
        if end < start:
            return -self.workdays_between(end, start)
        days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)

    def note(self, day: date) -> str:
        """Why the day is what it is: 春节, 调休上班, the house's note; or ""."""
        if day in self._house:
            return self._house[day].note
        published = _published(day.year)
        return published.rest.get(day) or (
            "调休上班" if day in published.make_up else ""
        )

    @property
    def expires_on(self) -> date:
        """The last day whose make-up days are known."""
        published = date(_last_published_year(), 12, 31)
        return max(published, self._complete_through or published)

    def warning(self, needed_through: date) -> str | None:
        """A sentence when plans reach past what is known, else None."""
        if needed_through <= self.expires_on:
            return None
        last = self.expires_on
        return (
            f"工作日历只知道到 {last.year} 年 {last.month} 月 {last.day} 日的调休安排，"
            f"之后只按周末和法定节日推算。请在 rules/calendar/overrides.yaml 中"
            f"补上 {last.year + 1} 年的调休，并填写 complete_through。"
        )


def load_calendar(path: Path, root: Path) -> WorkCalendar:
    """The working calendar with the house's file over it; `root` is the rules folder.

    Without the file there are no house days. Raises BadRuleFile with every finding.
    """
    if not path.exists():
        return WorkCalendar()
    file = file_name(path, root)
    tree = parse_tree(read_source(path, file), file)
    if not isinstance(tree, Entries):
        at = Position(file, 1, 1)
        raise BadRuleFile([Finding(at, "yaml", "这不是一份日历", "请从 days: 写起。")])
    faults = Faults()
    keys = ("title", "note", "complete_through", "days")
    given = scalars.only_keys(tree, keys, faults, needed=("days",))
    through = scalars.read_date(given.get("complete_through"), faults, "日期")
    days: dict[date, HouseDay] = {}
    for node in scalars.items(given.get("days"), faults, "days "):
        _read_day(node, days, faults)
    faults.raise_any()
    return WorkCalendar(days.values(), through)


def _read_day(node: Node, days: dict[date, HouseDay], faults: Faults) -> None:
    body = scalars.entries(node, faults, "一天")
    if body is None:
        return
    keys = ("date", "kind", "note")
    given = scalars.only_keys(body, keys, faults, needed=("date", "kind"))
    day = scalars.read_date(given.get("date"), faults, "date ")
    kind = scalars.read_text(given.get("kind"), faults, "kind ")
    note = scalars.read_text(given.get("note"), faults, "note ")
    if kind and kind not in ("work", "rest"):
        at = given["kind"].at
        faults.add(at, "type", f"没有 {kind} 这种日子", "work 是上班，rest 是休息。")
    if day in days:
        at = given["date"].at
        faults.add(at, "duplicate", f"{day} 写了两次", "请删去一处。")
    if day:
        days[day] = HouseDay(day, kind == "work", note)
