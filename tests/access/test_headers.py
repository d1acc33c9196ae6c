"""What every answer says to the browser, whatever it is."""

from dataclasses import replace

import httpx
import pytest

from portal.app import create_app
from portal.services.house import House
from tests.people import PASSWORD, csrf_token_in, serving

PATHS = [
    "/login",
    "/nowhere",
    "/people",
    "/health/live",
    "/static/tokens.css",
    "/api/x",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_is_not_ours(browser_client, path):
    headers = browser_client().get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_pages_are_kept_by_nobody_and_versioned_files_for_ever(desk_of):
    desk = desk_of("admin")
    assert desk.get("/people").headers["cache-control"] == "no-store"
    script = desk.get("/static/vendor/htmx-4.0.1.min.js")
    assert "immutable" in script.headers["cache-control"]


def test_a_file_that_has_not_changed_is_not_sent_again(browser_client):
    client = browser_client()
    first = client.get("/static/tokens.css")
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get("/static/tokens.css", headers=known).status_code == 304
    assert client.get("/static/tokens.css", headers={"If-None-Match": '"x"'}).content
    assert client.get("/static/../settings.py", headers=known).status_code == 404


def test_over_tls_cookies_are_bound_to_the_host_and_to_tls(house):
    secure = replace(house.settings, secure_cookies=True)
    app = create_app(house=House(secure, house.db, house.library, house.clock))

    with serving(app) as address, httpx.Client(base_url=address) as client:
        shown = client.get("/login")
        visit = shown.headers["set-cookie"]
        assert visit.startswith("__Host-visit=")
        assert "Secure" in visit
        assert "Domain" not in visit
        assert shown.headers["strict-transport-security"].startswith("max-age=")
        sent = client.post(
            "/login",
            data={
                "login": "u1001",
                "password": PASSWORD,
                "_csrf_token": csrf_token_in(shown.text),
            },
            headers={"Cookie": visit.split(";")[0]},
        )
        cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in cookie


def test_no_page_carries_styles_or_scripts_in_its_text(desk_of):
    desk = desk_of("general_manager")
    for path in (
        "/people",
        "/audit",
        "/rules",
        "/rules/dispatch.tier",
        "/leads",
        "/nix",
    ):
        page = desk.get(path).text
        assert "<script>" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert "hx-on" not in page


def test_figures_for_machines_are_for_this_machine_or_the_api_right(browser_client):
    client = browser_client()
    assert client.get("/metrics").status_code == 200
    # A proxy on this machine speaks for others.
    through = {"X-Forwarded-For": "203.0.113.9"}
    assert client.get("/metrics", headers=through).status_code == 303
