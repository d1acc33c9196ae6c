"""Asks engine and reference the same questions before a version is used."""

import random
from collections.abc import Iterator, Mapping

from portal.rules.cell import show_value
from portal.rules.encode import Encoded, Ranges
from portal.rules.engine import EngineMatcher
from portal.rules.errors import Finding
from portal.rules.table import Table, Value, Version

MOST_ROWS = 1000
RANDOM_POINTS = 50


def self_check(table: Table, version: Version, matcher: EngineMatcher) -> list[Finding]:
    """A finding for the first facts on which the two disagree; none is the rule.

    A witness and the edges of every row (of a sample in very large tables), then
    random points of the declared domain, the same ones each time.
    """
    for values in _Probes(matcher.encoded, version).points():
        found, expected = matcher.match(values), matcher.reference.match(values)
        if found != expected:
            shown = "、".join(f"{name} = {show_value(v)}" for name, v in values.items())
            message = f"规则引擎与参照算法在 {shown} 处答案不同"
            fix = "这张表先不启用，请告知系统维护人。"
            since = str(version.since)
            return [Finding(version.at, "engine", message, fix, version=since)]
    return []


class _Probes:
    """Points of the declared domain, as values by column name."""

    def __init__(self, encoded: Encoded, version: Version) -> None:
        self.encoded = encoded
        self.dice = random.Random(version.hash)
        self.values: dict[str, Mapping[int, Value]] = {
            name: {code: scale.witness(code) for code in scale.domain()}
            for name, scale in encoded.scales.items()
        }

    def points(self) -> Iterator[dict[str, Value]]:
        if not all(self.values.values()):
            return
        for number in self._sample():
            yield from self._around(number)
        for _ in range(RANDOM_POINTS):
            yield self._random()

    def _sample(self) -> list[int]:
        numbers = range(len(self.encoded.boxes))
        if len(numbers) <= MOST_ROWS:
            return list(numbers)
        return self.dice.sample(numbers, MOST_ROWS)

    def _around(self, number: int) -> Iterator[dict[str, Value]]:
        """A point inside the row, then one beside it for one column drawn at random."""
        inside = self._random()
        box = dict(zip(self.encoded.scales, self.encoded.boxes[number], strict=True))
        for name, ranges in box.items():
            if ranges is None:
                continue
            codes = [c for c in self.values[name] if _within(c, ranges)]
            if not codes:
                return
            inside[name] = self.values[name][self.dice.choice(codes)]
        yield inside
        for name, ranges in box.items():
            for code in _edges(ranges or ()):
                if code in self.values[name]:
                    yield {**inside, name: self.values[name][code]}

    def _random(self) -> dict[str, Value]:
        return {
            name: self.dice.choice(list(values.values()))
            for name, values in self.values.items()
        }


def _within(code: int, ranges: Ranges) -> bool:
    return any(low <= code <= high for low, high in ranges)


def _edges(ranges: Ranges) -> set[int]:
    """The codes at both ends of every range and just outside."""
    return {code for low, high in ranges for code in (low - 1, low, high, high + 1)}
