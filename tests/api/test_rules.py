"""Other programs: rules asked, decisions read and replayed, all digits kept."""

from decimal import Decimal
from uuid import uuid4

import pytest

from portal.rules.evaluate import loads


def ask(program, table, facts, **more):
    """The answer to facts put to a table."""
    body = {"facts": facts, **more}
    return program("customer_manager").post(f"/api/rules/{table}/evaluate", body)


def test_a_table_answers_as_the_command_line_does(program):
    answer = ask(program, "dispatch.tier", {"estimated_amount": 30000})
    assert answer.status_code == 200
    assert answer.json()["outcome"] == {"tier": "medium"}
    assert answer.json()["rows"] == ["medium"]
    assert answer.json()["clauses"] == ["dispatch.tier.medium"]
    assert set(answer.json()) == {
        *("table", "version", "hash", "outcome", "rows", "clauses")
    }


@pytest.mark.parametrize(
    ("amount", "tier"),
    [
        ("29999.999999999999999999", "small"),
        ("30000.0000000000000000001", "medium"),
    ],
)
def test_no_digit_of_a_fact_is_lost_on_the_way(program, amount, tier):
    desk = program("customer_manager")
    answer = desk.client.post(
        "/api/rules/dispatch.tier/evaluate",
        content=f'{{"facts": {{"estimated_amount": {amount}}}}}',
        headers={**desk.headers, "Content-Type": "application/json"},
    )
    assert answer.json()["outcome"] == {"tier": tier}


def test_an_amount_of_the_answer_is_a_number_with_its_digits(program):
    answer = ask(program, "dispatch.limits", {"season": "low"})
    assert answer.status_code == 200, answer.text
    limits = loads(answer.text)["outcome"]
    assert limits["week"] == Decimal(6)


def test_a_site_is_asked_by_its_own_rules(program):
    assert ask(program, "dispatch.limits", {"season": "low"}, site="mars").json()[
        "errors"
    ] == {"site": "没有这一店：mars。"}


@pytest.mark.parametrize(
    ("table", "facts", "status"),
    [
        ("dispatch.tier", {"estimated_amuont": 1}, 422),
        ("dispatch.tier", {"estimated_amount": "much"}, 422),
        ("dispatch.tier", {"estimated_amount": [1]}, 422),
        ("dispatch.tier", {"estimated_amount": {"a": {"b": 1}}}, 422),
        ("dispatch.tier", {"estimated_amount": True}, 422),
        ("dispatch.tier", {"estimated_amount": "1e999999999"}, 422),
        ("no.such.table", {}, 404),
    ],
)
def test_facts_that_cannot_be_used_are_named(program, table, facts, status):
    answer = ask(program, table, facts)
    assert answer.status_code == status, answer.text
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"facts": null}',
        b'{"facts": {"estimated_amount": NaN}}',
        b'{"facts": {"estimated_amount": 1e400}}',
        b'{"facts": {"estimated_amount": ' + b"9" * 5000 + b"}}",
        b'{"facts": {"estimated_amount": "\\u0000"}}',
        b'{"facts": {"estimated_amount": "\\ud800"}}',
        b'{"facts": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"facts": {}, "on": "soon"}',
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_question_is_refused(program, body):
    desk = program("customer_manager")
    answer = desk.client.post(
        "/api/rules/dispatch.tier/evaluate",
        content=body,
        headers={**desk.headers, "Content-Type": "application/json"},
    )
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_list_of_tables_names_columns_versions_and_clauses(program):
    tables = {one["table"]: one for one in program("2001").get("/api/rules").json()}
    tier = tables["dispatch.tier"]
    assert tier["inputs"] == {"estimated_amount": "money"}
    assert tier["outputs"] == {"tier": "text"}
    assert tier["versions"][0] == "2025-01-01"
    assert "dispatch.tier.medium" in tier["clauses"]


def test_an_unknown_decision_is_not_found(program):
    desk = program("customer_manager")
    assert desk.get(f"/api/decisions/{uuid4()}").status_code == 404
    assert desk.post(f"/api/decisions/{uuid4()}/replay").status_code == 404
    assert desk.get("/api/decisions/7").status_code == 404


def test_a_token_that_was_revoked_opens_nothing(program, house):
    from portal.services import people
    from tests.people import acting

    made = people.create_token(acting(house, "admin"), "receptionist")
    desk = program("receptionist")
    desk.headers = {"Authorization": f"Bearer {made.token}"}
    assert desk.get("/api/rules").status_code == 200
    people.revoke_token(acting(house, "admin"), made.id)
    assert desk.get("/api/rules").status_code == 401
