"""Which rows win over which: the order behind `first` and `priority` tables."""

from portal.rules.cell import Expression
from portal.rules.table import Hit, Row, Table


def stronger_rows(table: Table, rows: tuple[Row, ...]) -> list[int] | None:
    """For each row the bitset of rows that win over it; None where no row wins.

    first: the earlier rows. priority: those whose first output comes earlier in its
    `values`, then the earlier rows; a row that works its output out has no fixed place.
    """
    if table.hit is Hit.FIRST:
        return [(1 << row) - 1 for row in range(len(rows))]
    if table.hit is not Hit.PRIORITY:
        return None
    name, column = next(iter(table.outputs.items()))
    places = {value: place for place, value in enumerate(column.values or ())}
    ranks = [_rank(row.then.get(name), places) for row in rows]
    return [_winning(row, ranks) for row in range(len(rows))]


def _rank(value: object, places: dict[str, int]) -> int | None:
    return (
        None if isinstance(value, Expression) else places.get(str(value), len(places))
    )


def _winning(row: int, ranks: list[int | None]) -> int:
    own = ranks[row]
    if own is None:
        return 0
    winning = 0
    for other, rank in enumerate(ranks):
        if rank is not None and (rank, other) < (own, row):
            winning |= 1 << other
    return winning


def alike_rows(rows: tuple[Row, ...]) -> list[int]:
    """For each row the bitset of rows with the same answer, itself included."""
    keys = [_answer(row) for row in rows]
    alike: dict[object, int] = {}
    for row, key in enumerate(keys):
        alike[key] = alike.get(key, 0) | 1 << row
    return [alike[key] for key in keys]


def _answer(row: Row) -> object:
    return frozenset(
        (name, f"= {value.text}" if isinstance(value, Expression) else value)
        for name, value in row.then.items()
    )
