"""One text out of a JSON column, in the words of either database."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement, literal


class json_text(FunctionElement[str]):
    """json_text(column, "reason"): the field's text, null where there is none."""

    name = "json_text"
    type = String()
    inherit_cache = True

    def __init__(self, column: Any, field: str) -> None:
        super().__init__(column, literal(field))


@compiles(json_text, "sqlite")
def _on_sqlite(element: json_text, compiler: Any, **more: Any) -> str:
    column, field = (compiler.process(one, **more) for one in element.clauses)
    return f"json_extract({column}, '$.' || {field})"


@compiles(json_text, "postgresql")
def _on_postgresql(element: json_text, compiler: Any, **more: Any) -> str:
    column, field = (compiler.process(one, **more) for one in element.clauses)
    return f"(CAST({column} AS JSONB) ->> {field})"
