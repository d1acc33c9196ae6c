"""Rows as boxes: what overlaps what, and what can never be reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isqrt

from portal.rules.check.gaps import Budget, GapSearch, Region

# Reading this many codes costs about as much as one step of the search.
_CODES_A_STEP = 16


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The stretches of ones in a bitset, as (first, last) positions, ascending."""
    start = 0
    while mask:
        zeros = (mask & -mask).bit_length() - 1
        start, mask = start + zeros, mask >> zeros
        ones = (~mask & (mask + 1)).bit_length() - 1
        yield start, start + ones - 1
        start, mask = start + ones, mask >> ones


def members(mask: int) -> Iterator[int]:
    """The positions of the ones in a bitset, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class _Axis:
    """One axis of the boxes: which rows accept a code, and any code of a stretch."""

    def __init__(self, size: int, masks: Sequence[int]) -> None:
        rows_of: dict[int, int] = {}
        for row, mask in enumerate(masks):
            rows_of[mask] = rows_of.get(mask, 0) | 1 << row
        self.cover = self._swept(size, rows_of)
        self._step = isqrt(size) + 1
        self._blocks = [
            self._either(self.cover[n : n + self._step])
            for n in range(0, size, self._step)
        ]
        self._touching = {mask: self._reach(mask) for mask in rows_of}

    @staticmethod
    def _swept(size: int, rows_of: dict[int, int]) -> list[int]:
        change = [0] * (size + 1)
        for mask, rows in rows_of.items():
            for first, last in runs(mask):
                change[first] ^= rows
                change[last + 1] ^= rows
        cover, now = [], 0
        for toggled in change[:size]:
            now ^= toggled
            cover.append(now)
        return cover

    @staticmethod
    def _either(covers: Sequence[int]) -> int:
        rows = 0
        for one in covers:
            rows |= one
        return rows

    def _reach(self, mask: int) -> int:
        """Rows that accept a code of the mask; whole blocks of codes at a time."""
        rows, step = 0, self._step
        for first, last in runs(mask):
            n = first
            while n <= last:
                if n % step == 0 and n + step - 1 <= last:
                    rows |= self._blocks[n // step]
                    n += step
                else:
                    rows |= self.cover[n]
                    n += 1
        return rows

    def touching(self, mask: int) -> int:
        """Rows that share a code with a row whose cell is this mask."""
        return self._touching[mask]


@dataclass(frozen=True)
class Boxes:
    """`sizes`: codes per axis. `masks[row][axis]`: the code positions a row accepts."""

    sizes: Sequence[int]
    masks: Sequence[Region]

    @cached_property
    def _axes(self) -> list[_Axis]:
        return [
            _Axis(size, [box[n] for box in self.masks])
            for n, size in enumerate(self.sizes)
        ]

    @property
    def everyone(self) -> int:
        """The bitset of all rows."""
        return (1 << len(self.masks)) - 1

    def empty_axis(self, row: int) -> int | None:
        """The first axis on which the row accepts nothing of the declared domain."""
        return next((n for n, mask in enumerate(self.masks[row]) if not mask), None)

    def overlapping(self, row: int) -> int:
        """The bitset of other rows that share a point with this row."""
        rows = self.everyone
        for axis, mask in zip(self._axes, self.masks[row], strict=True):
            rows &= axis.touching(mask)
        return rows & ~(1 << row)

    def gaps(self, budget: Budget) -> list[Region]:
        """Regions no row covers."""
        covers = [axis.cover for axis in self._axes]
        return GapSearch(covers, self.everyone, budget).find()

    def is_covered(self, row: int, others: int, budget: Budget) -> bool:
        """True when `others` together cover every point of the row's box."""
        if not all(self._corners(row, others)):
            return False
        covers = [
            [axis.cover[n] & others for n in members(mask)]
            for axis, mask in zip(self._axes, self.masks[row], strict=True)
        ]
        budget.spend(sum(len(cover) for cover in covers) // _CODES_A_STEP)
        return not GapSearch(covers, others, budget, most=1).find()

    def _corners(self, row: int, others: int) -> Iterator[int]:
        """Which of the others hold at the first, at the last code of every axis."""
        box = self.masks[row]
        for corner in ([mask & -mask for mask in box], box):
            rows = others
            for axis, mask in zip(self._axes, corner, strict=True):
                rows &= axis.cover[mask.bit_length() - 1]
            yield rows

    def covering(self, row: int, others: int, budget: Budget) -> list[int]:
        """As few of `others` as still cover the row: none of them can be left out."""
        for other in members(others):
            if self.is_covered(row, 1 << other, budget):
                return [other]
        return sorted(self._needed(row, 0, list(members(others)), budget))

    def _needed(
        self, row: int, fixed: int, rest: list[int], budget: Budget
    ) -> list[int]:
        """The few of `rest` needed beside `fixed`: halves not needed are dropped."""
        if self.is_covered(row, fixed, budget):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        left, right = rest[:half], rest[half:]
        late = self._needed(row, fixed | _bits(left), right, budget)
        early = self._needed(row, fixed | _bits(late), left, budget)
        return early + late


def _bits(rows: Sequence[int]) -> int:
    return sum(1 << row for row in rows)
