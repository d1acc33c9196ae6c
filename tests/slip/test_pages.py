"""Slips on pages and in the API: forms, masks, prints, and the same answers."""

import re

import pytest

from tests.cases.stories import a_lead, a_lost_case, a_slip, case_of, take

BASE = "/slips"


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/slips", {"salesperson", "customer_manager", "hr", "general_manager"}),
        ("/slips/new", {"salesperson"}),
        ("/lost", {"customer_manager", "receptionist", "gm_office"}),
        ("/lost/new", {"customer_manager"}),
        ("/cases", {"technician", "salesperson", "gm_office"}),
        ("/inbox", {"technician", "salesperson", "gm_office"}),
    ],
)
def test_each_page_opens_for_those_it_concerns_and_for_nobody_else(
    desk_of, path, roles
):
    for role in roles:
        assert desk_of(role).get(path).status_code == 200, role
    assert desk_of("owners_committee").get(path).status_code == 403


def test_a_salesperson_fills_in_a_slip_and_is_sent_to_it(desk_of, house):
    lead = a_lead(house)
    desk = desk_of("salesperson")
    assert f'value="{lead.no}"' in desk.get(f"/slips/new?lead={lead.no}").text
    sent = desk.post("/slips/new/slip", {"lead": lead.no, "remarks": "周六量房"})
    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/slips/S-20251106-001",
    )
    page = desk.get(sent.headers["location"]).text
    assert "周六量房" in page and "还没有签" in page


def test_what_was_typed_is_kept_when_the_form_comes_back(desk_of, house):
    desk = desk_of("salesperson")
    sent = desk.post("/slips/new/slip", {"lead": "L-1", "remarks": "周六量房"})
    assert sent.status_code == 422
    assert "没有单号 L-1 的来单" in sent.text
    assert 'value="L-1"' in sent.text and "周六量房" in sent.text


