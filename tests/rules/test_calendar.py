"""Working days as they are in China, and as this house changes them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.rules.calendar import HouseDay, WorkCalendar, load_calendar
from portal.rules.errors import BadRuleFile

PUBLISHED = WorkCalendar()
THURSDAY_BEFORE_NATIONAL_DAY = date(2025, 9, 25)


@pytest.fixture
def house(tmp_path):
    """Writes the house's calendar and loads it."""

    def load(text):
        folder = tmp_path / "rules" / "calendar"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "overrides.yaml").write_text(text, encoding="utf-8")
        return load_calendar(folder / "overrides.yaml", tmp_path / "rules")

    return load


@pytest.mark.parametrize(
    "day, worked, why",
    [
        (date(2025, 9, 26), True, ""),
        (date(2025, 9, 27), False, ""),  # a plain Saturday
        (date(2025, 9, 28), True, "调休上班"),  # a Sunday worked for 7 October
        (date(2025, 10, 6), False, "中秋节"),
        (date(2025, 10, 8), False, "休息日(由 2025-10-11 调休)"),
        (date(2025, 10, 11), True, "调休上班"),
        (date(2026, 2, 14), True, "调休上班"),
        (date(2026, 2, 17), False, "春节"),
        (date(2024, 2, 29), True, ""),
    ],
)
def test_the_published_arrangement_decides_which_days_are_worked(day, worked, why):
    assert PUBLISHED.is_workday(day) is worked
    assert PUBLISHED.note(day).replace("（", "(").replace("）", ")") == why


def test_two_working_days_over_national_day_end_on_the_sunday_made_up():
    start = THURSDAY_BEFORE_NATIONAL_DAY
    assert PUBLISHED.add_workdays(start, 2) == date(2025, 9, 28)
    assert PUBLISHED.add_workdays(start, 5) == date(2025, 10, 9)


def test_the_day_it_starts_on_is_not_counted():
    assert PUBLISHED.add_workdays(date(2025, 9, 22), 1) == date(2025, 9, 23)
    assert PUBLISHED.add_workdays(date(2025, 9, 27), 1) == date(2025, 9, 28)
    assert PUBLISHED.add_workdays(date(2025, 9, 27), 0) == date(2025, 9, 27)


def test_one_working_day_ahead_of_a_monday_is_the_friday_before():
    assert PUBLISHED.add_workdays(date(2025, 9, 22), -1) == date(2025, 9, 19)


def test_working_days_gone_by_leave_the_holidays_out():
    assert PUBLISHED.workdays_between(date(2025, 9, 30), date(2025, 10, 9)) == 1
    assert PUBLISHED.workdays_between(date(2025, 10, 9), date(2025, 9, 30)) == -1
    assert PUBLISHED.workdays_between(date(2025, 10, 1), date(2025, 10, 1)) == 0


@settings(deadline=None)
@given(st.dates(date(2018, 1, 1), date(2027, 12, 31)), st.integers(1, 60))
def test_the_working_days_added_are_the_working_days_gone_by(start, count):
    end = PUBLISHED.add_workdays(start, count)
    assert PUBLISHED.is_workday(end)
    assert PUBLISHED.workdays_between(start, end) == count


def test_the_house_prevails_over_the_published_day_and_says_why(house):
    calendar = house(
        "days:\n"
        "  - {date: 2025-09-27, kind: work, note: 盘点}\n"
        "  - {date: 2025-09-29, kind: rest}\n"
    )
    assert calendar.is_workday(date(2025, 9, 27))
    assert calendar.note(date(2025, 9, 27)) == "盘点"
    assert not calendar.is_workday(date(2025, 9, 29))
    assert calendar.add_workdays(THURSDAY_BEFORE_NATIONAL_DAY, 2) == date(2025, 9, 27)


def test_a_house_without_a_file_keeps_the_published_days(tmp_path):
    calendar = load_calendar(tmp_path / "calendar" / "overrides.yaml", tmp_path)
    assert not calendar.is_workday(date(2025, 10, 1))


def test_it_says_when_the_published_days_run_out_and_how_to_go_on(house):
    known = PUBLISHED.expires_on
    assert PUBLISHED.warning(known) is None
    beyond = PUBLISHED.warning(known + timedelta(days=1))
    assert f"{known.year} 年 12 月 31 日" in beyond
    assert "complete_through" in beyond
    longer = house(f"complete_through: {known.year + 1}-12-31\ndays: []\n")
    assert longer.expires_on == date(known.year + 1, 12, 31)
    assert longer.warning(known + timedelta(days=1)) is None


def test_what_the_house_completed_long_ago_shortens_nothing():
    assert WorkCalendar([], date(2019, 12, 31)).expires_on == PUBLISHED.expires_on


@pytest.mark.parametrize(
    "line, place, words",
    [
        ("{date: 2025-02-30, kind: rest}", "2:12", "2025-02-30"),
        ("{date: 2025-03-01, kind: holiday}", "2:30", "holiday"),
        ("{date: 2025-03-01, kind: rest, why: x}", "2:36", "why"),
        ("{date: 2025-03-01}", "2:5", "kind"),
        ("&a {date: 2025-03-01, kind: rest}", "2:5", "锚点"),
    ],
)
def test_a_slip_in_the_house_calendar_is_placed(house, line, place, words):
    with pytest.raises(BadRuleFile) as refused:
        house(f"days:\n  - {line}\n")
    [finding] = refused.value.findings
    assert str(finding.at) == f"rules/calendar/overrides.yaml:{place}"
    assert words in finding.message


def test_the_same_day_twice_is_refused(house):
    day = "  - {date: 2025-03-01, kind: rest}\n"
    with pytest.raises(BadRuleFile, match="2025-03-01 写了两次"):
        house(f"days:\n{day}{day}")


def test_many_desks_asking_at_once_get_the_same_answer():
    days = [date(2030, 1, 1) + timedelta(days=n) for n in range(1500)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: [*map(PUBLISHED.is_workday, days)], range(8)))
    assert answers == [answers[0]] * 8
    statutory = [day for day in days if (day.month, day.day) == (10, 1)]
    assert not any(PUBLISHED.is_workday(day) for day in statutory)


def test_a_longer_break_of_the_house_moves_the_due_day():
    days = [HouseDay(date(2025, 9, day), False, "团建") for day in (26, 28, 29)]
    calendar = WorkCalendar(days)
    assert calendar.add_workdays(THURSDAY_BEFORE_NATIONAL_DAY, 1) == date(2025, 9, 30)
