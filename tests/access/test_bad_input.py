"""Nothing that is sent to any route ends in a fault of ours."""

import re
from uuid import uuid4

import pytest

from portal.routes.frame.guards import handlers

ODD = [
    "",
    " ",
    "\0",
    "\ud7ff￿",
    "'; DROP TABLE lead; --",
    "<script>alert(1)</script>",
    "９９９９９９９９９９９９９９９９９９９９",
    "1e999999999",
    "NaN",
    "-1",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31 23:59",
    "2025-02-30",
    "王" * 20_000,
    "𠮷" * 61,
    "../../etc/passwd",
    str(uuid4()),
]
FIELDS = [
    *("client_name", "phone", "site_address", "floor_area", "renovation_date"),
    *("estimated_amount", "channel", "brought_by", "remarks", "reason", "designer"),
    *("staff", "staff_no", "principle", "at", "evidence", "amount", "signed_on", "no"),
    *("rings", "caller_name", "purpose", "details", "message_for", "destination"),
    *("out_at", "expected_back", "showroom", "appointment_at", "client_thoughts"),
    *("name", "position", "joined_on", "role", "since", "grade", "starts_at"),
    *("ends_at", "left_on", "login", "password", "kind", "lead", "note", "revision"),
    *("same_as", "then", "before_client", "text", "said", "outcome", "accompanied_by"),
]
JSON = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"{}",
    b'{"client_name": null}',
    b'{"facts": {}}',
    b'{"kind": 7, "fields": []}',
    b'{"reason": "' + b"x" * 5000 + b'"}',
    b'{"designer": {"a": 1}, "forced": "yes"}',
    b'{"kind": "slip", "fields": {"a": 1e999, "b": "\\u0000"}, "lead": "x"}',
    b'{"fields": {"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    b'{"revision": 99999999999999999999999999}',
    b"\xff\xfe\x00",
]
# Between them they may use every route that writes.
PEOPLE = ["customer_manager", "admin", "design_manager", "salesperson", "store_manager"]


@pytest.fixture
def ids(desk_of, house, act_as):
    """Real records to aim at, so that what is sent gets past the first look."""
    desk = desk_of("receptionist")
    desk.post(
        "/counter/leads",
        {
            "client_name": "王建国",
            "phone": "13800134471",
            "site_address": "翠湖苑 3 栋",
            "channel": "walk_in",
            "estimated_amount": "4.8万",
            "floor_area": "128",
            "renovation_date": "2025-12-10",
            "grades_introduced": "yes",
        },
    )
    manager = desk_of("customer_manager")
    lead = re.search(r"/leads/([0-9a-f-]{36})", manager.get("/leads").text)[1]
    decision = re.search(
        r"/decisions/([0-9a-f-]{36})", manager.get(f"/leads/{lead}").text
    )
    return {"lead_id": lead, "decision_id": decision[1], "staff_no": "2001"}


def addresses(path, ids):
    """The path aimed at real records, at none, and at what is no id at all."""

    def aimed(found):
        return ids.get(found[1], str(uuid4()) if found[2] == "uuid" else "none")

    yield re.sub(r"\{(\w+):(\w+)\}", aimed, path)
    if "{" in path:
        yield re.sub(r"\{\w+:\w+\}", "%F0%9F%90%BC' OR 1=1", path)


@pytest.fixture
def posts(app):
    """Every path that takes a POST."""
    found = [path for path, one in handlers(app) if "POST" in one.http_methods]
    assert len(found) > 40, "the walk misses the routes"
    return sorted(set(found) - {"/logout", "/login"})


@pytest.mark.parametrize("role", PEOPLE)
def test_no_form_breaks_the_portal(role, posts, ids, desk_of):
    desk = desk_of(role)
    for path in posts:
        if path.startswith("/api"):
            continue
        for number, address in enumerate(addresses(path, ids)):
            for turn in range(2 - number):
                form = {
                    name: ODD[(turn * 7 + place + number) % len(ODD)]
                    for place, name in enumerate(FIELDS)
                }
                answer = desk.post(address, form)
                assert answer.status_code < 500, (address, form, answer.text[-3000:])


@pytest.mark.parametrize("role", PEOPLE)
def test_no_json_breaks_the_portal(role, posts, ids, program):
    desk = program(role)
    headers = {**desk.headers, "Content-Type": "application/json"}
    for path in posts:
        if not path.startswith("/api"):
            continue
        for address in addresses(path, ids):
            for body in JSON:
                answer = desk.client.post(address, content=body, headers=headers)
                assert answer.status_code < 500, (address, body[:200], answer.text)


@pytest.mark.parametrize("odd", [one for one in ODD if one != "\0"])
def test_no_search_or_filter_breaks_the_portal(odd, app, desk_of):
    desk = desk_of("admin")
    names = ("q", "page", "since", "until", "state", "kind", "whose", "late", "check")
    for path, handler in handlers(app):
        if "GET" not in handler.http_methods or "{" in path or path == "/metrics":
            continue
        answer = desk.get(path, params=dict.fromkeys(names, odd[:200]))
        assert answer.status_code < 500, (path, odd, answer.text[-3000:])


def test_the_character_nul_is_refused_in_addresses_and_fields(desk_of):
    desk = desk_of("admin")
    assert desk.get("/people?q=%00").status_code == 422
    assert desk.get("/people/a%00b").status_code in (404, 422)
    assert desk.post("/people", {"name": "a\0b"}).status_code == 422


def test_a_body_past_the_limit_is_not_read(desk_of):
    desk = desk_of("admin")
    assert desk.post("/people", {"name": "x" * 1_100_000}).status_code == 413


def test_a_key_that_is_no_key_is_refused(desk_of):
    desk = desk_of("admin")
    assert desk.post("/people", {"name": "a", "_key": "x" * 101}).status_code == 422
    assert desk.post("/people", {"name": "a", "_key": "钥匙"}).status_code == 422


def test_a_file_where_a_text_belongs_is_refused(desk_of):
    desk = desk_of("admin")
    answer = desk.client.post(
        "/people",
        data={"_csrf_token": desk.token},
        files={"name": ("name.txt", b"text")},
    )
    assert answer.status_code == 422
