"""The headers every answer carries."""

import re

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from portal.settings import Settings

CONTENT = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
ALWAYS = {
    "content-security-policy": CONTENT,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": browsers would then send our own forms with `Origin: null`.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OVER_TLS = "max-age=31536000"
PRIVATE = "no-store"
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
VERSIONED = re.compile(r"-\d+\.\d+\.\d+")


class Headers:
    """A `before_send` hook; it also reaches answers made before any route is found."""

    def __init__(self, settings: Settings) -> None:
        self.fixed = dict(ALWAYS)
        if settings.secure_cookies:
            self.fixed["strict-transport-security"] = OVER_TLS

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Add what is missing; an answer may set its own cache rule."""
        if message["type"] != "http.response.start":
            return
        message.setdefault("headers", [])
        headers = MutableScopeHeaders(message)
        for name, value in self.fixed.items():
            headers[name] = value
        headers.setdefault("cache-control", cache_rule(scope["path"]))


def cache_rule(path: str) -> str:
    """A file with its version in its name never changes; a page is nobody else's."""
    if not path.startswith("/static/"):
        return PRIVATE
    return FOR_EVER if VERSIONED.search(path) else ASK_AGAIN
