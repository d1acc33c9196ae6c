"""Decides a kept question again from kept texts; no rule file is read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.rules.cell import show_value
from portal.rules.cell.values import NUMERIC
from portal.rules.errors import RuleError
from portal.rules.evaluate import (
    BoundTable,
    Decision,
    ReferenceMatcher,
    decide,
    dumps,
    plain,
)
from portal.rules.library.order import ordered
from portal.rules.load import build_table, draft_of, result_columns, sha256
from portal.rules.table import Table

# Bound sets of texts that are remembered; one is a few kilobytes.
MOST_REMEMBERED = 500


class TextTampered(RuleError):
    """A kept text does not have its hash any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as a database has it; numbers may be ints or exact decimal text."""

    table: str
    on: date
    version: str
    hash: str
    uses: Mapping[str, str]
    facts: Mapping[str, Any]
    rows: list[str]
    outcome: Any


@dataclass(frozen=True, slots=True)
class Replay:
    """What comes out today; `differences` are Chinese sentences, none when the same.

    `table` is bound to the kept texts: `explain` it to show the rows of that day.
    """

    same: bool
    decision: Decision
    differences: list[str]
    table: BoundTable


_remembered: dict[frozenset[tuple[str, str]], dict[str, BoundTable]] = {}


def replay(kept: Kept, text_of: Callable[[str], str]) -> Replay:
    """Decides again with the versions the decision used.

    `text_of` gives a version's text by its hash. Raises TextTampered, BadRuleFile when
    a text no longer loads, and whatever `text_of` raises.
    """
    bound = bind(kept.uses, text_of)[kept.table]
    decision = decide(bound, kept.facts, kept.on)
    differences = list(_differences(kept, decision, bound.table))
    return Replay(not differences, decision, differences, bound)


def bind(
    uses: Mapping[str, str], text_of: Callable[[str], str]
) -> Mapping[str, BoundTable]:
    """The tables of kept texts (table id -> hash) by id, bound to one another.

    The texts are checked against their hashes each time, parsed only once.
    """
    texts = {table: _checked(text_of(digest), digest) for table, digest in uses.items()}
    key = frozenset(uses.items())
    found = _remembered.get(key)
    if found is None:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        found = _remembered[key] = _bound_tables(uses, texts)
    return found


def _bound_tables(
    uses: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, BoundTable]:
    files = {table: f"{table}@{digest[:12]}" for table, digest in uses.items()}
    drafts = {table: draft_of(text, files[table]) for table, text in texts.items()}
    requires = {table: draft.requires for table, draft in drafts.items()}
    tables: dict[str, Table] = {}
    for table in ordered(requires, files):
        tree = drafts[table].tree
        tables[table] = build_table(tree, files[table], table, None, None, tables)
    bound: dict[str, BoundTable] = {}
    for name, one in tables.items():
        matchers = {v.hash: ReferenceMatcher(v.rows) for v in one.versions}
        bound[name] = BoundTable(one, matchers, bound)
    return bound


def _checked(text: str, digest: str) -> str:
    if sha256(text) != digest:
        raise TextTampered(f"存下的规则文本 {digest[:12]} 被改动过，不能据以重算。")
    return text


def _differences(kept: Kept, decision: Decision, table: Table) -> Iterator[str]:
    if decision.hash != kept.hash:
        yield f"版本：当时 {kept.hash[:12]}，现在 {decision.hash[:12]}"
    if decision.rows != kept.rows:
        yield f"命中的行：当时 {_listed(kept.rows)}，现在 {_listed(decision.rows)}"
    if _exact(kept.outcome, table) != _exact(decision.outcome, table):
        now = plain(decision.outcome)
        yield f"答案：当时 {dumps(kept.outcome)}，现在 {dumps(now)}"


def _listed(rows: list[str]) -> str:
    return "、".join(rows) or "（无）"


def _exact(outcome: Any, table: Table) -> Any:
    """The outcome with every number as a Decimal, however it was kept."""
    if isinstance(outcome, Mapping):
        columns = result_columns(table)
        return {
            name: _exact_value(value, columns[name].type if name in columns else "text")
            for name, value in outcome.items()
        }
    if isinstance(outcome, list):
        return [_exact(one, table) for one in outcome]
    return outcome


def _exact_value(value: Any, type_: str) -> Any:
    if value is None or type_ == "boolean":
        return value
    if type_ not in NUMERIC:
        return show_value(value)
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value
