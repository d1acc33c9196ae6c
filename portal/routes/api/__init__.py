"""The same use cases as JSON, for other programs (blueprint section 6)."""

from litestar.types import ControllerRouterHandler

from portal.routes.api import cases, obligations

ROUTES: list[ControllerRouterHandler] = [*cases.ROUTES, *obligations.ROUTES]
