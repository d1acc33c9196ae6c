"""The client was here before: found by phone and address, joined, or new again."""

import pytest

from tests.reception.forms import WANG, fields_of, leads, register, words_of


def test_an_earlier_lead_is_shown_while_the_phone_is_typed(desk_of):
    desk = desk_of("receptionist")
    register(desk, brought_by="1006", principle="invited", channel="market")
    found = words_of(desk.get("/counter/duplicates?phone=138-0013-4471").text)
    assert "王丽华 锦绣花园12栋2单元601" in found
    assert "L-20251106-001" in found
    assert "电话相同" in found
    assert "归孙小军，保护期至 02-04，还有 90 天" in found
    assert "并入这一单" in found


def test_an_earlier_lead_is_found_by_another_way_to_write_the_address(desk_of):
    desk = desk_of("receptionist")
    register(desk)
    address = "锦绣花园　12栋 2单元-601"
    found = desk.get("/counter/duplicates", params={"site_address": address}).text
    assert "地址相同" in found
    assert "没有归到个人" in found


@pytest.mark.parametrize("typed", ["1380", "138-0013", "+86 1380", "4471", "１３８０"])
def test_the_beginning_or_the_end_of_a_phone_shows_whom_it_may_be(desk_of, typed):
    desk = desk_of("receptionist")
    register(desk)
    found = desk.get("/counter/duplicates", params={"phone": typed}).text
    assert "王丽华" in found
    assert "电话的开头或末尾相同" in found
    assert "并入这一单" not in found, "who it is shows when the phone is whole"


@pytest.mark.parametrize("typed", ["0013", "1381", "4470", "0000", "9999"])
def test_other_digits_of_a_phone_find_nobody(desk_of, typed):
    desk = desk_of("receptionist")
    register(desk)
    found = desk.get("/counter/duplicates", params={"phone": typed}).text
    assert words_of(found) == ""


def test_half_a_phone_finds_only_his_own_for_who_sees_phones_masked(desk_of):
    desk = desk_of("receptionist")
    register(desk, brought_by="1006", principle="invited", channel="market")
    register(desk, client_name="李四", phone="13800002222", site_address="东湖路9号")
    found = desk_of("salesperson").get("/counter/duplicates?phone=1380").text
    assert "L-20251106-001" in found
    assert "L-20251106-002" not in found


def test_too_few_digits_and_a_short_address_find_nothing(desk_of):
    desk = desk_of("receptionist")
    register(desk)
    asked = {"phone": "138", "site_address": "锦绣"}
    assert words_of(desk.get("/counter/duplicates", params=asked).text) == ""


def test_somebody_who_sees_names_masked_finds_them_masked(desk_of):
    register(desk_of("receptionist"))
    found = desk_of("salesperson").get("/counter/duplicates?phone=13800134471").text
    assert "王丽华" not in found
    assert "王**" in found


def test_a_form_that_came_back_still_shows_the_earlier_lead(desk_of):
    desk = desk_of("receptionist")
    register(desk)
    page = desk.post("/counter/leads", {**WANG, "client_name": ""}).text
    assert "并入这一单" in page


def test_joining_fills_what_was_missing_and_makes_no_second_lead(desk_of, house):
    desk = desk_of("receptionist")
    lead = register(desk, floor_area="", renovation_date="", estimated_amount="")
    joined = desk.post("/counter/leads", {**WANG, "same_as": lead})
    assert joined.headers["location"] == f"/counter?saved={lead}&joined=true"
    assert "已并入原单" in desk.get(joined.headers["location"]).text
    [one] = leads(house)
    assert (one.state, str(one.floor_area), one.tier) == ("ready", "128.00", "medium")


def test_a_client_registered_again_keeps_his_earlier_claims(desk_of, house):
    desk = desk_of("receptionist")
    register(desk, brought_by="1006", principle="invited", channel="market")
    register(desk)
    first, second = leads(house)
    assert second.attributed_to == first.attributed_to is not None


def test_an_ended_lead_is_only_for_reference_and_takes_no_one_in(desk_of, house):
    desk = desk_of("receptionist")
    lead = register(desk)
    with house.db.writing() as session:
        one = leads(house)[0]
        one.state = "invalid"
        session.merge(one)
    assert "只作参考" in desk.get("/counter/duplicates?phone=13800134471").text
    refused = desk.post("/counter/leads", {**WANG, "same_as": lead})
    assert refused.status_code == 422
    assert "已经结束，不能并入" in refused.text


def test_joining_what_does_not_exist_is_told(desk_of, house):
    desk = desk_of("receptionist")
    nothing = desk.post("/counter/leads", {**WANG, "same_as": "not-a-lead"})
    assert nothing.status_code == 422
    assert "没有这张原单" in nothing.text
    assert fields_of(nothing.text).values["client_name"] == "王丽华"
    unknown = "01890a5d-ac96-774b-bcce-b302099a8057"
    assert desk.post("/counter/leads", {**WANG, "same_as": unknown}).status_code == 404
    assert leads(house) == []
