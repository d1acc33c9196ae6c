"""A client comes to the counter: the form, what it understands, what it sends back."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from portal.errors import BadInput
from portal.models.lead import Claim
from portal.services import people
from portal.services.reception.registering import LeadForm, register_lead
from tests.reception.forms import WANG, fields_of, leads, register, words_of


def test_a_lead_is_registered_with_its_number_and_what_comes_next(desk_of, house):
    desk = desk_of("receptionist")
    answer = desk.post("/counter/leads", WANG)
    assert answer.status_code == 303
    page = words_of(desk.get(answer.headers["location"]).text)
    assert "已存 L-20251106-001" in page
    assert "资料齐了，等客户经理派单" in page
    [lead] = leads(house)
    assert (lead.client_name, lead.phone) == ("王丽华", "+8613800134471")
    assert (str(lead.estimated_amount), lead.tier) == ("48000.00", "medium")
    assert lead.renovation_date.isoformat() == "2025-12-10"


def test_what_is_still_missing_is_said_after_saving(desk_of, house):
    desk = desk_of("receptionist")
    lead = register(desk, renovation_date="", grades_introduced="")
    assert "还缺：装修时间" in words_of(desk.get(f"/counter?saved={lead}").text)
    assert [one.state for one in leads(house)] == ["attributed"]


def test_an_amount_is_understood_as_people_write_it(desk_of, house):
    desk = desk_of("receptionist")
    for typed in ("4.8万", "４８０００", "48,000.00元", "4万8"):
        register(desk, estimated_amount=typed)
    register(desk, estimated_amount="")
    kept = [str(one.estimated_amount or "") for one in leads(house)]
    assert kept == ["48000.00"] * 4 + [""]


WRONG = [
    ("client_name", "", "请填这一项"),
    ("client_name", "王" * 61, "最多 60 个字"),
    ("phone", "", "请填这一项"),
    ("phone", "没有电话", "不像一个电话号码"),
    ("site_address", "", "请填这一项"),
    ("site_address", "锦" * 201, "最多 200 个字"),
    ("floor_area", "很大", "看不懂这个面积"),
    ("floor_area", "9" * 12, "太大"),
    ("renovation_date", "13-40", "看不懂这个日期"),
    ("renovation_date", "0001-01-01", "看不懂这个日期"),
    ("estimated_amount", "四五万", "看不懂这个数额"),
    ("estimated_amount", "-5", "看不懂这个数额"),
    ("channel", "", "请选一项"),
    ("channel", "卫星", "请选一项"),
    ("brought_by", "9999", "没有叫“9999”的同事"),
    ("principle", "运气", "请选一项"),
    ("claim_at", "昨天", "看不懂这个时间"),
    ("remarks", "长" * 501, "最多 500 个字"),
    ("remarks", "有\x00空字符", "有不能用的字符"),
    ("client_name", "王\x07丽", "有不能用的字符"),
    ("phone", "138\x000013", "不像一个电话号码"),
]


def test_a_wrong_field_is_told_beside_it_and_everything_typed_is_kept(
    desk_of, house, subtests
):
    desk = desk_of("receptionist")
    for field, typed, sentence in WRONG:
        with subtests.test(field=field, typed=typed[:12]):
            form = {**WANG, "remarks": "周末再来", field: typed}
            answer = desk.post("/counter/leads", form)
            assert answer.status_code == 422
            page = fields_of(answer.text)
            assert field in page.invalid
            assert sentence in page.errors[field]
            kept = set(form) - {field, "grades_introduced"}
            assert {name: page.values[name] for name in kept} == {
                name: form[name] for name in kept
            }
            assert page.values["grades_introduced"] is True
    assert leads(house) == []


def test_all_wrong_fields_are_told_at_once(desk_of):
    form = {**WANG, "client_name": "", "floor_area": "?", "channel": ""}
    page = fields_of(desk_of("receptionist").post("/counter/leads", form).text)
    assert set(page.errors) == {"client_name", "floor_area", "channel"}


def test_a_form_sent_twice_is_one_lead(desk_of, house):
    desk = desk_of("receptionist")
    once = desk.post("/counter/leads", {**WANG, "_key": "same-form"})
    again = desk.post("/counter/leads", {**WANG, "_key": "same-form"})
    assert (once.status_code, again.status_code) == (303, 303)
    assert once.headers["location"] == again.headers["location"]
    assert len(leads(house)) == 1


def test_the_same_form_key_with_another_content_is_refused(desk_of, house):
    desk = desk_of("receptionist")
    desk.post("/counter/leads", {**WANG, "_key": "same-form"})
    other = {**WANG, "client_name": "李四", "_key": "same-form"}
    assert desk.post("/counter/leads", other).status_code == 422
    assert [one.client_name for one in leads(house)] == ["王丽华"]


def test_a_corrected_form_may_use_the_key_it_had(desk_of, house):
    desk = desk_of("receptionist")
    wrong = desk.post("/counter/leads", {**WANG, "phone": "1", "_key": "the-form"})
    key = fields_of(wrong.text).values["_key"]
    assert key == "the-form"
    assert desk.post("/counter/leads", {**WANG, "_key": key}).status_code == 303
    assert len(leads(house)) == 1


def test_whoever_brought_the_client_may_be_named_by_number_or_name(desk_of, house):
    desk = desk_of("receptionist")
    typed = {"channel": "market", "principle": "invited", "claim_at": "11-05 16:20"}
    for number, named in enumerate(("1006", "孙小军", "1006 孙小军")):
        phone = f"1380013000{number}"
        register(desk, phone=phone, site_address=phone, brought_by=named, **typed)
    with house.db.reading() as session:
        claims = session.exec(select(Claim)).all()
    assert {one.at.isoformat() for one in claims} == {"2025-11-05T08:20:00+00:00"}
    holders = {one.staff_id for one in claims}
    assert len(holders) == 1
    assert {one.brought_by for one in leads(house)} == holders
    assert {one.attributed_to for one in leads(house)} == holders


def test_a_name_two_colleagues_share_asks_for_the_number(desk_of, house, act_as):
    people.add_staff(
        act_as("admin"), "1099", "孙小军", "salesperson", joined_on=date(2025, 1, 1)
    )
    form = {**WANG, "brought_by": "孙小军"}
    page = fields_of(desk_of("receptionist").post("/counter/leads", form).text)
    assert "1006、1099" in page.errors["brought_by"]


def test_a_claim_needs_its_owner_and_its_ground(desk_of):
    desk = desk_of("receptionist")
    nobody = desk.post("/counter/leads", {**WANG, "principle": "invited"})
    assert "请填是谁的客户" in fields_of(nobody.text).errors["brought_by"]
    no_ground = desk.post("/counter/leads", {**WANG, "evidence": "通话"})
    assert "请选凭什么" in fields_of(no_ground.text).errors["principle"]


def test_a_market_lead_is_told_to_need_its_slip_while_typing(desk_of):
    desk = desk_of("receptionist")
    told = desk.get("/counter/channel?channel=market")
    assert "须传递单两人签字" in told.text
    assert "传递单" not in desk.get("/counter/channel?channel=walk_in").text


def test_the_amount_is_echoed_with_its_tier_and_clause(desk_of):
    told = desk_of("receptionist").get("/counter/amount?estimated_amount=4.8万").text
    assert "48,000.00 元" in told
    assert "中单" in told
    assert "dispatch.tier.medium" in told


def test_the_manager_goes_on_to_dispatch_and_the_desk_stays(desk_of, house):
    form = {**WANG, "then": "dispatch"}
    manager = desk_of("customer_manager").post("/counter/leads", form)
    [lead] = leads(house)
    assert manager.headers["location"] == f"/dispatch/{lead.id}"
    form["phone"] = "13900001111"
    desk = desk_of("receptionist").post("/counter/leads", form)
    assert desk.headers["location"].startswith("/counter?saved=")


def test_htmx_gets_the_form_alone(desk_of):
    answer = desk_of("receptionist").post(
        "/counter/leads", {**WANG, "phone": ""}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert 'id="lead-form"' in answer.text


def test_a_salesperson_registers_without_a_counter(desk_of, house):
    desk = desk_of("salesperson")
    assert desk.get("/counter").status_code == 403
    assert 'action="/leads/new"' in desk.get("/leads/new").text
    form = {**WANG, "channel": "market", "brought_by": "1006", "principle": "invited"}
    wrong = desk.post("/leads/new", {**form, "phone": ""})
    assert wrong.status_code == 422
    assert fields_of(wrong.text).values["client_name"] == "王丽华"
    answer = desk.post("/leads/new", form)
    assert answer.headers["location"].startswith("/leads/new?saved=")
    assert "L-20251106-001" in desk.get(answer.headers["location"]).text
    assert len(leads(house)) == 1


def test_a_designer_may_not_register(desk_of, house):
    assert desk_of("2001").post("/counter/leads", WANG).status_code == 403
    assert leads(house) == []


def test_a_market_lead_waits_for_its_slip_and_says_so(desk_of):
    desk = desk_of("receptionist")
    typed = {"channel": "market", "brought_by": "1006", "principle": "invited"}
    lead = register(desk, **typed)
    assert "传递单签齐后" in desk.get(f"/counter?saved={lead}").text


def test_no_way_in_takes_what_no_column_holds(act_as, house, subtests):
    plain = {"client_name": "王丽华", "phone": "13800134471", "site_address": "锦绣路"}
    for field, value in (
        ("client_name", "王" * 61),
        ("site_address", "锦\x00绣"),
        ("remarks", "长" * 501),
        ("floor_area", Decimal("NaN")),
        ("estimated_amount", Decimal("1e30")),
        ("estimated_amount", Decimal(-1)),
    ):
        form = LeadForm(**{**plain, "channel": "walk_in", field: value})
        with subtests.test(field=field), pytest.raises(BadInput) as refused:
            register_lead(act_as("receptionist"), form)
        assert set(refused.value.problems) == {field}
    assert leads(house) == []


def test_a_salesperson_finds_himself_as_the_one_who_brought_the_client(desk_of):
    page = fields_of(desk_of("salesperson").get("/leads/new").text)
    assert page.values["brought_by"] == "1006 孙小军"
    assert "q" not in page.values, "he may not search, so there is no search box"
