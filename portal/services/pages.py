"""Pieces of forms on every page: their keys, and what was typed."""

from collections.abc import Iterable, Mapping

from portal.models.base import new_id
from portal.services.use_case import Act

Pair = tuple[str, str]


def form_key(act: Act, *, sent_back: bool = False) -> str:
    """A key for a form about to be shown; one sent back keeps the key it had."""
    return act.key if sent_back and act.key else str(new_id())


def as_typed(typed: Mapping[str, str] | None, fields: Iterable[str]) -> dict[str, str]:
    """Every field of the form with the text it had, "" where nothing was sent."""
    typed = typed or {}
    return {name: typed.get(name, "") for name in fields}
