"""The reasons panel: the answer, every row looked at, the facts, the clause."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from portal.rules.evaluate import Decision
from portal.rules.explain import ExplainedRow, explain
from portal.rules.library import Clause, RuleSet
from portal.services.clauses import clause_label, original_of
from portal.words import gettext as _
from portal.words import rule_text


class WhyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table as the panel shows it; `decided`: it gave the answer.

    `then` is the first thing the row says; the table's own page shows the rest.
    """

    id: str
    name: str
    condition: str
    figure: str
    then: str
    decided: bool
    seen: bool


class WhyStep(msgspec.Struct, frozen=True, kw_only=True):
    """One table that was asked."""

    title: str
    href: str
    version: str
    policy: str
    rows: list[WhyRow]


class WhyClause(msgspec.Struct, frozen=True, kw_only=True):
    """A clause quoted, with what the house decided where it is silent.

    original: the words of the source where `says` is a translation of them.
    """

    id: str
    label: str
    says: str
    original: str
    default: str


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/_why.html."""

    title: str
    kind: str
    word: str
    answer: str
    steps: list[WhyStep]
    facts: list[tuple[str, str]]
    clauses: list[WhyClause]
    records: list[tuple[str, list[tuple[str, str]]]] = []
    lifts: str = ""
    number: str = ""
    number_href: str = ""
    replay_action: str = ""
    idempotency_key: str = ""


def why_step(rules: RuleSet, decision: Decision) -> WhyStep:
    """Every row of the table with the figure it met, the deciding one marked."""
    told = explain(rules[decision.table], decision, rule_text)
    return WhyStep(
        title=told.title,
        href=f"/rules/{decision.table}",
        version=told.version,
        policy=told.hit,
        rows=[row_of(row) for row in told.rows],
    )


def row_of(row: ExplainedRow) -> WhyRow:
    """A row of an explanation as the panel shows it."""
    tested = [cell for cell in row.cells if cell.hit is not None]
    return WhyRow(
        id=row.id,
        name=row.name,
        condition=_("，").join(cell.text for cell in tested) or _("都不中时"),
        figure=_("，").join(cell.value for cell in tested),
        then=row.answer,
        decided=row.decided,
        seen=row.seen,
    )


def facts_of(rules: RuleSet, decision: Decision) -> list[tuple[str, str]]:
    """Label and value of every fact the table saw."""
    return list(explain(rules[decision.table], decision, rule_text).facts)


def why_clauses(rules: RuleSet, clause_ids: Sequence[str]) -> list[WhyClause]:
    """The clauses quoted; one the catalogue lacks is left out."""
    found = [rules.clauses.get(clause_id) for clause_id in dict.fromkeys(clause_ids)]
    return [_clause(rules, clause) for clause in found if clause is not None]


def _clause(rules: RuleSet, clause: Clause) -> WhyClause:
    unclear = clause.unclear or {}
    default = unclear.get("default")
    return WhyClause(
        id=clause.id,
        label=clause_label(rules, clause.id),
        says=rule_text(clause.says),
        original=original_of(clause),
        default=_("原文没有说的，本店定为：%(what)s", what=rule_text(default))
        if default
        else "",
    )


def panel_of_table(
    rules: RuleSet,
    decision: Decision,
    *,
    title: str,
    kind: str,
    word: str,
    answer: str,
    number: str = "",
    decision_id: UUID | None = None,
) -> Why:
    """The panel of an answer that one table gave."""
    return Why(
        title=title,
        kind=kind,
        word=word,
        answer=answer,
        steps=[why_step(rules, decision)],
        facts=facts_of(rules, decision),
        clauses=why_clauses(rules, decision.clauses),
        number=number,
        number_href=f"/decisions/{decision_id}" if decision_id else "",
    )
