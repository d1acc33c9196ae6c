"""What an exported file holds: a title, columns, and rows of texts and figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import msgspec

TEXT, NUMBER, MONEY = "text", "number", "money"
# A text is what somebody wrote and stays a text; a figure is one that sums up.
Cell = str | int | Decimal | None


class Column(msgspec.Struct, frozen=True):
    """A column; kind: TEXT, NUMBER or MONEY (yuan with two decimals)."""

    label: str
    kind: str = TEXT


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A table to be written; by whom and when it was made stand in the file."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A list found but not yet read: it may have too many rows to be written."""

    title: str
    columns: list[Column]
    total: int
    rows: Callable[[], list[list[Cell]]]


def as_text(cell: Cell) -> str:
    """A cell as a text: an amount with its two decimals, what is not set as ""."""
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
