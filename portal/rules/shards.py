"""Boxes of codes to rulesets in durable-rules' own words, inside its measured limits.

What goes wrong beyond them (2.0.28): 65 matches at one level or 512 tests under a node
fail or hang, 256 equal rows crash, and one condition has 31 slots, of which an `$or`
takes two and every range inside it two more. A row that does not fit is split into rows
that together say the same; one that would need too many pieces stays with Python (odd).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from portal.rules.encode import Box, Ranges

ROWS_PER_SHARD = 60
TESTS_PER_SHARD = 400
TESTS_PER_ROW = 120
SLOTS = 28
MOST_PIECES = 16
MOST_COLUMNS = 200
# Never part of a fact: its rule proves that a shard is alive and readies its state.
WARM = "$warm"


@dataclass(frozen=True, slots=True)
class Shards:
    """`definitions` go to the engine; `always` match anything, `odd` stay in Python."""

    definitions: tuple[dict[str, Any], ...]
    always: tuple[int, ...]
    odd: tuple[int, ...]


def shards_of(boxes: Sequence[Box]) -> Shards:
    """Every row in a shard, or among `always` or `odd`; dead rows in none."""
    always, odd = [], []
    pieces: list[tuple[str, Box]] = []
    for number, box in enumerate(boxes):
        if () in box:
            continue
        if all(ranges is None for ranges in box):
            always.append(number)
        elif (found := _split(box)) is None:
            odd.append(number)
        else:
            pieces += [(f"{number}.{part}", one) for part, one in enumerate(found)]
    definitions = tuple(_definition(group) for group in _groups(pieces))
    return Shards(definitions, tuple(always), tuple(odd))


def row_number(name: str) -> int:
    """The row a rule of a definition stands for."""
    return int(name.partition(".")[0])


def _split(box: Box) -> list[Box] | None:
    """Boxes that fit and together are this one; None where it takes too many."""
    if len(box) > MOST_COLUMNS:
        return None
    waiting, done = [box], []
    while waiting:
        one = waiting.pop()
        if _slots(one) <= SLOTS and _tests(one) <= TESTS_PER_ROW:
            done.append(one)
        else:
            waiting += _halves(one)
        if len(waiting) + len(done) > MOST_PIECES:
            return None
    return done


def _halves(box: Box) -> list[Box]:
    """The box cut in two at its most broken column."""
    sizes = [len(ranges or ()) for ranges in box]
    widest = sizes.index(max(sizes))
    ranges = box[widest] or ()
    middle = len(ranges) // 2
    return [
        (*box[:widest], part, *box[widest + 1 :])
        for part in (ranges[:middle], ranges[middle:])
    ]


def _slots(box: Box) -> int:
    return sum(_column_slots(ranges) for ranges in box if ranges and len(ranges) > 1)


def _column_slots(ranges: Ranges) -> int:
    wide = sum(low < high for low, high in ranges)
    return min(2 + 2 * wide, 2 * len(ranges) - 2)


def _tests(box: Box) -> int:
    return sum(2 * len(ranges) for ranges in box if ranges)


def _groups(pieces: list[tuple[str, Box]]) -> Iterator[list[tuple[str, Box]]]:
    group: list[tuple[str, Box]] = []
    tests = 0
    for piece in pieces:
        size = _tests(piece[1])
        if group and (len(group) == ROWS_PER_SHARD or tests + size > TESTS_PER_SHARD):
            yield group
            group, tests = [], 0
        group.append(piece)
        tests += size
    if group:
        yield group


def _definition(group: list[tuple[str, Box]]) -> dict[str, Any]:
    rules: dict[str, Any] = {
        name: {"all": [{"m": {"$and": list(_conditions(box))}}]} for name, box in group
    }
    rules["w"] = {"all": [{"m": {WARM: 1}}]}
    return rules


def _conditions(box: Box) -> Iterator[dict[str, Any]]:
    for number, ranges in enumerate(box):
        if ranges:
            yield from _column_conditions(f"c{number}", ranges)


def _column_conditions(name: str, ranges: Ranges) -> Iterator[dict[str, Any]]:
    """One range as its bounds; several as an `$or`, or as bounds and gaps left out.

    The ranges are disjoint, so at most one branch of any `$or` is true: a row cannot
    match twice.
    """
    if len(ranges) == 1:
        yield from _range(name, *ranges[0])
    elif sum(low < high for low, high in ranges) <= len(ranges) - 2:
        branches = [list(_range(name, *one)) for one in ranges]
        yield {"$or": [b[0] if len(b) == 1 else {"$and": b} for b in branches]}
    else:
        yield {"$gte": {name: ranges[0][0]}}
        yield {"$lte": {name: ranges[-1][1]}}
        for (_, end), (start, _) in pairwise(ranges):
            yield {"$or": [{"$lte": {name: end}}, {"$gte": {name: start}}]}


def _range(name: str, low: int, high: int) -> Iterator[dict[str, Any]]:
    if low == high:
        yield {name: low}
    else:
        yield {"$gte": {name: low}}
        yield {"$lte": {name: high}}
