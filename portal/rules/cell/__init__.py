"""S-FEEL cells and FEEL expressions: text in, closures over plain Python values out."""

from portal.rules.cell.expression import Expression, parse_expression
from portal.rules.cell.unary import ANY, Cell, Equal, Interval, Null, parse_cell
from portal.rules.cell.values import BadText, read_value, show_value

__all__ = [
    "ANY",
    "BadText",
    "Cell",
    "Equal",
    "Expression",
    "Interval",
    "Null",
    "parse_cell",
    "parse_expression",
    "read_value",
    "show_value",
]
