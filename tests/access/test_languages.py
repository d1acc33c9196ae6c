"""Whoever reads chooses the language: on his account, in his browser, by request."""

import httpx
import pytest
from sqlmodel import select

from portal.models.audit import AuditEntry
from portal.models.people import Account
from portal.words import asked_for, gettext, use_locale
from tests.people import PASSWORD, csrf_token_in

ENGLISH = {"accept-language": "en-GB,en;q=0.9"}


def language_of(answer):
    return answer.text.partition('<html lang="')[2].partition('"')[0]


def choose(desk, language, back="/people"):
    form = {"_csrf_token": desk.token, "language": language, "next": back}
    return desk.client.post("/language", data=form)


def test_the_language_somebody_chose_stays_with_the_account(desk_of, house):
    desk = desk_of("general_manager")
    answer = choose(desk, "zh_Hant", "/people?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?q=a")
    assert language_of(desk.client.get("/people", headers=ENGLISH)) == "zh-Hant"
    # Also at another machine, where nobody has chosen anything yet.
    assert language_of(desk_of("general_manager").client.get("/people")) == "zh-Hant"
    assert language_of(desk_of("receptionist").client.get("/counter")) == "zh-Hans"


def test_choosing_is_audited_once_and_choosing_the_same_again_is_nothing(
    desk_of, house
):
    desk = desk_of("general_manager")
    for _again in range(2):
        assert choose(desk, "en").status_code == 303
    with house.db.reading() as session:
        kept = session.exec(
            select(AuditEntry).where(AuditEntry.action == "people.choose_language")
        ).all()
        assert [entry.detail for entry in kept] == [{"language": "en"}]
        chosen = session.exec(select(Account.locale).where(Account.locale != "")).all()
        assert chosen == ["en"]


def test_an_account_that_never_chose_follows_its_browser(desk_of):
    desk = desk_of("general_manager")
    assert language_of(desk.client.get("/people", headers=ENGLISH)) == "en"
    assert language_of(desk.client.get("/people")) == "zh-Hans"


def test_before_the_log_in_the_cookie_goes_before_what_the_browser_asks_for(
    browser_client,
):
    client = browser_client()
    page = client.get("/login", headers=ENGLISH)
    assert language_of(page) == "en"
    form = {"_csrf_token": csrf_token_in(page.text), "language": "zh_Hant"}
    assert client.post("/language", data=form).headers["location"] == "/"
    assert language_of(client.get("/login", headers=ENGLISH)) == "zh-Hant"


def test_the_chosen_language_comes_along_at_the_next_log_in(desk_of, browser_client):
    choose(desk_of("general_manager"), "en")
    client = browser_client()
    form = {
        "_csrf_token": csrf_token_in(client.get("/login").text),
        "login": "u1001",
        "password": PASSWORD,
    }
    assert client.post("/login", data=form).status_code == 303
    assert language_of(client.get("/no/such/page")) == "en"


def test_a_language_we_do_not_speak_is_refused(desk_of):
    desk = desk_of("receptionist")
    for language in ("fr", "", "en\u0000", "../en"):
        assert choose(desk, language).status_code == 422


def test_choosing_leads_to_no_other_site(desk_of):
    desk = desk_of("receptionist")
    for back in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        assert choose(desk, "en", back).headers["location"] == "/"


def test_a_language_chosen_from_another_site_changes_nothing(desk_of, house):
    desk = desk_of("receptionist")
    form = {"_csrf_token": "0" * 64, "language": "en"}
    assert desk.client.post("/language", data=form).status_code == 403
    with house.db.reading() as session:
        assert set(session.exec(select(Account.locale)).all()) == {""}


def test_a_program_is_answered_in_the_language_it_asks_for(program):
    client = program("receptionist").client
    told = {
        language: client.get(
            "/api/rules/no.such", headers={"accept-language": language}
        ).json()["title"]
        for language in ("zh-CN", "zh-TW", "en", "fr")
    }
    for language, code in (("zh-TW", "zh_Hant"), ("en", "en")):
        with use_locale(code):
            assert told[language] == gettext("没有找到")
    assert told["fr"] == told["zh-CN"] == "没有找到"


def test_a_page_that_is_not_there_says_so_in_the_readers_language(browser_client):
    answer = browser_client().get("/no/such/page", headers=ENGLISH)
    assert (answer.status_code, language_of(answer)) == (404, "en")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-TW,zh;q=0.9,en-US;q=0.8", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hans-HK", "zh_Hans"),
        ("zh-CN,en", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("fr, de;q=0.9, en;q=0.1", "en"),
        ("zh;q=0, en;q=0.5", "en"),
        ("fr", ""),
        ("*", ""),
        ("", ""),
        (";;q=,,=", ""),
        ("en;q=high", ""),
        ("x" * 100_000, ""),
    ],
)
def test_the_browser_is_answered_in_the_first_of_its_languages_we_speak(
    header, language
):
    assert asked_for(header) == language


def test_pages_may_not_be_kept_for_a_reader_of_another_language(address):
    answer = httpx.get(f"{address}/login")
    assert answer.headers["cache-control"] == "no-store"
