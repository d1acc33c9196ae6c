"""A decision: the answer with everything needed to explain and replay it."""

from dataclasses import dataclass
from typing import Any

from portal.rules.evaluate.policies import Outcome
from portal.rules.evaluate.values import plain, to_json


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table answered.

    `facts` are the declared inputs as JSON (fractions as exact decimal text), `rows`
    the ids of the rows that decided, `outcome` plain values (Decimal, date ...),
    `required` the decisions of the tables asked first by their local names, `uses` the
    hash of every version that took part by table id, this one included.
    """

    table: str
    title: str
    version: str
    hash: str
    facts: dict[str, Any]
    rows: list[str]
    outcome: Outcome
    clauses: list[str]
    required: dict[str, "Decision"]
    uses: dict[str, str]

    @property
    def ref(self) -> str:
        """table#row@version, several rows joined by "+", none as "-"."""
        return f"{self.table}#{'+'.join(self.rows) or '-'}@{self.version}"

    @property
    def one(self) -> dict[str, Any]:
        """The outcome of a table that answers with one object."""
        if isinstance(self.outcome, list):
            raise TypeError(f"{self.table} answers with a list")
        return self.outcome

    @property
    def listed(self) -> list[dict[str, Any]]:
        """The outcome of a table that answers with a list."""
        if isinstance(self.outcome, list):
            return self.outcome
        raise TypeError(f"{self.table} answers with one object")

    def answer(self) -> dict[str, Any]:
        """The answer of the command line and the API; print it with `dumps`."""
        return {
            "table": self.table,
            "version": self.version,
            "hash": self.hash,
            "outcome": to_json(self.outcome),
            "rows": self.rows,
            "clauses": self.clauses,
        }

    def kept(self) -> dict[str, Any]:
        """What a database keeps: JSON without a Decimal, enough for `replay`."""
        return {
            "table": self.table,
            "version": self.version,
            "hash": self.hash,
            "uses": self.uses,
            "facts": self.facts,
            "rows": self.rows,
            "outcome": plain(self.outcome),
            "clauses": self.clauses,
        }
