"""Finds out who sends a request, and speaks his language until it is answered."""

from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection, Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from portal.errors import BadInput
from portal.services import devices, sessions
from portal.services.house import House
from portal.services.sessions import NOBODY, Visitor
from portal.settings import Settings
from portal.words import LANGUAGES, SOURCE_LOCALE, asked_for, use_locale, use_zone
from portal.words import gettext as _

BEARER = "bearer "
STATELESS = "stateless"
LANGUAGE_COOKIE = "language"

# What Litestar calls a connection, with its three open ends closed once.
Connection = ASGIConnection[Any, Any, Any, Any]
AnyRequest = Request[Any, Any, Any]


def house_of(connection: Connection) -> House:
    """The house this application serves."""
    house: House = connection.app.state.house
    return house


def visitor_of(connection: Connection) -> Visitor:
    """Who sent the request; nobody where nobody was asked for."""
    visitor: Visitor = connection.state.get("visitor", NOBODY)
    return visitor


def version_of(connection: Connection) -> int:
    """How far the site had come when the request began; live events go on from it."""
    version: int = connection.state.get("version", 0)
    return version


def address_of(connection: Connection) -> str:
    """The network address the request came from."""
    return connection.client.host if connection.client else ""


def cookie_name(settings: Settings, name: str) -> str:
    """`__Host-` binds a cookie to this host and to TLS; it cannot be set without."""
    return f"__Host-{name}" if settings.secure_cookies else name


def session_cookie(settings: Settings) -> str:
    """The name of the cookie that carries a log-in."""
    return cookie_name(settings, "session")


def screen_cookie_name(settings: Settings) -> str:
    """The name of the cookie that carries a paired screen's token."""
    return cookie_name(settings, "screen")


class Recognise(ASGIMiddleware):
    """Puts the visitor of each request into its state.

    Routes with `opt={"stateless": True}` (static files, health) pass unasked.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = STATELESS

    async def handle(
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Recognise, then pass on in the visitor's language and the store's zone."""
        _refuse_nul(scope)
        connection: Connection = ASGIConnection(scope)
        house = house_of(connection)
        visitor = screen_at_hand(house, connection)
        if visitor is None:
            visitor = await sync_to_thread(recognise, house, connection)
        connection.state["visitor"] = visitor
        if visitor.person is not None:
            # Before anything is read: what changes from here on is news to the page.
            connection.state["version"] = house.hub.version(visitor.person.site_id)
        with use_locale(language_of(connection)), use_zone(house.zone):
            await next_app(scope, receive, send)


def language_of(connection: Connection) -> str:
    """What the person chose, else this browser's cookie, else what it asks for."""
    visitor = visitor_of(connection)
    who = visitor.person or visitor.stopped
    chosen = who.locale if who else ""
    cookie = connection.cookies.get(LANGUAGE_COOKIE, "")
    for code in (chosen, cookie):
        if code in LANGUAGES:
            return code
    return asked_for(connection.headers.get("accept-language", "")) or SOURCE_LOCALE


def recognise(house: House, connection: Connection) -> Visitor:
    """A bearer token is taken before a cookie, so a program never acts as a person.

    A screen on which somebody has logged in is his until he logs out.
    """
    header = connection.headers.get("authorization", "")
    if header.lower().startswith(BEARER):
        return sessions.by_bearer(house, header[len(BEARER) :].strip())
    cookie = connection.cookies.get(session_cookie(house.settings))
    visitor = sessions.by_cookie(house, cookie) if cookie else NOBODY
    screen = connection.cookies.get(screen_cookie_name(house.settings))
    if visitor.person is not None or not screen:
        return visitor
    return devices.recognise(house, screen, address_of(connection))


def screen_at_hand(house: House, connection: Connection) -> Visitor | None:
    """A screen that memory knows, on which nobody else could be meant."""
    if "authorization" in connection.headers:
        return None
    if session_cookie(house.settings) in connection.cookies:
        return None
    screen = connection.cookies.get(screen_cookie_name(house.settings))
    return devices.at_hand(house, screen) if screen else None


def _refuse_nul(scope: Scope) -> None:
    # No database takes the character NUL, and nothing a person types has it.
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise BadInput({"": _("网址里有不能用的字符。")})
