"""Two stores in one house: neither sees, finds or changes what is the other's."""

import re

import pytest

from portal.services import people
from portal.services.use_case import Act
from tests.desks import Program

LEAD = {
    "client_name": "王建国",
    "phone": "13800134471",
    "site_address": "翠湖苑 3 栋 1201",
    "channel": "walk_in",
    "floor_area": 128,
    "renovation_date": "2025-12-10",
    "estimated_amount": 48000,
    "grades_introduced": True,
}
ROLES = ["general_manager", "customer_manager", "admin", "design_manager"]


@pytest.fixture
def lead(program):
    """A lead of the first store, given away."""
    made = program("receptionist").post("/api/leads", LEAD).json()
    path = f"/api/leads/{made['id']}/offers"
    return {**made, **program("customer_manager").post(path).json()}


@pytest.fixture
def elsewhere(house, browser_client):
    """elsewhere(role): a program of the second store."""
    site = people.add_site(house, "nanmen", "南门店")
    act = Act(house, people.the_house(site))
    people.add_staff(act, "9001", "杜娟", "receptionist")

    def issue(role):
        made = people.create_token(act, role, staff_no="9001")
        return Program(browser_client(), made.token)

    return issue


@pytest.mark.parametrize("role", ROLES)
def test_records_of_the_other_store_are_not_there(role, lead, elsewhere):
    desk = elsewhere(role)
    records = [
        f"/api/leads/{lead['id']}",
        f"/api/leads/{lead['id']}/candidates",
        f"/api/decisions/{lead['decision']}",
        f"/leads/{lead['id']}",
        f"/dispatch/{lead['id']}",
        f"/decisions/{lead['decision']}",
        "/people/1007",
    ]
    for path in records:
        assert desk.get(path).status_code in (403, 404), path


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_searches_hold_nothing_of_the_other_store(role, lead, elsewhere):
    desk = elsewhere(role)
    for path in ("/leads", "/search?q=4471", "/search?q=L-2025", "/audit", "/people"):
        page = desk.get(path).text
        for trace in (lead["id"], lead["no"], "王建国", "周敏", "王**"):
            assert trace not in page, (path, trace)
    assert desk.get("/api/designers").json() == []


def test_nothing_of_the_other_store_is_changed(lead, elsewhere, program):
    manager = elsewhere("customer_manager")
    path = f"/api/leads/{lead['id']}"
    assert manager.post(f"{path}/offers").status_code == 404
    assert elsewhere("design_manager").post(
        f"/api/offers/{lead['offer']}/accept"
    ).status_code in (403, 404)
    shown = program("customer_manager").get(path).json()
    assert [one["state"] for one in shown["offers"]] == ["offered"]


def test_each_store_has_numbers_and_a_chain_of_its_own(lead, elsewhere):
    made = elsewhere("receptionist").post("/api/leads", LEAD)
    assert made.status_code == 201, made.text
    assert made.json()["no"] == lead["no"]
    assert made.json()["duplicates"] == []
    chain = elsewhere("general_manager").get("/audit?check=true").text
    assert "没有改过、删过或截断" in chain
    assert re.search(r"登记来单", chain)


def test_a_designer_may_ask_who_else_could_have_had_a_lead(lead, program):
    desk = program("2001")
    assert desk.get(f"/api/leads/{lead['id']}/candidates").status_code == 200
    assert desk.get(f"/api/leads/{lead['id']}").status_code == 403
