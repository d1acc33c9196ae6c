"""Every route: who may use it, and that nothing sent to it breaks it."""

import re
from uuid import uuid4

import pytest

from portal.access import may
from portal.app import create_app
from portal.routes.frame.guards import NoPermissionDeclared, handlers
from tests.people import CAST

UNKNOWN = {"uuid": str(uuid4()), "str": "unknown", "int": "7"}
ROLES = [*CAST, "2001"]


def filled(path):
    """The path with something nobody has in place of each parameter."""
    return re.sub(r"\{\w+:(\w+)\}", lambda found: UNKNOWN[found[1]], path)


@pytest.fixture
def routes(app):
    """(path, method, permission) of every route."""
    return [
        (path, method, handler.opt["permission"])
        for path, handler in handlers(app)
        for method in handler.http_methods
        if not path.startswith("/static")
    ]


def test_every_route_declares_a_permission_of_the_rule_file(app, house):
    actions = house.library.rules()["access.permission"].table.inputs["action"].values
    declared = {handler.opt["permission"] for _, handler in handlers(app)}
    assert declared - {"public"} <= set(actions)
    assert len(declared) > 20, "the walk misses the routes"


def test_only_the_door_and_health_are_public(routes):
    public = {path for path, _, permission in routes if permission == "public"}
    assert public <= {
        *(
            "/",
            "/login",
            "/logout",
            "/language",
            "/health/live",
            "/health/ready",
            "/metrics",
        ),
        *("/pair", "/board/d/{token:str}"),
        "/api/hooks/{name:str}",
    }


def test_only_signed_deliveries_pass_without_a_form_token(app):
    signed = {path for path, handler in handlers(app) if handler.opt.get("signed")}
    assert signed == {"/api/hooks/{name:str}"}


def test_a_route_without_a_permission_stops_the_start(house, monkeypatch):
    from litestar import get

    @get("/open-to-all", sync_to_thread=False)
    def forgotten() -> None:
        """Nobody said who may."""

    monkeypatch.setattr("portal.app.ROUTES", [forgotten])
    with pytest.raises(NoPermissionDeclared, match="/open-to-all"):
        create_app(house=house)


def test_nobody_gets_anywhere_without_a_log_in(routes, browser_client):
    client = browser_client()
    for path, method, permission in routes:
        if permission == "public":
            continue
        answer = client.request(method, filled(path), follow_redirects=False)
        if path.startswith(("/api", "/schema")):
            assert answer.status_code == 401, (method, path)
            assert answer.json()["status"] == 401
        else:
            assert answer.status_code == 303, (method, path)
            assert answer.headers["location"].startswith("/login"), (method, path)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_exactly_where_the_rules_let_it(role, routes, desk_of, house):
    desk = desk_of(role)
    person = desk.person()
    rules = house.library.rules("jincheng")
    for path, method, permission in routes:
        if permission == "public":
            continue
        allowed = may(rules, person, permission, house.today())
        answer = desk.send(method, filled(path))
        where = (role, method, path, answer.status_code)
        assert answer.status_code < 500, (*where, answer.text[-2000:])
        if not allowed:
            assert answer.status_code == 403, where
        elif "{" not in path and method == "GET":
            assert answer.status_code in (200, 303, 422), where


def test_a_refused_page_says_who_may(desk_of):
    page = desk_of("receptionist").get("/audit")
    assert page.status_code == 403
    assert "总经理、系统管理员" in page.text
    assert "看操作记录" in page.text
