"""Other programs: a lead from registration to acceptance, as JSON."""

from decimal import Decimal
from uuid import uuid4

import pytest

from portal.rules.evaluate import loads

LEAD = {
    "client_name": "王建国",
    "phone": "138 0013 4471",
    "site_address": "锦绣路翠湖苑 3 栋 1201",
    "floor_area": 128.5,
    "renovation_date": "2025-12-10",
    "estimated_amount": 29999.99,
    "channel": "walk_in",
}


@pytest.fixture
def lead(program):
    """A lead registered by the receptionist, ready to be given away."""
    answer = program("receptionist").post("/api/leads", LEAD)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_lead_is_registered_attributed_and_tiered(program, lead):
    assert lead["tier"] == "small"
    assert lead["state"] == "ready"
    assert lead["duplicates"] == []
    shown = program("customer_manager").get(f"/api/leads/{lead['id']}")
    exact = loads(shown.text)
    assert exact["estimated_amount"] == Decimal("29999.99")
    assert shown.json()["client_name"] == "王建国"


def test_the_same_client_is_named_as_a_duplicate(program, lead):
    again = program("receptionist").post("/api/leads", LEAD).json()
    assert again["duplicates"] == [lead["no"]]


def test_a_lead_goes_to_the_designer_whose_turn_it_is(program, lead):
    manager = program("customer_manager")
    candidates = manager.get(f"/api/leads/{lead['id']}/candidates").json()
    first = next(one for one in candidates if one["turn"] == 1)
    offer = manager.post(f"/api/leads/{lead['id']}/offers", {"designer": None})
    assert offer.status_code == 201, offer.text
    assert offer.json()["designer"] == first["designer"]
    accepted = program(first["designer"]).post(
        f"/api/offers/{offer.json()['offer']}/accept"
    )
    assert accepted.status_code == 200, accepted.text
    kept = manager.get(f"/api/decisions/{offer.json()['decision']}").json()
    refused = {one["who"] for one in kept["refused"]}
    assert refused == {one["designer"] for one in candidates if not one["eligible"]}
    replay = manager.post(f"/api/decisions/{offer.json()['decision']}/replay")
    assert (replay.status_code, replay.json()["same"]) == (200, True)


def test_a_designer_of_the_wrong_grade_is_refused_with_the_clause(program, lead):
    answer = program("customer_manager").post(
        f"/api/leads/{lead['id']}/offers", {"designer": "2006"}
    )
    assert answer.status_code == 422
    body = answer.json()
    assert body["refused"] is True
    assert any(one.startswith("dispatch.grade") for one in body["clauses"])
    assert body["lifts_at"] is None


def test_a_forced_offer_waits_for_the_other_manager(program, lead):
    asked = program("customer_manager").post(
        f"/api/leads/{lead['id']}/offers",
        {"designer": "2001", "forced": True, "reason": "客户点名要他"},
    )
    assert asked.status_code == 202, asked.text
    assert asked.json()["awaiting"] == "design_manager"
    offer = asked.json()["offer"]
    agreed = program("design_manager").post(f"/api/offers/{offer}/agree")
    assert agreed.status_code == 200, agreed.text
    assert agreed.json()["state"] == "offered"


def test_the_second_of_two_offers_loses_and_hears_who_won(program, lead):
    manager = program("customer_manager")
    path = f"/api/leads/{lead['id']}/offers"
    assert manager.post(path, {}).status_code == 201
    late = manager.post(path, {})
    assert late.status_code == 409
    assert late.json()["winner"]
    assert late.json()["at"].startswith("2025-11-06")


def test_every_designer_is_shown_with_loads_limits_and_verdict(program):
    designers = program("2001").get("/api/designers").json()
    assert [one["staff_no"] for one in designers] == [
        *("2001", "2002", "2003", "2004", "2005", "2006")
    ]
    assert set(designers[0]["limits"]) == {"day", "week", "hold"}
    assert {one["verdict"] for one in designers} == {"open"}


def test_one_key_acts_once_and_answers_the_same(program):
    desk, key = program("receptionist"), str(uuid4())
    first, again = (desk.post("/api/leads", LEAD, key=key) for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    listed = program("customer_manager").get("/api/leads").json()
    assert listed["total"] == 1


def test_one_key_with_another_content_is_refused(program):
    desk, key = program("receptionist"), str(uuid4())
    desk.post("/api/leads", LEAD, key=key)
    other = desk.post("/api/leads", {**LEAD, "client_name": "李四"}, key=key)
    assert other.status_code == 422
    assert "编号已经用过" in other.json()["detail"]


def test_a_claim_without_its_zone_is_read_on_the_stores_clock(program, lead):
    claim = {"principle": "first_contact", "staff": "1006", "at": "2025-11-06T09:30"}
    answer = program("receptionist").post(f"/api/leads/{lead['id']}/claims", claim)
    assert answer.status_code in (201, 422), answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "not a phone"),
        ("client_name", ""),
        ("client_name", "王" * 61),
        ("estimated_amount", -1),
        ("estimated_amount", "1e999999"),
        ("estimated_amount", 10**15),
        ("floor_area", "NaN"),
        ("floor_area", 1.001),
        ("renovation_date", "2025-02-30"),
        ("channel", "by pigeon"),
        ("brought_by", "9999"),
        ("claims", [{"principle": "x", "staff": "1006", "at": "yesterday"}]),
        ("remarks", 5),
        ("colour", "red"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(program, field, value):
    answer = program("receptionist").post("/api/leads", {**LEAD, field: value})
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["status"] == 422
    assert any(
        field in name or field in text for name, text in problem["errors"].items()
    )
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert program("customer_manager").get("/api/leads").json()["total"] == 0


@pytest.mark.parametrize(
    ("role", "name", "phone"),
    [
        ("receptionist", "王建国", "+8613800134471"),
        ("market_manager", "王建国", "+8613800134471"),
        ("general_manager", "王**", "138****4471"),
        ("gm_office", "王**", "138****4471"),
    ],
)
def test_a_program_sees_of_a_client_what_its_person_sees(
    program, lead, role, name, phone
):
    shown = program(role).get(f"/api/leads/{lead['id']}").json()
    assert (shown["client_name"], shown["phone"]) == (name, phone)
    listed = program(role).get("/api/leads").json()["leads"]
    assert [one["client_name"] for one in listed] == [name]


def test_a_designer_sees_his_own_leads_alone_and_in_full(program, lead):
    manager = program("customer_manager")
    offer = manager.post(f"/api/leads/{lead['id']}/offers").json()
    program(offer["designer"]).post(f"/api/offers/{offer['offer']}/accept")
    own = program(offer["designer"]).get(f"/api/leads/{lead['id']}")
    assert own.json()["client_name"] == "王建国"
    assert program("2006").get(f"/api/leads/{lead['id']}").status_code == 403
    assert program("2006").get("/api/leads").json()["total"] == 0