def test_a_refused_opening_keeps_the_form_and_says_why(desk_of, house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    sent = desk_of("salesperson").post(
        "/slips/new/slip", {"lead": lead.no, "remarks": "急"}
    )
    assert sent.status_code == 422
    assert "不用传递单" in sent.text and "急" in sent.text


def test_the_buttons_are_the_steps_the_server_lets_through(desk_of, house):
    no = a_slip(house)
    for role in ("salesperson", "market_manager", "store_manager", "customer_manager"):
        desk = desk_of(role)
        page = desk.get(f"{BASE}/{no}").text
        offered = set(re.findall(rf'action="{BASE}/{no}/(\w+)\?revision=1"', page))
        assert (
            offered
            == {
                "salesperson": {"amend"},
                "market_manager": {"market_sign"},
                "store_manager": set(),
                "customer_manager": set(),
            }[role]
        )
        for step in ("market_sign", "store_sign", "split"):
            if step not in offered:
                assert desk.post(f"{BASE}/{no}/{step}").status_code in (403, 422)
    assert case_of(house, no).revision == 1


def test_a_signature_is_a_stamp_and_a_step_sent_twice_is_one(desk_of, house):
    no = a_slip(house)
    desk = desk_of("market_manager")
    for _ in range(2):
        sent = desk.post(f"{BASE}/{no}/market_sign?revision=1", {"_key": "once"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"{BASE}/{no}")
    assert case_of(house, no).revision == 2
    assert "马跃" in desk.get(f"{BASE}/{no}").text


def test_a_page_that_is_behind_names_the_winner(desk_of, house):
    no = a_slip(house, signed=1)
    late = desk_of("store_manager").post(f"{BASE}/{no}/store_sign?revision=1")
    assert late.status_code == 409
    assert "马跃" in late.text and "没有写入" in late.text


def test_a_field_that_is_wrong_is_marked_in_the_step_s_own_form(desk_of, house):
    no = a_slip(house, signed=2)
    take(house, "salesperson", no, "split")
    desk = desk_of("customer_manager")
    sent = desk.post(f"{BASE}/{no}/name_designer", {"designer": "9999"})
    assert sent.status_code == 422
    assert "没有工号 9999 的同事" in sent.text and "<details open>" in sent.text


@pytest.mark.parametrize(
    "path", ["/slips/X-1", "/cases/X-1", "/lost/X-1", "/slips/X-1/print"]
)
def test_an_unknown_number_is_not_found(desk_of, path):
    assert desk_of("customer_manager").get(path).status_code == 404


def test_a_lost_lead_is_no_slip(desk_of, house):
    no = a_lost_case(house)
    desk = desk_of("customer_manager")
    assert desk.get(f"/slips/{no}").status_code == 404
    assert desk.get(f"/lost/{no}").status_code == 200


def test_the_print_has_two_halves_with_the_number_across_the_cut(desk_of, house):
    no = a_slip(house, signed=2)
    page = desk_of("salesperson").get(f"{BASE}/{no}/print").text
    assert page.count('class="half"') == 2
    assert "第一联　业务员存" in page and "第二联　客户经理存" in page
    assert page.count(f"传字 {no} 号") == 1
    assert page.count("马跃") == page.count("何立") == 2
    assert "由客户经理填" in page


def test_whoever_needs_no_names_sees_them_masked(desk_of, house):
    no = a_slip(house)
    assert "王丽华" in desk_of("customer_manager").get(f"{BASE}/{no}").text
    for path in (f"{BASE}/{no}", f"{BASE}/{no}/print", BASE):
        shown = desk_of("general_manager").get(path).text
        assert "13800134401" not in shown
    finance = desk_of("finance").get(f"{BASE}/{no}")
    assert finance.status_code == 403


def test_lists_are_filtered_and_found_by_number(desk_of, house):
    first = a_slip(house, a_lead(house, number=1), signed=2)
    second = a_slip(house, a_lead(house, number=2))
    desk = desk_of("customer_manager")
    drafts = desk.get(f"{BASE}?stage=draft").text
    assert second in drafts and first not in drafts
    assert first in desk.get(f"{BASE}?q={first}").text
    assert "没有找到" in desk.get(f"{BASE}?q=nothing").text
    assert first in desk.get("/cases?kind=slip&stage=open").text
    assert first not in desk.get("/cases?kind=lost").text


def test_the_api_gives_and_takes_the_same_answers(program, house):
    lead = a_lead(house)
    salesperson = program("salesperson")
    body = {"lead": lead.no, "remarks": "周六量房"}
    made = salesperson.post("/api/slips", body, key="k1")
    again = salesperson.post("/api/slips", body, key="k1")
    assert made.status_code == 201 and made.json()["no"] == again.json()["no"]
    assert salesperson.post("/api/slips", {"lead": "L-1"}, key="k1").status_code == 422
    no = made.json()["no"]
    early = program("store_manager").post(f"/api/slips/{no}/store_sign")
    assert (early.status_code, early.json()["refused"]) == (422, True)
    assert "slip.signatures" in early.json()["clauses"]
    assert salesperson.post(f"/api/slips/{no}/market_sign").status_code == 403
    signed = program("market_manager").post(
        f"/api/cases/{no}/market_sign", {"revision": 1}
    )
    assert (signed.status_code, signed.json()["state"]) == (200, "market_signed")
    late = program("market_manager").post(
        f"/api/cases/{no}/market_sign", {"revision": 1}
    )
    assert late.status_code == 409
    shown = salesperson.get(f"/api/cases/{no}").json()
    assert [one["step"] for one in shown["log"]] == ["open", "market_sign"]
    assert {one["step"]: one["allowed"] for one in shown["next"]}["store_sign"] is False


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/slips", {"lead": "L-1"}, 422),
        ("/api/slips", {"lead": 7}, 422),
        ("/api/slips", {}, 422),
        ("/api/cases", {"kind": "nothing"}, 404),
        ("/api/cases", {"kind": "slip"}, 422),
        ("/api/cases", {"kind": "slip", "fields": []}, 422),
        ("/api/cases/X-1/open", {}, 404),
        ("/api/slips/X-1/open", {}, 404),
        ("/api/cases/X-1/open", {"revision": "x"}, 422),
    ],
)
def test_bad_bodies_are_answered_and_never_break_anything(program, path, body, status):
    assert program("salesperson").post(path, body).status_code == status


def test_what_is_due_is_listed_for_programs_too(program, house):
    a_slip(house)
    found = program("market_manager").get("/api/obligations").json()
    assert {"lead.archive", "slip.market_sign", "slip.missing"} == {
        one["code"] for one in found["rows"]
    }
