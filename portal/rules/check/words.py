"""A set of codes of one column in words for a manager, and as a cell to paste."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from portal.rules.cell import show_value
from portal.rules.check.boxes import members, runs
from portal.rules.encode import NULL_CODE, Ranges, Scale
from portal.rules.table import Value

# Types with a next value: their open bounds are shown as the closed neighbour.
_STEP: dict[str, Any] = {"integer": Decimal(1), "date": timedelta(days=1)}
_NEEDS_QUOTES = frozenset(',()[]<>="，（）')
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """From low to high; None is no bound inside the declared domain."""

    low: Any
    low_closed: bool
    high: Any
    high_closed: bool

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    def cell(self) -> str:
        """The stretch as an S-FEEL test."""
        low, high = show_value(self.low), show_value(self.high)
        if self.is_point:
            return low
        if self.low is None:
            return f"<{'=' if self.high_closed else ''} {high}"
        if self.high is None:
            return f">{'=' if self.low_closed else ''} {low}"
        opening = "[" if self.low_closed else "("
        return f"{opening}{low}..{high}{']' if self.high_closed else ')'}"

    def words(self, label: str) -> str:
        """The stretch as an inequality: 30000 ≤ 造价 < 50000."""
        low, high = show_value(self.low), show_value(self.high)
        if self.is_point:
            return f"{label} = {low}"
        above = f"{low} {'≤' if self.low_closed else '<'} "
        below = f" {'≤' if self.high_closed else '<'} {high}"
        if self.low is None:
            return label + ("" if self.high is None else below)
        if self.high is None:
            return f"{label} {'≥' if self.low_closed else '>'} {low}"
        return above + label + below


class Axis:
    """One tested column and sets of its declared codes: bit n is the n-th code."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.column = scale.column
        self.codes = scale.domain()

    @property
    def all(self) -> int:
        """Every declared code."""
        return (1 << len(self.codes)) - 1

    @cached_property
    def _null(self) -> int:
        return 1 if self.codes[:1] == [NULL_CODE] else 0

    def mask(self, ranges: Ranges | None) -> int:
        """The declared codes inside the ranges of a cell."""
        if ranges is None:
            return self.all
        found = 0
        for low, high in ranges:
            found |= _positions(self.codes, low, high)
        return found

    def words(self, mask: int) -> str:
        """What holds for the column there: "造价 = 30000", "单级 = 小单、中单"."""
        label = self.column.label
        if not self.scale.ordered:
            return f"{label} = {'、'.join(self._names(mask))}"
        parts = [one.words(label) for one in self._stretches(mask)]
        if parts == [label]:
            parts = [f"{label}不为空"]
        if mask & self._null:
            parts.append(f"{label}为空")
        return _some(parts, " 或 ")

    def cell(self, mask: int) -> str:
        """The cell that accepts just these codes."""
        if mask == self.all:
            return "-"
        if mask | self._null == self.all:
            return "not(null)"
        if not self.scale.ordered:
            return self._listed(mask)
        parts = [one.cell() for one in self._stretches(mask)]
        return ", ".join(parts + ["null"] * (mask & self._null))

    def _stretches(self, mask: int) -> list[Stretch]:
        return [self._stretch(*run) for run in runs(mask & ~self._null)]

    def _stretch(self, first: int, last: int) -> Stretch:
        low, low_closed = self._bound(self.codes[first], 0)
        high, high_closed = self._bound(self.codes[last], 2)
        step = _STEP.get(self.column.type)
        if step and low is not None and not low_closed:
            low, low_closed = low + step, True
        if step and high is not None and not high_closed:
            high, high_closed = high - step, True
        if first == self._null and low != high:
            low = None
        if last == len(self.codes) - 1 and low != high:
            high = None
        return Stretch(low, low_closed, high, high_closed)

    def _bound(self, code: int, side: int) -> tuple[Any, bool]:
        if code % 2:
            return self.scale.constants[code // 2], True
        bounds = self.scale.bounds(code // 2)
        return bounds[side], bool(bounds[side + 1])

    def _texts(self, mask: int) -> tuple[list[Value], bool]:
        """The values of the codes, and whether open text stands among them."""
        found: list[Value] = []
        others = False
        for position in members(mask & ~self._null):
            code = self.codes[position]
            if code:
                found.append(self.scale.constants[code // 2])
            elif self.column.values is None:
                others = True
            else:
                found += [v for v in self.column.values if v not in self.scale.places]
        return found, others

    def _names(self, mask: int) -> list[str]:
        values, others = self._texts(mask)
        names = [self.named(value) for value in values]
        names += ["其他文字"] * others
        return names[:20] + ["…"] * (len(names) > 20) + ["空"] * (mask & self._null)

    def named(self, value: Value) -> str:
        """A value in the words of the people: its label where it has one."""
        if isinstance(value, bool):
            return "是" if value else "否"
        labels = self.column.values or {}
        return labels.get(str(value), "") or show_value(value)

    def _listed(self, mask: int) -> str:
        values, others = self._texts(mask)
        if not others:
            return ", ".join(
                [_quoted(v) for v in values] + ["null"] * (mask & self._null)
            )
        left_out = self.all & ~mask
        without, _ = self._texts(left_out)
        parts = [_quoted(v) for v in without] + ["null"] * (left_out & self._null)
        return f"not({', '.join(parts)})"


def _positions(codes: Sequence[int], low: int, high: int) -> int:
    first, after = bisect_left(codes, low), bisect_right(codes, high)
    return (1 << after) - (1 << first) if after > first else 0


def _quoted(value: Value) -> str:
    text = show_value(value)
    if not isinstance(value, str):
        return text
    bare = text.strip() == text and text not in ("", "-", "null")
    if bare and not _NEEDS_QUOTES & set(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _some(parts: Iterable[str], between: str) -> str:
    listed = list(parts)
    more = f"{between}…（共 {len(listed)} 段）" if len(listed) > _MOST_PARTS else ""
    return between.join(listed[:_MOST_PARTS]) + more
