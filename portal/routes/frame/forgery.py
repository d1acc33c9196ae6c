"""No form of another site acts in a visitor's name.

The token of a form is an HMAC over what the browser's cookie is bound to: the log-in,
or before one a nonce of its own. It is of no use with another session.
"""

import hashlib
import hmac
import secrets

from litestar.datastructures import Cookie
from litestar.handlers.base import BaseRouteHandler

from portal.errors import PortalError
from portal.routes.frame.visitors import (
    AnyRequest,
    Connection,
    cookie_name,
    house_of,
    visitor_of,
)
from portal.settings import Settings
from portal.words import gettext as _

FIELD, HEADER = "_csrf_token", "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
SIGNED = "signed"
OWN_SITE = frozenset({"same-origin", "none"})


class Forged(PortalError):
    """A form without this session's token, or sent from another site."""

    def __init__(self) -> None:
        super().__init__(
            _("这张表单不是从您现在的登录打开的，没有写入。请刷新页面后再交一次。")
        )


def form_token(connection: Connection) -> str:
    """The token for forms shown to this visitor; "" where he cannot post any."""
    binding = _binding(connection)
    if not binding:
        return ""
    secret = house_of(connection).settings.secret.encode()
    return hmac.new(secret, binding.encode(), hashlib.sha256).hexdigest()


def _binding(connection: Connection) -> str:
    session = visitor_of(connection).session
    if session:
        return f"session:{session}"
    nonce = connection.state.get("nonce") or connection.cookies.get(
        nonce_cookie(house_of(connection).settings)
    )
    return f"nonce:{nonce}" if nonce else ""


def nonce_cookie(settings: Settings) -> str:
    """The cookie forms are bound to before anybody has logged in."""
    return cookie_name(settings, "visit")


def give_nonce(request: AnyRequest) -> Cookie:
    """Bind the form about to be shown to this browser."""
    settings = house_of(request).settings
    name = nonce_cookie(settings)
    nonce = request.cookies.get(name) or secrets.token_urlsafe()
    request.state["nonce"] = nonce
    return strict_cookie(settings, name, nonce)


def strict_cookie(settings: Settings, name: str, value: str) -> Cookie:
    """A cookie no script reads, gone with the browser."""
    return Cookie(
        key=name,
        value=value,
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )


async def refuse_forgeries(connection: Connection, handler: BaseRouteHandler) -> None:
    """Guard of the whole application: an unsafe request proves where it comes from.

    A bearer token is proof enough, and so is the signature a route checks itself.
    Nobody at all is left to the route's permission.
    """
    if handler.opt.get(SIGNED):
        return
    visitor = visitor_of(connection)
    if connection.scope["method"] in SAFE or visitor.by_token:  # type: ignore[typeddict-item]
        return
    if visitor.person is None and handler.opt.get("permission") != "public":
        return
    expected = form_token(connection)
    sent = await _sent_token(connection)
    ours = _from_our_site(connection) and bool(expected)
    if not (ours and hmac.compare_digest(expected.encode(), sent.encode())):
        await drop_files(connection)
        raise Forged


async def _sent_token(connection: Connection) -> str:
    """From the header, as htmx sends it, else from the form.

    The form is read here in any case: what a handler depends on is made side by side,
    and two that read one body would each get a part of it.
    """
    assert hasattr(connection, "form")
    found: object = ""
    if connection.headers.get("content-type", "").startswith(FORMS):
        form = await connection.form()
        connection.state["form"] = form
        found = form.get(FIELD, "")
    header = connection.headers.get(HEADER)
    if header is not None:
        return header
    return found if isinstance(found, str) else ""


async def drop_files(connection: Connection) -> None:
    """Close the files of a form that is turned away: no handler will."""
    form = connection.state.get("form")
    if form is not None:
        await form.close()


def _from_our_site(connection: Connection) -> bool:
    """What browsers say themselves; a program that says neither is let pass."""
    site = connection.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITE
    origin = connection.headers.get("origin")
    return origin is None or origin.partition("://")[2] == connection.headers.get(
        "host"
    )
