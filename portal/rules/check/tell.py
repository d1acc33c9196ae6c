"""A fault in a sentence: where it is, a case that shows it, how to mend it."""

from collections.abc import Sequence

from portal.rules.check import advice
from portal.rules.check.gaps import Region
from portal.rules.check.space import Space
from portal.rules.errors import Finding, Position
from portal.rules.table import Hit, Table, Version

_MOST_NAMES = 6


class Teller:
    """Says what was found in one version, in the words of the people who edit it."""

    def __init__(self, table: Table, version: Version, space: Space) -> None:
        self.hit = table.hit
        self.version = version
        self.space = space

    def empty(self, row: int, axis: int) -> Finding:
        """The row's cell on this axis accepts nothing that may occur."""
        name, tested = list(self.space.axes.items())[axis]
        text = self.version.rows[row].when[name].text.strip()
        return self._finding(
            self.space.cell_at(row, axis),
            "unreachable",
            f"{tested.column.label} `{text}` 在声明的范围内没有任何值，"
            "这一行永远轮不到",
            f"改这一格，或改 {name} 列的 values、min、max、nullable，或删去这一行。",
            row=row,
        )

    def overlap(self, first: int, second: int) -> Finding:
        """Two rows answer the same facts and may not."""
        rows, masks = self.version.rows, self.space.boxes.masks
        common = tuple(a & b for a, b in zip(masks[first], masks[second], strict=True))
        where = self.space.words(common)
        witness = f"{where} 同时中 {rows[first].id} 和 {rows[second].id}"
        change = advice.parting(self.space, first, second)
        row = change.row if change else second
        at = self.space.cell_at(row, change.axis) if change else rows[row].at
        fix = "删去其中一行，或把其中一行缩小。"
        if change:
            fix = f"{change.sentence(self.space)}，或删去其中一行。"
        clash = "，答案却不同" if self.hit is Hit.ANY else ""
        message = f"{witness}{clash}"
        return self._finding(at, "overlap", message, fix, row=row, witness=witness)

    def masked(self, row: int, covering: Sequence[int]) -> Finding:
        """Stronger rows leave nothing for this one."""
        rows = self.version.rows
        names = "、".join(rows[one].id for one in covering[:_MOST_NAMES])
        names += " 等" if len(covering) > _MOST_NAMES else ""
        together = f"{len(covering)} 行合起来" if len(covering) > 1 else "一行"
        witness = f"行 {rows[row].id} 被 {names} {together}盖住，永远轮不到"
        order = "调整输出列 values 的次序"
        if self.hit is Hit.FIRST:
            order = f"把它移到 {rows[covering[0]].id} 之前"
        fix = f"{order}，或缩小 {names}，或删去这一行。"
        return self._finding(
            rows[row].at, "masked", witness, fix, row=row, witness=witness
        )

    def gap(self, gap: Region) -> Finding:
        """No row answers these facts."""
        fix = f"补一行 when: {self.space.when(gap)}。"
        change = advice.closing(self.space, gap)
        if change:
            at = self.space.cell_at(change.row, change.axis)
            fix = f"{change.sentence(self.space)}，或{fix}"
        else:
            row = advice.nearest_row(self.space, gap)
            at = self.version.at if row is None else self.version.rows[row].at
        witness = f"{self.space.words(gap)} 无归属"
        return self._finding(at, "gap", witness, fix, witness=witness)

    def more(self, last: Finding, count: int, *, at_least: bool) -> Finding:
        """That `count` faults of the kind of `last` are not written out."""
        some = "至少还有" if at_least else "还有"
        message = f"同类问题{some} {count} 处没有列出"
        return self._finding(last.at, last.kind, message, "先改好上面的再检查。")

    def unfinished(self) -> Finding:
        """The table was not searched to the end."""
        return self._finding(
            self.version.at,
            "incomplete",
            "行太多、条件太交错，未能查完有没有空缺和盖住的行",
            "请把这张表拆成几张，或减少列数。",
        )

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
