"""S-FEEL unary tests: what a cell of a decision table says about one column's value.

    30000   market, estate   < 30000   [30000..50000)   not(null)   null   -

The logic is three-valued (DMN): a row matches only where every cell is exactly true.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.rules.cell.scanner import Scanner
from portal.rules.cell.values import (
    ORDERED,
    TYPE_WORDS,
    BadText,
    nearest,
    read_value,
)
from portal.rules.table import Column, Value


@dataclass(frozen=True, slots=True)
class Equal:
    """The value is this constant; null is not."""

    value: Value

    def tests(self, value: Value) -> bool | None:
        return value is not None and value == self.value


@dataclass(frozen=True, slots=True)
class Null:
    """The value is missing."""

    def tests(self, value: Value) -> bool | None:
        return value is None


@dataclass(frozen=True, slots=True)
class Interval:
    """Between two constants; None is no bound. Of a missing value nothing is known."""

    low: Value = None
    low_closed: bool = False
    high: Value = None
    high_closed: bool = False

    def tests(self, value: Any) -> bool | None:
        if value is None:
            return None
        above: Callable[[Any, Any], bool] = (
            operator.ge if self.low_closed else operator.gt
        )
        below: Callable[[Any, Any], bool] = (
            operator.le if self.high_closed else operator.lt
        )
        if self.low is not None and not above(value, self.low):
            return False
        return self.high is None or below(value, self.high)


Test = Equal | Null | Interval


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `options` are joined by "or" (none = any), then perhaps negated."""

    text: str
    options: tuple[Test, ...] = ()
    negated: bool = False

    @property
    def is_any(self) -> bool:
        return not self.options

    def tests(self, value: Value) -> bool | None:
        """True, False, or None where null leaves the answer unknown."""
        if not self.options:
            return True
        answers = {option.tests(value) for option in self.options}
        answer = True if True in answers else None if None in answers else False
        return answer if answer is None or not self.negated else not answer

    def constants(self) -> list[Value]:
        """Every constant the cell compares with, in the order written."""
        found: list[Value] = []
        for option in self.options:
            if isinstance(option, Equal):
                found.append(option.value)
            elif isinstance(option, Interval):
                found += [v for v in (option.low, option.high) if v is not None]
        return found


ANY = Cell("-")


def parse_cell(text: str, column: Column) -> Cell:
    """The cell `text` says for this column; raises BadText with the offset."""
    return _CellParser(text, column).parse()


class _CellParser:
    def __init__(self, text: str, column: Column) -> None:
        self.column = column
        self.scan = Scanner(text, text_items=column.type == "text")

    def parse(self) -> Cell:
        scan = self.scan
        if scan.text.strip() == "-":
            return Cell(scan.text)
        if not scan.text.strip():
            raise BadText("这一格是空的", '任意值请写 "-",或删去这一格。')
        negated = scan.take_word_call("not")
        options = [self._test()]
        while scan.take(","):
            options.append(self._test())
        if negated:
            scan.expect(")")
        scan.expect_end()
        return Cell(scan.text, tuple(options), negated)

    def _test(self) -> Test:
        scan = self.scan
        start = scan.skip_space()
        for sign in ("<=", ">=", "<", ">"):
            if scan.take(sign):
                self._must_be_ordered(start, sign)
                return _half_line(sign, self._literal())
        if self.column.type != "text" and (opening := scan.take_any("[(]")):
            return self._interval(opening, start)
        if scan.take_null():
            return Null()
        return Equal(self._literal())

    def _must_be_ordered(self, start: int, sign: str) -> None:
        if self.column.type not in ORDERED:
            word = TYPE_WORDS[self.column.type]
            raise BadText(
                f"{word}列不能用 {sign} 比大小", "请列出各个值，用逗号隔开。", start
            )

    def _interval(self, opening: str, start: int) -> Interval:
        self._must_be_ordered(start, "区间")
        low: Any = self._literal()
        self.scan.expect("..")
        high: Any = self._literal()
        closing = self.scan.take_any("])[")
        if not closing:
            raise BadText("区间没有收尾", "写成 [30000..50000) 这样。", self.scan.at)
        closed = opening == "[", closing == "]"
        if low > high or (low == high and closed != (True, True)):
            raise BadText("区间里没有任何值", "左边的数要小于右边的数。", start)
        return Interval(low, closed[0], high, closed[1])

    def _literal(self) -> Value:
        start = self.scan.skip_space()
        text = self.scan.literal()
        try:
            value = read_value(text, self.column.type)
        except BadText as bad:
            raise BadText(bad.message, bad.fix, start) from None
        values = self.column.values
        if values is not None and value not in values:
            fix = nearest(text, values) or f"可用的值：{'、'.join(values)}。"
            raise BadText(f"“{text}”不是{self.column.label}的值", fix, start)
        return value


def _half_line(sign: str, value: Value) -> Interval:
    if sign.startswith("<"):
        return Interval(high=value, high_closed=sign == "<=")
    return Interval(low=value, low_closed=sign == ">=")
