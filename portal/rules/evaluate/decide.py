"""`decide`: facts and a day in, a decision out. Nothing else is read or written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.rules.errors import NotDecided
from portal.rules.evaluate.decision import Decision
from portal.rules.evaluate.facts import read_facts
from portal.rules.evaluate.policies import conclude
from portal.rules.evaluate.values import plain
from portal.rules.table import Matcher, Table, Value, Version


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A table ready to be asked: its matchers by version hash, the tables it asks."""

    table: Table
    matchers: Mapping[str, Matcher]
    ruleset: Mapping[str, "BoundTable"]

    @property
    def id(self) -> str:
        return self.table.id

    @property
    def title(self) -> str:
        return self.table.title

    @property
    def versions(self) -> tuple[Version, ...]:
        return self.table.versions

    def decide(self, facts: Mapping[str, object], on: date) -> Decision:
        """See the function `decide`."""
        return decide(self, facts, on)


def decide(bound: BoundTable, facts: Mapping[str, object], on: date) -> Decision:
    """The answer of the version in force on the day `on`.

    Facts are keyed by input name: ints, Decimals or decimal text for numbers, bools,
    text, dates and times as objects or ISO text. Raises BadFacts for facts that are
    missing, unknown or outside the declared domain, NotDecided without an answer.
    """
    table = bound.table
    version = table.version_on(on)
    if version is None:
        raise NotDecided(f"{table.title}（{table.id}）在 {on} 还没有生效的版本。")
    values = read_facts(table, facts)
    kept = {name: plain(value) for name, value in values.items()}
    required = _ask_first(bound, values, on)
    uses = {table.id: version.hash}
    for local, decision in required.items():
        uses |= decision.uses
        for name, value in decision.one.items():
            values[f"{local}.{name}"] = value
    for name, derived in table.derived.items():
        values[name] = derived.expression.evaluate(values)
    matched = bound.matchers[version.hash].match(values)
    rows, outcome = conclude(table, version.rows, matched, values)
    return Decision(
        table=table.id,
        title=table.title,
        version=version.since.isoformat(),
        hash=version.hash,
        facts=kept,
        rows=[row.id for row in rows],
        outcome=outcome,
        clauses=list(dict.fromkeys(c for row in rows for c in row.clauses)),
        required=required,
        uses=uses,
    )


def _ask_first(
    bound: BoundTable, values: Mapping[str, Value], on: date
) -> dict[str, Decision]:
    """The required tables' decisions, each with the facts it declares."""
    found = {}
    for local, table_id in bound.table.requires.items():
        other = bound.ruleset[table_id]
        known = {name: values[name] for name in other.table.inputs if name in values}
        found[local] = decide(other, known, on)
    return found
