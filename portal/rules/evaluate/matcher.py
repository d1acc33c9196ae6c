"""The reference matcher: plain Python over the cells, the oracle and the fallback."""

from collections.abc import Mapping, Sequence

from portal.rules.table import Row, Value


class ReferenceMatcher:
    """Finds the rows whose every cell is exactly true."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._tests = [
            [(name, cell.tests) for name, cell in row.when.items() if not cell.is_any]
            for row in rows
        ]

    def match(self, values: Mapping[str, Value]) -> list[int]:
        """Row numbers from 0, ascending, for the values of every tested column."""
        return [
            number
            for number, tests in enumerate(self._tests)
            if all(test(values[name]) is True for name, test in tests)
        ]
