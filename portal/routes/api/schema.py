"""What the API takes and gives, as an OpenAPI 3.1 document."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from litestar import Litestar, Router, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler

from portal.routes.frame.acts import give_act
from portal.routes.types import Json, exact, may

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "winner": {"type": "string"},
        "at": {"type": ["string", "null"], "format": "date-time"},
    },
}
REFUSED = {
    "type": "object",
    "required": ["refused", "reason", "clauses", "lifts_at"],
    "properties": {
        "refused": {"const": True},
        "reason": {"type": "string"},
        "clauses": {"type": "array", "items": {"type": "string"}},
        "lifts_at": {"type": ["string", "null"], "format": "date-time"},
        "lifts_when": {"type": "string"},
        "decision": {"type": ["string", "null"], "format": "uuid"},
    },
}
ERRORS = {
    "401": "No token",
    "403": "Not yours",
    "404": "Unknown",
    "409": "Lost the race; names the winner and the time",
}


def schema_route(routes: Sequence[ControllerRouterHandler]) -> HTTPRouteHandler:
    """The route that shows the document of these routes."""

    @get("/schema", guards=[may("api.use")], sync_to_thread=True)
    def show_schema() -> Json:
        """The OpenAPI document, for whoever may use the API."""
        return exact(_document(tuple(routes)))

    return show_schema


@cache
def _document(routes: tuple[ControllerRouterHandler, ...]) -> dict[str, Any]:
    # An application of the API alone, never served: the real one has no public schema.
    drawn = Litestar(
        [Router("/", route_handlers=list(routes))],
        dependencies={"act": Provide(give_act)},
        openapi_config=OpenAPIConfig(
            title="Qiantai 前台",
            version="0.1.0",
            use_handler_docstrings=True,
            security=[{"token": []}],
            components=Components(
                security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}
            ),
        ),
    )
    document: dict[str, Any] = drawn.openapi_schema.to_schema()
    document["components"].setdefault("schemas", {})
    document["components"]["schemas"] |= {"Problem": PROBLEM, "Refused": REFUSED}
    for path in document["paths"].values():
        for operation in path.values():
            _add_errors(operation)
    return document


def _add_errors(operation: dict[str, Any]) -> None:
    """What can go wrong is the same everywhere."""
    problem = {"$ref": "#/components/schemas/Problem"}
    answers = operation["responses"]
    answers.pop("400", None)
    for status, text in ERRORS.items():
        content = {"application/problem+json": {"schema": problem}}
        answers[status] = {"description": text, "content": content}
    answers["422"] = {
        "description": "Bad input, or a rule says no",
        "content": {
            "application/problem+json": {"schema": problem},
            "application/json": {"schema": {"$ref": "#/components/schemas/Refused"}},
        },
    }
