"""URLs in, pages and JSON out: parse, ask one service, show the answer."""

from litestar.types import ControllerRouterHandler

from portal.routes import health, home, people

ROUTES: list[ControllerRouterHandler] = [
    *health.ROUTES,
    *home.ROUTES,
    *people.ROUTES,
]
