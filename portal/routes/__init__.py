"""URLs in, pages and JSON out: parse, ask one service, show the answer."""

from litestar.types import ControllerRouterHandler

from portal.routes import (
    api,
    audit,
    cases,
    decisions,
    devices,
    dispatch,
    health,
    home,
    lead,
    lost,
    obligations,
    people,
    reception,
    rule_edits,
    search,
    slip,
)

ROUTES: list[ControllerRouterHandler] = [
    *health.ROUTES,
    *api.ROUTES,
    *home.ROUTES,
    *reception.ROUTES,
    *lead.ROUTES,
    *dispatch.ROUTES,
    *devices.ROUTES,
    *cases.ROUTES,
    *lost.ROUTES,
    *obligations.ROUTES,
    *slip.ROUTES,
    *people.ROUTES,
    *rule_edits.ROUTES,
    *decisions.ROUTES,
    *audit.ROUTES,
    *search.ROUTES,
]
