"""Rank encoding: cells become small integer ranges, values small integer codes.

Per tested column the constants c0 < c1 < ... of its cells are sorted. An ordered value
equal to c_i has the code 2i+1, one between c_(i-1) and c_i the code 2i. A text or
boolean has 2i+1 where it is the constant c_i, 0 where it is another text. null is -1.
The matcher and the completeness analysis both work on these codes: no value of a user
reaches either.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.rules.cell import Cell, Equal, Interval, Null
from portal.rules.cell.values import ORDERED
from portal.rules.table import Column, Row, Value
from portal.rules.witness import in_domain, pick

NULL_CODE = -1
# Sorted, disjoint, inclusive ranges of codes; () is never true, None (in a box) always.
Ranges = tuple[tuple[int, int], ...]
Box = tuple[Ranges | None, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The codes of one column: `places` finds a constant's number i."""

    column: Column
    constants: tuple[Any, ...]
    places: Mapping[Any, int]

    @property
    def top(self) -> int:
        """The greatest code."""
        return 2 * len(self.constants)

    @property
    def ordered(self) -> bool:
        return self.column.type in ORDERED

    def code(self, value: Value) -> int:
        """The code of a value of this column's type."""
        if value is None:
            return NULL_CODE
        place = self.places.get(value)
        if place is not None:
            return 2 * place + 1
        return 2 * bisect_left(self.constants, value) if self.ordered else 0

    def ranges(self, cell: Cell) -> Ranges | None:
        """The codes for which the cell is exactly true; None: for any value."""
        if cell.is_any:
            return None
        found = merged(self._range(option) for option in cell.options)
        if not cell.negated:
            return found
        # not(x) is unknown, not true, for a null that x cannot be asked of.
        null_is_true = not any(isinstance(o, Null | Interval) for o in cell.options)
        return complement(found, NULL_CODE if null_is_true else 0, self.top)

    def _range(self, option: Equal | Null | Interval) -> tuple[int, int]:
        if isinstance(option, Null):
            return NULL_CODE, NULL_CODE
        if isinstance(option, Equal):
            place = self.code(option.value)
            return place, place
        low, high = 0, self.top
        if option.low is not None:
            low = self.code(option.low) + (not option.low_closed)
        if option.high is not None:
            high = self.code(option.high) - (not option.high_closed)
        return low, high

    def domain(self) -> list[int]:
        """The codes some value of the declared domain has, ascending, null included."""
        codes = range(self.top + 1)
        found = [code for code in codes if self.witness(code) is not None]
        return [NULL_CODE, *found] if self.column.nullable else found

    def witness(self, code: int) -> Value:
        """A value of the declared domain with this code; None where there is none.

        For the code of null the answer is None too.
        """
        if code == NULL_CODE:
            return None
        if code % 2:
            constant: Value = self.constants[code // 2]
            return constant if in_domain(constant, self.column) else None
        if self.ordered:
            return self._between(code // 2)
        return self._another_text() if code == 0 else None

    def _another_text(self) -> str | None:
        if self.column.type != "text":
            return None
        for text in self.column.values or (f"其他{'*' * n}" for n in range(10_000)):
            if text not in self.places:
                return text
        return None

    def bounds(self, place: int) -> tuple[Any, bool, Any, bool]:
        """The open gap below constant `place`, cut to the declared domain.

        As (low, low included, high, high included); None is no bound.
        """
        low = self.constants[place - 1] if place else None
        high = self.constants[place] if place < len(self.constants) else None
        least, most = self.column.min, self.column.max
        low_in = least is not None and (low is None or least > low)
        high_in = most is not None and (high is None or most < high)
        return least if low_in else low, low_in, most if high_in else high, high_in

    def _between(self, place: int) -> Value:
        low, low_in, high, high_in = self.bounds(place)
        value = pick(self.column.type, low, low_in, high, high_in)
        if value is None or self.places.get(value) is not None:
            return None
        above = low is None or value > low or (low_in and value == low)
        below = high is None or value < high or (high_in and value == high)
        return value if above and below else None


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The same codes as sorted, disjoint ranges that do not touch."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(one for one in ranges if one[0] <= one[1]):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def complement(ranges: Ranges, low: int, high: int) -> Ranges:
    """The codes of low..high that `ranges` leaves out."""
    found = []
    for start, end in ranges:
        if low < start:
            found.append((low, start - 1))
        low = max(low, end + 1)
    if low <= high:
        found.append((low, high))
    return tuple(found)


def scale_of(column: Column, cells: Iterable[Cell]) -> Scale:
    """The scale of a column whose cells these are."""
    constants: Any
    if column.type == "boolean":
        constants = [False, True]
    else:
        constants = {value: None for cell in cells for value in cell.constants()}
        constants = sorted(constants) if column.type in ORDERED else list(constants)
    places = {value: place for place, value in enumerate(constants)}
    return Scale(column, tuple(constants), places)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A version in codes: the scales of its tested columns, one box per row."""

    scales: Mapping[str, Scale]
    boxes: tuple[Box, ...]

    def codes(self, values: Mapping[str, Value]) -> list[int]:
        """The code of each tested column, in the order of `scales`."""
        return [scale.code(values[name]) for name, scale in self.scales.items()]


def encode(columns: Mapping[str, Column], rows: Iterable[Row]) -> Encoded:
    """Scales for the columns at least one cell tests, and every row's box."""
    rows = tuple(rows)
    cells: dict[str, list[Cell]] = {}
    for name in columns:
        found = [
            r.when[name] for r in rows if name in r.when and not r.when[name].is_any
        ]
        if found:
            cells[name] = found
    scales = {name: scale_of(columns[name], found) for name, found in cells.items()}
    boxes = tuple(
        tuple(s.ranges(r.when[n]) if n in r.when else None for n, s in scales.items())
        for r in rows
    )
    return Encoded(scales, boxes)
