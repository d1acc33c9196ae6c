"""The faults of a whole version: holes, forbidden overlaps, rows that never fire."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

from portal.rules.check.boxes import members
from portal.rules.check.gaps import Budget, BudgetSpent
from portal.rules.check.space import Space, space_of
from portal.rules.check.strength import alike_rows, stronger_rows
from portal.rules.check.tell import Teller
from portal.rules.errors import Finding
from portal.rules.table import Hit, Table, Version

# Findings of one kind that are written out; the rest are counted.
MOST = 20
# Search steps a kind of fault may cost (some seconds), and bits it may hold (512 MiB).
STEPS = 2_000_000
BITS = 2**32

Case = TypeVar("Case")


def analyse(table: Table, version: Version, *, steps: int = STEPS) -> list[Finding]:
    """Every fault, each with its place, a case that shows it and how to mend it.

    Exact over the declared domain; derived and required columns count as independent.
    A table too entangled to be searched to the end is reported as kind "incomplete".
    """
    return _Analysis(table, version, steps).findings()


class _Analysis:
    def __init__(self, table: Table, version: Version, steps: int) -> None:
        self.table = table
        self.rows = version.rows
        self.steps = steps
        self.space: Space = space_of(table, version)
        self.boxes = self.space.boxes
        self.tell = Teller(table, version, self.space)

    def findings(self) -> list[Finding]:
        """Unreachable rows, overlaps, gaps, masked rows, then what was not searched."""
        if self.space.bits > BITS:
            return [self.tell.unfinished()]
        found = self._empty() + self._overlaps()
        unfinished = False
        for search in (self._gaps, self._masked):
            try:
                found += search(Budget(self.steps))
            except BudgetSpent:
                unfinished = True
        return found + [self.tell.unfinished()] * unfinished

    def _told(
        self, cases: Sequence[Case], tell: Callable[[Case], Finding]
    ) -> list[Finding]:
        return self._capped([tell(one) for one in cases[:MOST]], len(cases))

    def _capped(
        self, shown: list[Finding], count: int, *, at_least: bool = False
    ) -> list[Finding]:
        left = count - len(shown)
        if left:
            shown.append(self.tell.more(shown[-1], left, at_least=at_least))
        return shown

    def _empty(self) -> list[Finding]:
        axes = [(row, self.boxes.empty_axis(row)) for row in range(len(self.rows))]
        dead = [(row, axis) for row, axis in axes if axis is not None]
        return self._told(dead, lambda case: self.tell.empty(*case))

    def _overlaps(self) -> list[Finding]:
        if self.table.hit not in (Hit.UNIQUE, Hit.ANY):
            return []
        alike = alike_rows(self.rows) if self.table.hit is Hit.ANY else None
        clashes: dict[int, int] = {}
        for row in range(len(self.rows)):
            harmless = alike[row] if alike else 0
            later = -1 << (row + 1)
            clashes[row] = self.boxes.overlapping(row) & later & ~harmless
        pairs = ((one, two) for one, both in clashes.items() for two in members(both))
        shown = [self.tell.overlap(*pair) for pair in islice(pairs, MOST)]
        return self._capped(shown, sum(both.bit_count() for both in clashes.values()))

    def _gaps(self, budget: Budget) -> list[Finding]:
        if not self.table.hit.must_be_complete:
            return []
        gaps = self.boxes.gaps(budget)
        shown = [self.tell.gap(gap) for gap in gaps[:MOST]]
        # Where there are very many the search stops early.
        return self._capped(shown, len(gaps), at_least=True)

    def _masked(self, budget: Budget) -> list[Finding]:
        stronger = stronger_rows(self.table, self.rows)
        if stronger is None:
            return []
        masked = []
        for row, winning in enumerate(stronger):
            if self.boxes.empty_axis(row) is not None:
                continue
            others = winning & self.boxes.overlapping(row)
            if others and self.boxes.is_covered(row, others, budget):
                masked.append((row, others))
        return self._told(masked, lambda case: self._mask(*case, budget))

    def _mask(self, row: int, others: int, budget: Budget) -> Finding:
        return self.tell.masked(row, self.boxes.covering(row, others, budget))
