"""The desk's registers: calls with their rings, outings, showroom visits."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.lead import Lead
from portal.models.reception import Call, Outing, ShowroomVisit
from tests.reception.forms import WANG, fields_of, register, words_of

CALL = {"rings": "2", "caller_name": "王丽华", "phone": "13800134471"}
CALL |= {"purpose": "enquiry", "details": "想装修一套三居"}
OUTING = {"staff": "2001", "destination": "建材城", "purpose": "看瓷砖"}
OUTING |= {"expected_back": "16:30"}
VISIT = {"client_name": "王丽华", "phone": "13800134471", "showroom": "翠湖 3 号"}
VISIT |= {"appointment_at": "11-08 10:00", "accompanied_by": "孙小军"}


def rows(house, model):
    with house.db.reading() as session:
        return list(session.exec(select(model)))


@pytest.mark.parametrize(("rings", "fault"), [("3", False), ("4", True)])
def test_a_call_is_late_after_the_third_ring(desk_of, house, rings, fault):
    desk = desk_of("receptionist")
    answer = desk.post("/counter/calls", {**CALL, "rings": rings})
    page = words_of(desk.get(answer.headers["location"]).text)
    assert ("记为接晚了" in page) is fault
    assert ("接晚了" in page) is fault
    [call] = rows(house, Call)
    assert (call.fault, call.phone) == (fault, "+8613800134471")


def test_a_late_call_is_counted_at_the_counter(desk_of):
    desk = desk_of("receptionist")
    desk.post("/counter/calls", {**CALL, "rings": "4"})
    desk.post("/counter/calls", CALL)
    assert "来电 2 1 个接晚了" in words_of(desk.get("/counter").text)


def test_a_call_that_becomes_a_lead_fills_the_form_in(desk_of, house):
    desk = desk_of("receptionist")
    answer = desk.post("/counter/calls", {**CALL, "then": "lead"})
    counter = desk.get(answer.headers["location"])
    form = fields_of(counter.text).values
    assert form["client_name"] == "王丽华"
    assert form["phone"] == "138 0013 4471"
    assert form["channel"] == "phone"
    [call] = rows(house, Call)
    desk.post(f"/counter/leads?call={call.id}", WANG)
    [lead] = rows(house, Lead)
    assert rows(house, Call)[0].lead_id == lead.id
    assert lead.no in desk.get("/counter/calls").text


def test_a_call_of_another_house_fills_nothing(desk_of):
    unknown = "01890a5d-ac96-774b-bcce-b302099a8057"
    desk = desk_of("receptionist")
    assert desk.get(f"/counter?call={unknown}").status_code == 404
    assert desk.get("/counter?call=nonsense").status_code == 422


def test_a_wrong_call_keeps_what_was_typed(desk_of, house, subtests):
    desk = desk_of("receptionist")
    for field, typed, sentence in (
        ("rings", "", "请填这一项"),
        ("rings", "三", "写数字"),
        ("rings", "9" * 5000, "写数字"),
        ("phone", "abc", "不像一个电话号码"),
        ("purpose", "", "请选一项"),
        ("message_for", "无名", "没有叫“无名”的同事"),
        ("caller_name", "王" * 61, "最多 60 个字"),
    ):
        with subtests.test(field=field, typed=typed[:9]):
            answer = desk.post("/counter/calls", {**CALL, field: typed})
            assert answer.status_code == 422
            page = fields_of(answer.text)
            assert sentence in page.errors[field]
            assert page.values["details"] == CALL["details"]
    assert rows(house, Call) == []


def test_a_call_sent_twice_is_one_call(desk_of, house):
    desk = desk_of("receptionist")
    for _ in range(2):
        desk.post("/counter/calls", {**CALL, "_key": "one-call"})
    assert len(rows(house, Call)) == 1


def test_managers_read_the_calls_without_a_form(desk_of):
    desk_of("receptionist").post("/counter/calls", CALL)
    page = desk_of("store_manager").get("/counter/calls").text
    assert "想装修一套三居" in page
    assert 'action="/counter/calls"' not in page


def test_somebody_goes_out_and_comes_back_once(desk_of, house):
    desk = desk_of("receptionist")
    answer = desk.post("/counter/outings", {**OUTING, "staff": "1002"})
    page = words_of(desk.get(answer.headers["location"]).text)
    assert "赵欣已登记外出，预计 11-06 16:30 回来" in page
    assert "赵欣外出，11-06 16:30 回" in words_of(desk.get("/counter").text)
    [outing] = rows(house, Outing)
    back = desk.post(f"/counter/outings/{outing.id}/return")
    assert "赵欣已回来" in desk.get(back.headers["location"]).text
    again = desk.post(f"/counter/outings/{outing.id}/return")
    assert again.status_code == 409
    assert "已经登记过返回" in again.text


def test_whoever_is_not_back_in_time_is_marked(desk_of, house):
    desk = desk_of("receptionist")
    desk.post("/counter/outings", OUTING)
    assert "过时未回" not in desk.get("/counter/outings").text
    house.clock.advance(timedelta(hours=7))
    assert "过时未回" in desk.get("/counter/outings").text


def test_a_wrong_outing_keeps_what_was_typed(desk_of, house, subtests):
    desk = desk_of("receptionist")
    for field, typed, sentence in (
        ("staff", "", "请填工号或姓名"),
        ("destination", "", "请填这一项"),
        ("expected_back", "", "请填这一项"),
        ("expected_back", "25:00", "看不懂这个时间"),
        ("expected_back", "9:00", "要晚于现在"),
        ("out_at", "18:00", "不能晚于现在"),
        ("purpose", "办" * 201, "最多 200 个字"),
    ):
        with subtests.test(field=field, typed=typed[:9]):
            answer = desk.post("/counter/outings", {**OUTING, field: typed})
            assert answer.status_code == 422
            page = fields_of(answer.text)
            assert sentence in page.errors[field]
            assert page.values["staff"] == ("" if field == "staff" else "2001")
    assert rows(house, Outing) == []


def test_an_outing_nobody_registered_cannot_be_ended(desk_of):
    unknown = "01890a5d-ac96-774b-bcce-b302099a8057"
    desk = desk_of("receptionist")
    assert desk.post(f"/counter/outings/{unknown}/return").status_code == 404


def test_those_who_do_not_keep_the_register_see_their_own_outings_alone(desk_of):
    desk_of("receptionist").post("/counter/outings", OUTING)
    assert "看瓷砖" not in desk_of("technician").get("/counter/outings").text
    assert "看瓷砖" in desk_of("2001").get("/counter/outings").text


def test_a_showroom_visit_leads_to_the_clients_lead(desk_of, house):
    desk = desk_of("receptionist")
    register(desk)
    answer = desk.post("/counter/showroom", VISIT)
    page = words_of(desk.get(answer.headers["location"]).text)
    assert "已登记：11-08 10:00 看翠湖 3 号" in page
    assert "L-20251106-001" in page
    [visit] = rows(house, ShowroomVisit)
    assert visit.lead_id == rows(house, Lead)[0].id


def test_a_wrong_visit_keeps_what_was_typed(desk_of, house, subtests):
    desk = desk_of("receptionist")
    for field, typed, sentence in (
        ("client_name", "", "请填这一项"),
        ("phone", "", "请填这一项"),
        ("phone", "12", "不像一个电话号码"),
        ("showroom", "", "请填这一项"),
        ("appointment_at", "随时", "看不懂这个时间"),
        ("client_thoughts", "好" * 501, "最多 500 个字"),
    ):
        with subtests.test(field=field, typed=typed[:9]):
            answer = desk.post("/counter/showroom", {**VISIT, field: typed})
            assert answer.status_code == 422
            assert sentence in fields_of(answer.text).errors[field]
    assert rows(house, ShowroomVisit) == []


def test_roles_that_keep_no_register_are_turned_away(desk_of):
    assert desk_of("finance").get("/counter/calls").status_code == 403
    assert desk_of("hr").post("/counter/calls", CALL).status_code == 403
    assert desk_of("technician").post("/counter/showroom", VISIT).status_code == 403
