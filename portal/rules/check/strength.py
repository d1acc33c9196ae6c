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
    order: list[object] = list(column.values or ())
    return _winning([_rank(row.then.get(name), order) for row in rows])


def _rank(value: object, order: list[object]) -> int | None:
    if isinstance(value, Expression):
        return None
    return order.index(value) if value in order else len(order)


def _winning(ranks: list[int | None]) -> list[int]:
    found = [0] * len(ranks)
    stronger = 0
    for _, row in sorted((rank, n) for n, rank in enumerate(ranks) if rank is not None):
        found[row] = stronger
        stronger |= 1 << row
    return found


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
