"""The faults of a whole version: holes, forbidden overlaps, rows that never fire."""

from collections.abc import Iterator
from itertools import islice

from portal.rules.check import advice
from portal.rules.check.boxes import members
from portal.rules.check.gaps import Budget, BudgetSpent, Region
from portal.rules.check.space import space_of
from portal.rules.check.strength import alike_rows, stronger_rows
from portal.rules.errors import Finding, Position
from portal.rules.table import Hit, Table, Version

# Findings of one kind that are written out; the rest are counted.
MOST = 20
# Search steps a version may cost (some seconds), and bits it may hold (512 MiB).
STEPS = 2_000_000
BITS = 2**32


def analyse(table: Table, version: Version, *, steps: int = STEPS) -> list[Finding]:
    """Every fault, each with its place, a case that shows it and how to mend it.

    Exact over the declared domain; derived and required columns count as independent.
    A table too entangled to be searched to the end is reported as kind "incomplete".
    """
    return _Analysis(table, version, steps).findings()


class _Analysis:
    def __init__(self, table: Table, version: Version, steps: int) -> None:
        self.table = table
        self.version = version
        self.space = space_of(table, version)
        self.budget = Budget(steps)

    def findings(self) -> list[Finding]:
        """Unreachable rows, overlaps, masked rows, gaps, in this order."""
        if self.space.bits > BITS:
            return [self._unfinished()]
        found: list[Finding] = []
        try:
            for kind in (self._empty, self._overlaps, self._masked, self._gaps):
                found += self._first_of(kind())
        except BudgetSpent:
            found.append(self._unfinished())
        return found

    def _first_of(self, findings: Iterator[Finding]) -> list[Finding]:
        shown = list(islice(findings, MOST))
        left = sum(1 for _ in findings)
        if left:
            last = shown[-1]
            text = f"同类问题还有 {left} 处没有列出"
            shown.append(
                self._finding(last.at, last.kind, text, "先改好上面的再检查。")
            )
        return shown

    def _finding(
        self,
        at: Position,
        kind: str,
        message: str,
        fix: str,
        *,
        row: int | None = None,
        witness: str | None = None,
    ) -> Finding:
        since = self.version.since.isoformat()
        name = None if row is None else self.version.rows[row].id
        return Finding(at, kind, message, fix, since, name, witness)

    def _unfinished(self) -> Finding:
        return self._finding(
            self.version.at,
            "incomplete",
            "行太多、条件太交错,未能查完有没有空缺和重叠",
            "请把这张表拆成几张,或减少列数。",
        )

    def _empty(self) -> Iterator[Finding]:
        for row in range(len(self.version.rows)):
            axis = self.space.boxes.empty_axis(row)
            if axis is None:
                continue
            name, tested = list(self.space.axes.items())[axis]
            text = self.version.rows[row].when[name].text.strip()
            yield self._finding(
                self.space.cell_at(row, axis),
                "unreachable",
                f"{tested.column.label} `{text}` 在声明的范围内没有任何值,"
                "这一行永远轮不到",
                f"改这一格,或改 {name} 列的 values、min、max、nullable,或删去这一行。",
                row=row,
            )

    def _overlaps(self) -> Iterator[Finding]:
        if self.table.hit not in (Hit.UNIQUE, Hit.ANY):
            return
        rows = self.version.rows
        harmless = alike_rows(rows) if self.table.hit is Hit.ANY else [0] * len(rows)
        for row in range(len(rows)):
            later = -1 << (row + 1)
            both = self.space.boxes.overlapping(row) & later & ~harmless[row]
            for other in members(both):
                yield self._overlap(row, other)

    def _overlap(self, first: int, second: int) -> Finding:
        rows, masks = self.version.rows, self.space.boxes.masks
        common = tuple(a & b for a, b in zip(masks[first], masks[second], strict=True))
        witness = (
            f"{self.space.words(common)} 同时中 {rows[first].id} 和 {rows[second].id}"
        )
        change = advice.parting(self.space, first, second)
        row = change.row if change else second
        at = self.space.cell_at(row, change.axis) if change else rows[row].at
        fix = f"{change.sentence(self.space)},或" if change else ""
        clash = ",答案却不同" if self.table.hit is Hit.ANY else ""
        return self._finding(
            at,
            "overlap",
            f"{witness}{clash}",
            f"{fix}删去其中一行。" if fix else "删去其中一行,或把其中一行缩小。",
            row=row,
            witness=witness,
        )

    def _masked(self) -> Iterator[Finding]:
        stronger = stronger_rows(self.table, self.version.rows)
        boxes = self.space.boxes
        if stronger is None:
            return
        for row in range(len(self.version.rows)):
            if boxes.empty_axis(row) is not None:
                continue
            others = stronger[row] & boxes.overlapping(row)
            if others and boxes.is_covered(row, others, self.budget):
                yield self._masking(row, boxes.covering(row, others, self.budget))

    def _masking(self, row: int, covering: list[int]) -> Finding:
        rows = self.version.rows
        names = "、".join(rows[one].id for one in covering)
        together = f"{len(covering)} 行合起来" if len(covering) > 1 else "一行"
        witness = f"行 {rows[row].id} 被 {names} {together}盖住,永远轮不到"
        if self.table.hit is Hit.FIRST:
            fix = f"把它移到 {rows[covering[0]].id} 之前,或缩小 {names},或删去这一行。"
        else:
            fix = f"调整输出列 values 的次序,或缩小 {names},或删去这一行。"
        return self._finding(
            rows[row].at, "masked", witness, fix, row=row, witness=witness
        )

    def _gaps(self) -> Iterator[Finding]:
        if not self.table.hit.must_be_complete:
            return
        for gap in self.space.boxes.gaps(self.budget):
            yield self._gap(gap)

    def _gap(self, gap: Region) -> Finding:
        change = advice.closing(self.space, gap)
        row = change.row if change else advice.nearest_row(self.space, gap)
        at = self.version.at if row is None else self.version.rows[row].at
        if change:
            at = self.space.cell_at(change.row, change.axis)
        witness = f"{self.space.words(gap)} 无归属"
        return self._finding(
            at, "gap", witness, self._closing(gap, change), witness=witness
        )

    def _closing(self, gap: Region, change: advice.Change | None) -> str:
        row = f"补一行 when: {self.space.when(gap)}"
        return f"{change.sentence(self.space)},或{row}。" if change else f"{row}。"
