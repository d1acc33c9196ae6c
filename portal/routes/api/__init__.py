"""The same use cases as JSON, for other programs (blueprint section 6)."""

from litestar.types import ControllerRouterHandler

from portal.routes.api import cases, leads, obligations, rules
from portal.routes.api.schema import schema_route

RECORDS: list[ControllerRouterHandler] = [
    *rules.ROUTES,
    *leads.ROUTES,
    *cases.ROUTES,
    *obligations.ROUTES,
]
ROUTES = [*RECORDS, schema_route(RECORDS)]
