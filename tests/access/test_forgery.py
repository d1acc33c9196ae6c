"""No form of another site, another session or another browser acts for somebody."""

from urllib.parse import urlencode

import pytest

from tests.people import csrf_token_in

PERSON = {"staff_no": "3001", "name": "钱多多", "position": "hr"}


def listed(desk):
    """Whether the new person is there."""
    return "钱多多" in desk.get("/people").text


def test_a_form_of_this_session_is_taken(desk_of):
    desk = desk_of("admin")
    assert desk.post("/people", PERSON).headers["location"] == "/people/3001"
    assert listed(desk)


def test_the_token_may_come_in_the_header_as_htmx_sends_it(desk_of):
    desk = desk_of("admin")
    answer = desk.client.post(
        "/people",
        data=PERSON,
        headers={"X-CSRF-Token": desk.token},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert listed(desk)


def test_a_form_that_comes_in_pieces_arrives_whole(desk_of):
    desk, beside = desk_of("admin"), desk_of("receptionist")
    body = urlencode(PERSON).encode()

    def pieces():
        for at in range(0, len(body), 8):
            # The house has read what was sent so far before it answers this.
            beside.get("/health/live")
            yield body[at : at + 8]

    answer = desk.client.post(
        "/people",
        content=pieces(),
        headers={
            "X-CSRF-Token": desk.token,
            "Content-Type": "application/x-www-form-urlencoded",
        },
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert listed(desk)


@pytest.mark.parametrize("token", ["", "0" * 64, "错", None])
def test_a_form_without_the_right_token_writes_nothing(desk_of, token):
    desk = desk_of("admin")
    form = {**PERSON, "_csrf_token": token} if token is not None else PERSON
    answer = desk.client.post("/people", data=form, follow_redirects=False)
    assert answer.status_code == 403
    assert "没有写入" in answer.text
    assert not listed(desk)


def test_the_token_of_another_session_is_no_use(desk_of):
    admin, other = desk_of("admin"), desk_of("receptionist")
    answer = admin.post("/people", {**PERSON, "_csrf_token": other.token})
    assert answer.status_code == 403
    assert not listed(admin)


def test_a_later_session_of_the_same_person_needs_its_own_token(desk_of):
    before, now = desk_of("admin"), desk_of("admin")
    assert before.token != now.token
    assert (
        now.post("/people", {**PERSON, "_csrf_token": before.token}).status_code == 403
    )


def test_a_form_sent_from_another_site_is_refused_even_with_the_token(desk_of):
    desk = desk_of("admin")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ):
        assert desk.post("/people", PERSON, headers=headers).status_code == 403, headers
    assert not listed(desk)


def test_a_form_from_our_own_page_passes_the_check_of_its_origin(desk_of):
    desk = desk_of("admin")
    own = str(desk.client.base_url).rstrip("/")
    headers = {"Origin": own, "Sec-Fetch-Site": "same-origin"}
    assert desk.post("/people", PERSON, headers=headers).status_code == 303


def test_a_cookie_alone_does_not_write_through_the_api(desk_of):
    desk = desk_of("receptionist")
    answer = desk.client.post("/api/leads", json={})
    assert answer.status_code == 403
    assert answer.json()["status"] == 403


def test_the_log_in_form_is_bound_to_the_browser_it_was_shown_in(browser_client):
    shown, other = browser_client(), browser_client()
    token = csrf_token_in(shown.get("/login").text)
    other.get("/login")
    form = {"login": "u1007", "password": "x", "_csrf_token": token}
    assert other.post("/login", data=form).status_code == 403
    assert browser_client().post("/login", data=form).status_code == 403
    assert shown.post("/login", data=form).status_code == 422


def test_logging_somebody_out_from_another_site_does_not_work(desk_of):
    desk = desk_of("admin")
    assert desk.post("/logout", {"_csrf_token": ""}).status_code == 403
    assert desk.get("/people").status_code == 200
