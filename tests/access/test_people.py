"""Taking people on, what they may do, and when they are away, on their pages."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from portal.errors import BadInput, NotFound
from portal.models.audit import AuditEntry
from portal.models.people import Absence, GradeEntry, Staff
from portal.services import people
from portal.services.dispatch.loads import grades_on
from portal.services.use_case import Act
from tests.people import PASSWORD, csrf_token_in

NEW = {"staff_no": "3001", "name": "钱多多", "position": "receptionist"}


def audited(house, action):
    """How often the act stands in the audit chain after the cast has moved in."""
    with house.db.reading() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.action == action))
        return [one.detail for one in rows]


def test_somebody_new_works_within_four_forms(desk_of, browser_client):
    admin = desk_of("admin")
    assert admin.post("/people", NEW).headers["location"] == "/people/3001"
    admin.post("/people/3001/roles", {"role": "receptionist"})
    admin.post("/people/3001/account", {"login": "qianduo", "password": PASSWORD})
    client = browser_client()
    token = csrf_token_in(client.get("/login").text)
    form = {"login": "QianDuo", "password": PASSWORD, "_csrf_token": token}
    assert client.post("/login", data=form, follow_redirects=False).status_code == 303
    home = client.get("/", follow_redirects=False)
    assert home.headers["location"] == "/counter"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("staff_no", "", "请填这一项"),
        ("staff_no", "1007", "已有人用"),
        ("name", "", "请填这一项"),
        ("name", "钱" * 61, "太长"),
        ("phone", "12", "这不是电话号码"),
        ("joined_on", "2025-13-01", "看不懂这个日期"),
    ],
)
def test_a_wrong_field_comes_back_with_its_sentence_and_what_was_typed(
    desk_of, field, value, sentence
):
    admin = desk_of("admin")
    answer = admin.post("/people", {**NEW, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = "钱多多" if field != "name" else "3001"
    assert f'value="{kept}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert admin.get("/people/3001").status_code == 404


def test_a_right_taken_away_is_gone_with_the_next_request(desk_of):
    admin, general = desk_of("admin"), desk_of("general_manager")
    assert general.get("/audit").status_code == 200
    admin.post("/people/1001/roles/general_manager/end")
    assert general.get("/audit").status_code == 403


def test_a_right_given_counts_from_its_day_on(desk_of, house, clock):
    admin, desk = desk_of("admin"), desk_of("receptionist")
    admin.post("/people/1007/roles", {"role": "admin", "since": "2025-11-08"})
    assert desk.get("/audit").status_code == 403
    clock.advance(timedelta(days=1, hours=14, minutes=1))
    assert house.today() == date(2025, 11, 8)
    admin, desk = desk_of("admin"), desk_of("receptionist")
    assert desk.get("/audit").status_code == 200


def test_a_new_password_ends_every_log_in_under_the_old_one(desk_of):
    admin, desk = desk_of("admin"), desk_of("receptionist")
    assert desk.get("/counter").status_code == 200
    admin.post("/people/1007/account", {"password": "another good sentence"})
    assert desk.get("/counter").status_code == 303


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "至少 10 位"),
        ("1234567890", "太常见"),
        ("Password123", "太常见"),
        ("aaaaaaaaaaaa", "太常见"),
        ("longloginname", "就是自己的名字或登录名"),
        ("longloginname2025", "就是自己的名字或登录名"),
        ("x" * 1001, "最多 1000 位"),
    ],
)
def test_a_password_that_is_guessed_at_once_is_refused(act_as, password, sentence):
    people.add_staff(act_as("admin"), **NEW)
    with pytest.raises(BadInput, match=sentence):
        people.add_account(act_as("admin"), "3001", "longloginname", password)


def test_a_password_may_be_long_chinese_and_with_spaces(act_as, house):
    people.add_staff(act_as("admin"), **NEW)
    password = "床前明月光 疑是地上霜 " * 8
    people.add_account(act_as("admin"), "3001", "libai", password)
    assert people.log_in(house, "libai", password, "10.0.0.1").token


def test_the_password_typed_is_never_sent_back(desk_of):
    admin = desk_of("admin")
    answer = admin.post("/people/1007/account", {"password": "tiny123"})
    assert answer.status_code == 422
    assert "tiny123" not in answer.text


def test_a_designers_grade_changes_on_its_day_and_keeps_its_history(desk_of, house):
    manager = desk_of("design_manager")
    form = {"grade": "chief", "since": "2025-12-01", "reason": "第四季度考核"}
    assert manager.post("/people/2001/grades", form).status_code == 303
    site = manager.person().site_id
    with house.db.reading() as session:
        staff = session.exec(select(Staff).where(Staff.staff_no == "2001")).one()
        now = grades_on(session, site, date(2025, 11, 30))[staff.id]
        later = grades_on(session, site, date(2025, 12, 1))[staff.id]
        kept = session.exec(
            select(GradeEntry).where(GradeEntry.staff_id == staff.id)
        ).all()
    assert (now, later, len(kept)) == ("designer", "chief", 2)
    assert "第四季度考核" in manager.get("/people/2001").text


def test_only_the_design_manager_sets_grades(desk_of):
    for role in ("admin", "hr", "customer_manager", "2001"):
        answer = desk_of(role).post("/people/2001/grades", {"grade": "chief"})
        assert answer.status_code == 403, role


def test_somebody_away_is_shown_so_until_it_is_taken_back(desk_of, house):
    manager = desk_of("design_manager")
    form = {"starts_at": "9:00", "ends_at": "11-08 9:00", "reason": "看工地"}
    assert manager.post("/people/2001/away", form).status_code == 303
    assert "到 11-08 09:00" in manager.get("/people").text
    with house.db.reading() as session:
        absence = session.exec(select(Absence)).one()
    manager.post(f"/people/2001/away/{absence.id}/cancel")
    assert "到 11-08 09:00" not in manager.get("/people").text
    assert len(audited(house, "people.cancel_away")) == 1
    manager.post(f"/people/2001/away/{absence.id}/cancel")
    assert len(audited(house, "people.cancel_away")) == 1


def test_nobody_comes_back_before_he_leaves(desk_of):
    form = {"starts_at": "11-08 9:00", "ends_at": "11-07 9:00"}
    answer = desk_of("hr").post("/people/2001/away", form)
    assert answer.status_code == 422
    assert "要晚于离开的时间" in answer.text


def test_a_form_sent_twice_acts_once(desk_of, house):
    admin = desk_of("admin")
    key = "0193-form-number"
    first, again = (admin.post("/people", {**NEW, "_key": key}) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (
        again.status_code,
        again.headers["location"],
    )
    assert len([one for one in audited(house, "people.add_staff")]) == 23


def test_staff_phones_are_whole_only_for_those_who_have_to_find_people(desk_of):
    desk_of("admin").post("/people", {**NEW, "phone": "138 0013 4471"})
    assert "138 0013 4471" in desk_of("hr").get("/people").text
    market = desk_of("market_manager").get("/people").text
    assert "138 0013 4471" in market
    own = desk_of("design_manager").get("/people/3001")
    assert own.status_code == 200


def test_people_of_another_store_are_not_there(house, desk_of, act_as):
    site = people.add_site(house, "nanmen", "南门店")
    act = people.the_house(site)

    people.add_staff(Act(house, act), "9001", "外店的人", "designer")
    assert "外店的人" not in desk_of("admin").get("/people").text
    assert desk_of("admin").get("/people/9001").status_code == 404
    with pytest.raises(NotFound):
        people.give_role(act_as("admin"), "9001", "admin")
