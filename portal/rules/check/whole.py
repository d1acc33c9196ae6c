"""Which worked-out integers are whole for certain: others may lie between two rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from portal.rules.cell import Expression
from portal.rules.cell.tokens import Token, tokens_of
from portal.rules.table import Column, Table

_BREAKING = frozenset({"/", "**", "decimal"})
_ROUNDING = frozenset({"floor", "ceiling"})


def honest_columns(table: Table) -> dict[str, Column]:
    """The columns cells test; a derived integer that may be 3.5 is a number there.

    Nothing rounds a derived value, so rows for 3 and for 4 may leave 3.5 without one.
    """
    columns = table.tested
    for name, derived in table.derived.items():
        if derived.column.type == "integer" and not _whole(derived.expression, columns):
            columns[name] = replace(derived.column, type="number")
    return columns


def _whole(expression: Expression, columns: Mapping[str, Column]) -> bool:
    text = expression.text
    start = text.index("=") + 1 if text.lstrip().startswith("=") else 0
    tokens = tokens_of(text, start)[:-1]
    if _is_rounded(tokens):
        return True
    return not any(_may_break(token, columns) for token in tokens)


def _may_break(token: Token, columns: Mapping[str, Column]) -> bool:
    if token.kind == "number":
        return "." in token.text
    if token.kind == "word" and token.text in columns:
        return columns[token.text].type in ("money", "number")
    return token.kind in ("sign", "word") and token.text in _BREAKING


def _is_rounded(tokens: Sequence[Token]) -> bool:
    """Whether the whole expression stands inside one floor(...) or ceiling(...)."""
    if not tokens or tokens[0].text not in _ROUNDING:
        return False
    depth = 0
    for place, token in enumerate(tokens):
        if token.kind == "sign":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        if place and not depth:
            return place == len(tokens) - 1
    return False
