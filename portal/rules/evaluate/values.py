"""Values out of the evaluator: exact digits, as JSON or as kept in a database."""

import json
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from portal.rules.cell import show_value


def to_json(value: Any) -> Any:
    """For `dumps`: an integral Decimal becomes an int, another stays as it is."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, Mapping):
        return {name: to_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(one) for one in value]
    if isinstance(value, date | time | timedelta):
        return show_value(value)
    return value


def plain(value: Any) -> Any:
    """For a JSON column or a page: like `to_json`, a fraction as exact decimal text."""
    if value is None or isinstance(value, str | bool):
        return value
    ready = to_json(value)
    if isinstance(ready, Mapping):
        return {name: plain(one) for name, one in ready.items()}
    if isinstance(ready, list):
        return [plain(one) for one in ready]
    return show_value(ready) if isinstance(ready, Decimal) else ready


def dumps(value: Any) -> str:
    """JSON text whose numbers have exactly the digits of the Decimals."""
    if isinstance(value, Mapping):
        pairs = (f"{_quoted(str(name))}: {dumps(one)}" for name, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(dumps(one) for one in value) + "]"
    if isinstance(value, Decimal):
        return show_value(value)
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    return _quoted(show_value(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def loads(text: str | bytes) -> Any:
    """JSON text to values; numbers are Decimal or int, never a float.

    Raises ValueError for NaN, Infinity and what is not JSON.
    """
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise ValueError(name)
