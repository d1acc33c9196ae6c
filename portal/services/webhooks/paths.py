"""Where our fields stand in another program's JSON: customer.phones[0]."""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from portal.errors import BadInput
from portal.words import gettext as _

PATH = re.compile(r"[^\s.\[\]]+(?:\[\d{1,4}\])*(?:\.[^\s.\[\]]+(?:\[\d{1,4}\])*)*")
STEP = re.compile(r"[^\s.\[\]]+|\[\d+\]")
YES, NO = "yes", "no"


def is_path(text: str) -> bool:
    """Whether the text can be followed: names with dots between, numbers in []."""
    return PATH.fullmatch(text) is not None


def parse(body: bytes) -> dict[str, Any]:
    """The body as JSON with exact numbers; BadInput unless it is one object."""
    try:
        found = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput({"": _("正文不是 JSON。")}) from None
    if not isinstance(found, dict):
        raise BadInput({"": _("正文要是一个 JSON 对象。")})
    return found


def _no_number(word: str) -> None:
    raise ValueError(word)


def texts_at(body: Mapping[str, Any], paths: Sequence[str]) -> list[str]:
    """What stands at each path as a text; "" where there is nothing to be read."""
    return [_text(_follow(body, path)) for path in paths]


def _follow(value: Any, path: str) -> Any:
    for step in STEP.findall(path):
        if step.startswith("["):
            place = int(step[1:-1])
            value = value[place] if _reaches(value, place) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _reaches(value: Any, place: int) -> bool:
    return isinstance(value, list) and place < len(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, str | int):
        return str(value)
    return f"{value:f}" if isinstance(value, Decimal) else ""
