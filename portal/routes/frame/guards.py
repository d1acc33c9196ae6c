"""Every route says who may use it; one that says nothing stops the start."""

from collections.abc import Iterator
from dataclasses import dataclass

from litestar import Litestar
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.handlers.base import BaseRouteHandler

from portal.access import demand
from portal.errors import NotAllowed, NotLoggedIn
from portal.routes.frame.forgery import drop_files
from portal.routes.frame.visitors import Connection, house_of, visitor_of

PUBLIC = "public"


@dataclass(frozen=True)
class Permission:
    """A guard: somebody is logged in and one of his roles is allowed the action."""

    action: str

    async def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        """Raise NotLoggedIn (401) or NotAllowed (403)."""
        if self.action == PUBLIC:
            return
        person = visitor_of(connection).person
        if person is None:
            raise NotLoggedIn
        house = house_of(connection)
        rules = house.library.rules(person.site_code)
        try:
            demand(rules, person, self.action, house.today())
        except NotAllowed:
            await drop_files(connection)
            raise


def may(action: str) -> Permission:
    """For people whose role is allowed the action (rules/access/permission.yaml)."""
    return Permission(action)


def public() -> Permission:
    """For everybody, logged in or not: log-in, static files, health."""
    return Permission(PUBLIC)


class NoPermissionDeclared(Exception):
    """A route that does not say who may use it."""


def handlers(app: Litestar) -> Iterator[tuple[str, HTTPRouteHandler]]:
    """Every route of the application with its path, without Litestar's own OPTIONS."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if handler.http_methods != {HttpMethod.OPTIONS}:
                yield route.path, handler


def declare_permissions(app: Litestar) -> None:
    """Write each route's permission into its `opt`, or refuse to start."""
    known = app.state.house.library.rules()["access.permission"]
    actions = {PUBLIC, *(known.table.inputs["action"].values or {})}
    for path, handler in handlers(app):
        found = [g for g in handler.resolve_guards() if isinstance(g, Permission)]
        wrong = [one.action for one in found if one.action not in actions]
        if len(found) != 1 or wrong:
            raise NoPermissionDeclared(f"{path} {sorted(handler.http_methods)} {wrong}")
        handler.opt["permission"] = found[0].action
