"""The desk's sheets: what they count, when they are owed, and that they keep still."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.obligations import Obligation
from portal.models.reports import ReportSheet
from tests.reception.forms import register, words_of

CALL = {"rings": "4", "caller_name": "王丽华", "phone": "13800134471"}
CALL |= {"purpose": "enquiry", "details": "想装修"}
TODAY = {"kind": "day", "day": "2025-11-06"}


def owed(house):
    """What is open of the desk's sheets: code, which, due on the store's clock."""
    with house.db.reading() as session:
        found = session.exec(
            select(Obligation)
            .where(Obligation.subject_type == "report", Obligation.met_at.is_(None))
            .order_by(Obligation.due_at)
        )
        return [
            (o.code, o.subject_no, f"{o.due_at.astimezone(house.zone):%m-%d %H:%M}")
            for o in found
        ]


def sheets(house):
    with house.db.reading() as session:
        return list(session.exec(select(ReportSheet).order_by(ReportSheet.first_day)))


def test_the_first_entry_of_a_day_makes_its_sheet_due_by_the_evening(desk_of, house):
    desk = desk_of("receptionist")
    assert owed(house) == []
    desk.post("/counter/calls", CALL)
    desk.post("/counter/calls", CALL)
    register(desk)
    assert owed(house) == [("report.day", "2025-11-06", "11-06 18:00")]
    assert "填日报并交" in words_of(desk.get("/counter").text)


def test_the_week_that_is_over_is_owed_on_monday_and_the_month_by_the_third(
    desk_of, house, clock
):
    desk_of("receptionist").post("/counter/calls", CALL)
    clock.advance(timedelta(days=4))  # Monday 2025-11-10
    desk_of("receptionist").post("/counter/calls", CALL)
    assert ("report.week", "2025-11-03/11-09", "11-10 12:00") in owed(house)
    clock.advance(timedelta(days=22))  # Tuesday 2025-12-02
    desk_of("receptionist").post("/counter/calls", CALL)
    assert ("report.month", "2025-11", "12-03 18:00") in owed(house)


def test_a_week_without_any_entry_owes_no_sheet(desk_of, house, clock):
    clock.advance(timedelta(days=4))
    desk_of("receptionist").post("/counter/calls", CALL)
    assert [code for code, _no, _due in owed(house)] == ["report.day"]


def test_handing_in_meets_the_duty_and_keeps_who_and_when(desk_of, house):
    desk = desk_of("receptionist")
    desk.post("/counter/calls", CALL)
    form = {**TODAY, "remark": "下午停电一小时"}
    answer = desk.post("/reports/submit", form)
    assert answer.headers["location"] == "/reports?kind=day&day=2025-11-06"
    page = words_of(desk.get("/reports").text)
    assert "已交" in page
    assert "周敏" in page
    assert "下午停电一小时" in page
    assert owed(house) == []
    [sheet] = sheets(house)
    assert (sheet.figures["calls"], sheet.figures["calls_late"]) == (1, 1)


def test_a_sheet_handed_in_keeps_its_figures_and_says_what_has_moved(desk_of, house):
    desk = desk_of("receptionist")
    register(desk)
    desk.post("/reports/submit", TODAY)
    assert "与交表时不同" not in words_of(desk.get("/reports").text)
    register(desk, client_name="李四", phone="13900139000", channel="online")
    page = words_of(desk.get("/reports").text)
    assert "与交表时不同" in page
    assert "2 交表时 1" in page
    [sheet] = sheets(house)
    assert sheet.figures["leads"] == 1


def test_a_sheet_is_handed_in_once_and_the_second_hears_who_was_first(desk_of, house):
    desk_of("receptionist").post("/reports/submit", TODAY)
    answer = desk_of("customer_manager").post("/reports/submit", TODAY)
    assert answer.status_code == 409
    assert "周敏" in answer.text
    assert sheets(house)[0].submitted_by_name == "周敏"


def test_sent_twice_with_one_key_it_is_one_hand_in(desk_of):
    desk = desk_of("receptionist")
    codes = [
        desk.post("/reports/submit", {**TODAY, "_key": "k"}).status_code for _ in "ab"
    ]
    assert codes == [303, 303]


@pytest.mark.parametrize("kind", ["week", "month"])
def test_a_week_or_month_that_still_runs_cannot_be_handed_in(desk_of, house, kind):
    desk = desk_of("receptionist")
    answer = desk.post("/reports/submit", {**TODAY, "kind": kind})
    assert answer.status_code == 422
    assert "还没有过完" in answer.text
    assert "/clauses/desk.reports.daily-weekly-monthly" in answer.text
    assert sheets(house) == []
    page = desk.get("/reports", params={**TODAY, "kind": kind}).text
    assert 'aria-disabled="true"' in page


def test_a_day_that_has_not_come_cannot_be_handed_in(desk_of, house):
    form = {**TODAY, "day": "2025-11-07"}
    answer = desk_of("receptionist").post("/reports/submit", form)
    assert answer.status_code == 422
    assert "还没有到" in answer.text


@pytest.mark.parametrize("role", ["store_manager", "2001", "salesperson"])
def test_others_do_not_hand_in_for_the_desk(desk_of, house, role):
    assert desk_of(role).post("/reports/submit", TODAY).status_code == 403
    assert sheets(house) == []


def test_a_remark_too_long_comes_back_as_it_was_typed(desk_of, house):
    answer = desk_of("receptionist").post(
        "/reports/submit", {**TODAY, "remark": "长" * 501}
    )
    assert answer.status_code == 422
    assert "最多 500 个字" in answer.text
    assert "长" * 501 in answer.text
    assert sheets(house) == []


def test_the_duty_opens_to_its_sheet(desk_of, house):
    desk = desk_of("receptionist")
    desk.post("/counter/calls", CALL)
    [sheet] = sheets(house)
    assert f"/reports?sheet={sheet.id}" in desk.get("/inbox").text
    page = words_of(desk.get(f"/reports?sheet={sheet.id}").text)
    assert "日报 2025-11-06" in page
    assert "还没有交" in page
    assert "= 11-06 18:00" in page


def test_a_span_still_running_says_so_and_is_compared_as_far_as_it_has_come(
    desk_of, clock
):
    desk = desk_of("receptionist")
    desk.post("/counter/calls", CALL)
    clock.advance(timedelta(hours=5))
    desk.post("/counter/calls", CALL)
    clock.advance(timedelta(days=1, hours=-4))  # Friday 11:00
    desk = desk_of("receptionist")
    page = desk.get("/reports").text
    assert "到 11:00 为止" in page
    assert "前一日同一时刻" in page
    rows = {"of": "calls", "kind": "day", "day": "2025-11-07", "before": "yes"}
    # Of the two calls of Thursday one had come by eleven.
    assert "共 1 条" in words_of(desk.get("/reports/rows", params=rows).text)
    thursday = desk.get("/reports", params=TODAY).text
    assert "已过完" in thursday


def test_no_odd_address_breaks_a_sheet_or_its_rows(desk_of, subtests):
    desk = desk_of("receptionist")
    for kind in ("day", "week", "month", "", "月"):
        for day in ("0001-01-01", "9999-12-31", "2025-02-30", "1", "２０２５-11-06"):
            asked = {"kind": kind, "day": day, "of": "lost.reason."}
            with subtests.test(**asked):
                for path in ("/reports", "/reports/rows"):
                    assert desk.get(path, params=asked).status_code == 200
                sent = desk.post("/reports/submit", asked)
                assert sent.status_code in (303, 409, 422)


def test_a_figure_no_sheet_has_is_not_found(desk_of):
    desk = desk_of("receptionist")
    for of in ("", "x", "leads.colour.red", "leads.x", "calls.", "..."):
        assert desk.get("/reports/rows", params={"of": of}).status_code == 404
        file = desk.post("/exports/rows", {"of": of, "format": "csv"})
        assert file.status_code == 404


def test_a_day_that_cannot_be_read_is_told_and_todays_sheet_is_shown(desk_of):
    page = desk_of("receptionist").get("/reports?day=三十五号").text
    assert "看不懂这个日期：三十五号" in page
    assert "2025-11-06" in page
