"""Why a table answered as it did: every row, what it asked and what it met."""

from dataclasses import dataclass, replace

from portal.rules.errors import NotDecided
from portal.rules.evaluate import BoundTable, Decision, read_facts
from portal.rules.explain.words import (
    Say,
    any_words,
    as_written,
    cell_words,
    conditions_words,
    first_answer,
    hit_words,
    row_name,
    short_words,
    then_words,
    value_words,
)
from portal.rules.library import Clause, RuleSet
from portal.rules.table import Column, Hit, Row, Table, Value, Version

__all__ = ["ExplainedCell", "ExplainedRow", "Explanation", "explain", "sentence"]


@dataclass(frozen=True, slots=True)
class ExplainedCell:
    """`text` names its column (造价 ≥ 5), `short` does not; `hit` None: any value."""

    column: str
    text: str
    short: str
    value: str
    hit: bool | None


@dataclass(frozen=True, slots=True)
class ExplainedRow:
    """`decided`: it gave the answer. `seen`: the table looked at it at all.

    `then` says all its outputs with their labels, `answer` the first one alone.
    """

    id: str
    name: str
    cells: list[ExplainedCell]
    then: str
    answer: str
    decided: bool
    seen: bool
    note: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`columns` are (name, label) of the tested columns."""

    title: str
    version: str
    hit: str
    columns: list[tuple[str, str]]
    rows: list[ExplainedRow]
    facts: list[tuple[str, str]]
    clauses: list[Clause]
    note: str


def explain(
    bound: BoundTable, decision: Decision, say: Say = as_written
) -> Explanation:
    """Every row of the deciding version beside the values it met, as `say` says it.

    Raises NotDecided when the table no longer has that version: explain what `replay`
    binds instead.
    """
    table = bound.table
    version = _version_of(bound, decision)
    values = _values(table, decision)
    columns = _columns(table, version)
    rows = [_row(table, row, columns, values, decision, say) for row in version.rows]
    ruleset = bound.ruleset
    clauses = ruleset.clauses if isinstance(ruleset, RuleSet) else {}
    notes = [row.note for row in rows if row.decided and row.note]
    return Explanation(
        title=say(decision.title),
        version=decision.version,
        hit=hit_words(table.hit, say),
        columns=[(name, say(column.label)) for name, column in columns.items()],
        rows=_with_seen(rows) if table.hit is Hit.FIRST else rows,
        facts=_facts(table, values, say),
        clauses=[clauses[one] for one in decision.clauses if one in clauses],
        note="\n".join(notes),
    )


def sentence(table: Table, row: Row, say: Say = as_written) -> str:
    """One row in one sentence: 造价 ≥ 30,000 且 < 50,000 时，单级：中单。"""
    condition = conditions_words(table, row, say)
    said = then_words(table, row, say)
    if len(table.outputs) == 1:
        (column,) = table.outputs.values()
        said = say("%(label)s：%(words)s") % {"label": say(column.label), "words": said}
    if not condition:
        return say("任何情况下，%(said)s。") % {"said": said}
    # A figure stands apart from the word after it.
    apart = condition[-1:].isascii()
    whole = (
        say("%(condition)s 时，%(said)s。")
        if apart
        else say("%(condition)s时，%(said)s。")
    )
    return whole % {"condition": condition, "said": said}


def _version_of(bound: BoundTable, decision: Decision) -> Version:
    """By hash; by date when only words of the file have changed since."""
    for version in bound.versions:
        if version.hash == decision.hash:
            return version
    for version in bound.versions:
        if version.since.isoformat() == decision.version:
            return version
    raise NotDecided(f"{bound.title}（{bound.id}）没有 {decision.version} 的版本。")


def _values(table: Table, decision: Decision) -> dict[str, Value]:
    """Inputs, required answers and derived columns as they were."""
    values = read_facts(table, decision.facts)
    for local, asked in decision.required.items():
        values |= {f"{local}.{name}": value for name, value in asked.one.items()}
    for name, derived in table.derived.items():
        values[name] = derived.expression.evaluate(values)
    return values


def _columns(table: Table, version: Version) -> dict[str, Column]:
    """The columns that any row tests, in the table's order."""
    used = {n for row in version.rows for n, c in row.when.items() if not c.is_any}
    return {name: column for name, column in table.tested.items() if name in used}


def _row(
    table: Table,
    row: Row,
    columns: dict[str, Column],
    values: dict[str, Value],
    decision: Decision,
    say: Say,
) -> ExplainedRow:
    return ExplainedRow(
        id=row.id,
        name=row_name(table, row, say),
        cells=[
            _cell(row, name, column, values[name], say)
            for name, column in columns.items()
        ],
        then=then_words(table, row, say),
        answer=first_answer(table, row, say),
        decided=row.id in decision.rows,
        seen=True,
        note=say(row.note) if row.note else "",
        clauses=row.clauses,
    )


def _cell(row: Row, name: str, column: Column, value: Value, say: Say) -> ExplainedCell:
    cell = row.when.get(name)
    met = value_words(value, column, say)
    if cell is None or cell.is_any:
        return ExplainedCell(name, any_words(say), any_words(say), met, None)
    hit = cell.tests(value) is True
    text, short = cell_words(cell, column, say), short_words(cell, column, say)
    return ExplainedCell(name, text, short, met, hit)


def _with_seen(rows: list[ExplainedRow]) -> list[ExplainedRow]:
    """Below the deciding row nobody looked."""
    seen, found = True, []
    for row in rows:
        found.append(row if seen else _unseen(row))
        seen = seen and not row.decided
    return found


def _unseen(row: ExplainedRow) -> ExplainedRow:
    return replace(row, decided=False, seen=False)


def _facts(table: Table, values: dict[str, Value], say: Say) -> list[tuple[str, str]]:
    """What was asked about, then what the required tables said."""
    shown = {**table.inputs, **table.required}
    return [
        (say(column.label), value_words(values[name], column, say))
        for name, column in shown.items()
    ]
