"""The door: who gets in, what a cookie is worth, and when it stops counting."""

from datetime import timedelta

from sqlmodel import select

from portal.models.people import LoginSession
from portal.services import sessions
from tests.people import PASSWORD, csrf_token_in


def knock(client, login="u1007", password=PASSWORD, **more):
    """The log-in form, opened and sent as a browser does."""
    token = csrf_token_in(client.get("/login").text)
    form = {"login": login, "password": password, "_csrf_token": token, **more}
    return client.post("/login", data=form, follow_redirects=False)


def test_the_right_password_opens_the_page_that_was_asked_for(browser_client):
    client = browser_client()
    sent_away = client.get("/people?q=a", follow_redirects=False)
    assert sent_away.status_code == 303
    assert sent_away.headers["location"] == "/login?next=/people%3Fq%3Da"
    entered = knock(client, "u1001", next="/people?q=a")
    assert (entered.status_code, entered.headers["location"]) == (303, "/people?q=a")
    assert client.get("/people").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(browser_client):
    client = browser_client()
    wrong, unknown = knock(client, "u1007", "wrong"), knock(client, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 422
    page = unknown.text.replace("nobody", "u1007")
    hidden = 'name="_key" value="'
    assert wrong.text.split(hidden)[0] == page.split(hidden)[0]
    assert "登录名或密码不对" in wrong.text


def test_a_planted_cookie_is_never_adopted(browser_client, house):
    client = browser_client()
    client.cookies.set("session", "planted-by-somebody-else")
    entered = knock(client)
    assert entered.status_code == 303
    assert entered.cookies["session"] != "planted-by-somebody-else"
    other = browser_client()
    other.cookies.set("session", "planted-by-somebody-else")
    assert other.get("/people", follow_redirects=False).status_code == 303


def test_a_new_log_in_ends_the_session_the_browser_had(browser_client, house):
    client = browser_client()
    first = knock(client, "u1001").cookies["session"]
    client.cookies.delete("session")
    client.cookies.set("session", first)
    # Somebody logged in is sent on from /login, so the token comes from a page.
    token = csrf_token_in(client.get("/people").text)
    form = {"login": "u1001", "password": PASSWORD, "_csrf_token": token}
    entered = client.post("/login", data=form, follow_redirects=False)
    assert entered.status_code == 303
    assert sessions.by_cookie(house, first) == sessions.NOBODY


def test_only_the_hash_of_a_session_is_stored(browser_client, house):
    token = knock(browser_client()).cookies["session"]
    with house.db.reading() as session:
        stored = session.exec(select(LoginSession.token_hash)).all()
    assert stored == [sessions.digest(token)]
    assert token not in stored


def test_logging_out_ends_the_session_on_the_server(desk_of):
    desk = desk_of("general_manager")
    assert desk.get("/people").status_code == 200
    cookie = desk.client.cookies["session"]
    assert desk.post("/logout").headers["location"] == "/login"
    desk.client.cookies.set("session", cookie)
    assert desk.get("/people").status_code == 303


def test_a_session_ends_when_nobody_touches_it(desk_of, clock):
    desk = desk_of("general_manager")
    clock.advance(timedelta(minutes=719))
    assert desk.get("/people").status_code == 200
    clock.advance(timedelta(minutes=719))
    assert desk.get("/people").status_code == 200
    clock.advance(timedelta(minutes=721))
    assert desk.get("/people").status_code == 303


def test_a_session_ends_after_a_day_however_busy(desk_of, clock):
    desk = desk_of("general_manager")
    for _ in range(23):
        clock.advance(timedelta(hours=1))
        assert desk.get("/people").status_code == 200
    clock.advance(timedelta(hours=1))
    assert desk.get("/people").status_code == 303


def test_log_in_leads_to_no_other_site(browser_client):
    client = browser_client()
    for outside in ("https://evil.example", "//evil.example", "/\\evil.example"):
        assert knock(client, next=outside).headers["location"] == "/"
        client.cookies.delete("session")
