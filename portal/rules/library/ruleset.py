"""A snapshot of the rules in force for one site; it never changes."""

from collections.abc import Iterator, Mapping

from portal.rules.cell.values import nearest
from portal.rules.errors import UnknownTable
from portal.rules.evaluate import BoundTable
from portal.rules.library.admit import Loaded
from portal.rules.library.clauses import Clause


class RuleSet(Mapping[str, BoundTable]):
    """Tables by id, a site's own in place of the house's; `rules["dispatch.tier"]`."""

    def __init__(
        self,
        loaded: Mapping[str, Loaded],
        clauses: Mapping[str, Clause],
        site: str | None = None,
    ) -> None:
        self.site = site
        self.clauses = clauses
        self._bound = {
            table_id: BoundTable(one.table, one.matchers, self)
            for table_id, one in loaded.items()
        }

    def __getitem__(self, table_id: str) -> BoundTable:
        found = self._bound.get(table_id)
        if found is None:
            raise UnknownTable(f"没有表 {table_id}。{nearest(table_id, self._bound)}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._bound)

    def __len__(self) -> int:
        return len(self._bound)

    def clause(self, clause_id: str) -> Clause | None:
        """The clause of the catalogue, or None."""
        return self.clauses.get(clause_id)
