"""Which part of a space of boxes no row covers: exact search, memoised, bounded.

Every axis lists, for each of its codes, the bitset of rows that accept the code
(bit i = row i). A region is one bitset of code positions per axis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

Cover = Sequence[int]
Region = tuple[int, ...]


class BudgetSpent(Exception):
    """The search was stopped: the table is too entangled to be searched to the end."""


@dataclass
class Budget:
    """How many search steps a table may cost."""

    steps: int

    def spend(self, steps: int = 1) -> None:
        """Take the steps, or raise BudgetSpent."""
        self.steps -= steps
        if self.steps < 0:
            raise BudgetSpent


def _grouped(cover: Cover) -> list[tuple[int, int]]:
    """Codes accepted by the same rows, joined: [(code positions, rows)]."""
    groups: dict[int, int] = {}
    for position, rows in enumerate(cover):
        groups[rows] = groups.get(rows, 0) | 1 << position
    return [(codes, rows) for rows, codes in groups.items()]


@dataclass
class GapSearch:
    """Finds regions of the given axes that no row of `rows` covers.

    `most`: stop looking after about so many regions; each reported region is a true
    gap, but the list is then not the whole of it.
    """

    covers: Sequence[Cover]
    rows: int
    budget: Budget
    most: int = 200
    _memo: dict[tuple[int, int], tuple[Region, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups = [_grouped(cover) for cover in self.covers]
        self._any = [reduce(and_, cover, self.rows) for cover in self.covers]
        self._order = sorted(
            range(len(groups)),
            key=lambda n: (self._any[n].bit_count(), len(groups[n])),
        )
        self._groups = [groups[n] for n in self._order]
        self._all = [(1 << len(self.covers[n])) - 1 for n in self._order]
        self._rest_any = self._any_from_here_on()

    def _any_from_here_on(self) -> list[int]:
        """For each depth the rows that accept everything on all axes still to come."""
        after = [self.rows]
        for n in reversed(self._order):
            after.append(after[-1] & self._any[n])
        return after[::-1]

    def find(self) -> list[Region]:
        """Disjoint uncovered regions, on the axes in the order they were given."""
        if any(not cover for cover in self.covers):
            return []
        found = self._below(0, self.rows)
        back = [self._order.index(n) for n in range(len(self._order))]
        return merge([tuple(region[n] for n in back) for region in found])

    def _below(self, depth: int, active: int) -> tuple[Region, ...]:
        """Gaps on the axes from `depth` on, where only `active` rows still hold."""
        if active & self._rest_any[depth]:
            return ()
        if not active:
            return (tuple(self._all[depth:]),)
        key = (depth, active)
        if key not in self._memo:
            self._memo[key] = self._branch(depth, active)
        return self._memo[key]

    def _branch(self, depth: int, active: int) -> tuple[Region, ...]:
        self.budget.spend(1 + len(self._groups[depth]))
        next_codes: dict[int, int] = {}
        for codes, rows in self._groups[depth]:
            still = active & rows
            next_codes[still] = next_codes.get(still, 0) | codes
        by_gaps: dict[tuple[Region, ...], int] = {}
        found = 0
        for still, codes in next_codes.items():
            below = self._below(depth + 1, still)
            if below:
                found += 0 if below in by_gaps else len(below)
                by_gaps[below] = by_gaps.get(below, 0) | codes
            if found >= self.most:
                break
        return tuple(
            (codes, *rest) for below, codes in by_gaps.items() for rest in below
        )


def merge(regions: list[Region]) -> list[Region]:
    """Join regions that differ on one axis only, until none do."""
    merging = True
    while merging and regions:
        merging = False
        for axis in range(len(regions[0])):
            joined: dict[Region, int] = {}
            for region in regions:
                others = region[:axis] + region[axis + 1 :]
                joined[others] = joined.get(others, 0) | region[axis]
            merging = merging or len(joined) < len(regions)
            regions = [(*k[:axis], codes, *k[axis:]) for k, codes in joined.items()]
    return regions
