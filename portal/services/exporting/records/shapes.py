"""The shape of a kind of record that can be listed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from portal.services.exporting.sheets import Cell, Column
from portal.services.use_case import Act


class Record(msgspec.Struct, frozen=True):
    """A row: its page ("" for none), and a cell for each column."""

    href: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Records:
    """columns(); statement(act, *conditions) of the site's rows in the list's order;
    rows(act, found): the same masked for whoever looks.
    """

    columns: Callable[[], list[Column]]
    statement: Callable[..., Any]
    rows: Callable[[Act, list[Any]], list[Record]]

    def cells(self, act: Act, found: Iterable[Any]) -> list[list[Cell]]:
        """The masked rows without their pages, as a file holds them."""
        return [record.cells for record in self.rows(act, list(found))]
