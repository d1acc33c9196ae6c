"""Counts and durations of requests, for Prometheus; by route, never by address."""

import time

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Histogram

UNMEASURED = "unmeasured"
SECONDS = Histogram(
    "portal_request_seconds",
    "How long requests took.",
    ("method", "route", "status"),
)


class Measure(ASGIMiddleware):
    """Notes how long each request took and how it ended.

    Routes with `opt={UNMEASURED: True}` are left out: a stream lasts for hours.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = UNMEASURED

    async def handle(
        self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp
    ) -> None:
        """Pass on, and look at the clock before and after."""
        started, status = time.perf_counter(), "500"

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await next_app(scope, receive, note)
        finally:
            route = str(scope["path_template"])
            spent = time.perf_counter() - started
            SECONDS.labels(scope["method"], route, status).observe(spent)  # type: ignore[typeddict-item]
