"""FEEL after `=`: arithmetic, comparison, if-then-else over named columns.

    = max(0, points - 17) * 270        = if limit = null then 0 else limit - exposure

Kinds are checked when the file is loaded; evaluating needs the values alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.rules.cell.grammar import Grammar
from portal.rules.cell.nodes import Code
from portal.rules.cell.tokens import tokens_of
from portal.rules.cell.values import BadText
from portal.rules.table import Value

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Expression:
    """`kind` is the kind of the result (money and integer are "number")."""

    text: str
    kind: str
    may_be_null: bool
    names: frozenset[str]
    code: Code

    def evaluate(self, values: Mapping[str, Value]) -> Value:
        """The result for these values by column name; null where FEEL says so."""
        result: Value = self.code(values)
        return result


def parse_expression(text: str, names: Mapping[str, str]) -> Expression:
    """The expression after `=` (the sign may still be there).

    `names` maps each usable name to its type; a "?" after the type says it may be null.
    Raises BadText with the offset in `text` of what is wrong.
    """
    if len(text) > LONGEST:
        raise BadText("算式太长", f"最多 {LONGEST} 个字，请拆成几列。")
    start = text.index("=") + 1 if text.lstrip().startswith("=") else 0
    grammar = Grammar(tokens_of(text, start), names)
    node = grammar.parse()
    return Expression(
        text, node.kind, node.nullable, frozenset(grammar.used), node.code
    )
