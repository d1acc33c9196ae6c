"""URLs in, pages and JSON out: parse, ask one service, show the answer."""

from litestar.types import ControllerRouterHandler

from portal.routes import (
    api,
    audit,
    board,
    cases,
    decisions,
    dispatch,
    exporting,
    health,
    home,
    lead,
    live,
    lost,
    my,
    obligations,
    people,
    reception,
    reports,
    rule_edits,
    search,
    slip,
)

ROUTES: list[ControllerRouterHandler] = [
    *health.ROUTES,
    *live.ROUTES,
    *api.ROUTES,
    *home.ROUTES,
    *reception.ROUTES,
    *lead.ROUTES,
    *dispatch.ROUTES,
    *board.ROUTES,
    *my.ROUTES,
    *cases.ROUTES,
    *lost.ROUTES,
    *obligations.ROUTES,
    *slip.ROUTES,
    *people.ROUTES,
    *rule_edits.ROUTES,
    *decisions.ROUTES,
    *audit.ROUTES,
    *search.ROUTES,
    *exporting.ROUTES,
    *reports.ROUTES,
]
