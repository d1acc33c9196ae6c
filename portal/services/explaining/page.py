"""A kept decision as a page: the answer, its rows, whom it refused, and why."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from portal.models.decisions import Decision, RuleText
from portal.rules.evaluate import BoundTable, decide
from portal.rules.explain import explain, sentence
from portal.rules.explain.words import row_name
from portal.rules.replay import bind
from portal.services.clauses import clause_refs
from portal.services.decisions import TABLE
from portal.services.explaining.shapes import DecisionPage, RefusedOne
from portal.services.explaining.words import (
    fact_tables,
    fact_words,
    labels_of,
    outcome_words,
    questions,
)
from portal.services.replaying import decision_of, replay_decision
from portal.services.use_case import Act
from portal.services.why import WhyRow, WhyStep, row_of, why_clauses
from portal.words import format_date, format_datetime, rule_text
from portal.words import gettext as _

Bound = Mapping[str, BoundTable]


def show_decision(act: Act, decision_id: UUID, *, again: bool = False) -> DecisionPage:
    """The decision with the rule texts of then; `again`: decide it once more."""
    with act.house.db.reading() as session:
        kept = decision_of(session, act.by.site_id, decision_id)
        bound = bind(kept.uses, lambda digest: _text(session, digest))
        replayed = replay_decision(session, kept) if again else None
    labels = labels_of(bound)
    return DecisionPage(
        title=_("决定 %(no)s", no=kept.no),
        id=str(kept.id),
        no=kept.no,
        asked=questions().get(kept.kind, rule_text(bound[kept.table_id].title)),
        by=kept.by_name,
        at=format_datetime(kept.at),
        on=format_date(kept.decided_on),
        subject=_subject(kept),
        outcome=outcome_words(kept, bound, labels),
        steps=_steps(kept, bound),
        facts=fact_words(kept.facts, labels),
        fact_tables=fact_tables(kept.facts, labels),
        refused=[_refused(act, one, bound) for one in kept.refused],
        clauses=why_clauses(act.rules, kept.clauses),
        versions=[_version(bound[name]) for name in sorted(kept.uses)],
        replayed=replayed,
    )


def _text(session: Session, digest: str) -> str:
    return session.get_one(RuleText, digest).text


def _subject(kept: Decision) -> tuple[str, str] | None:
    """Where the decision was about something that has a page."""
    places = {"lead": (_("看这一单"), "/leads/")}
    if kept.subject_id is None or kept.subject_type not in places:
        return None
    label, path = places[kept.subject_type]
    return label, f"{path}{kept.subject_id}"


def _version(bound: BoundTable) -> tuple[str, str, str]:
    since = format_date(bound.versions[0].since)
    return f"/rules/{bound.id}", rule_text(bound.title), since


def _steps(kept: Decision, bound: Bound) -> list[WhyStep]:
    """One table: all its rows beside the facts. Several: the rows that decided."""
    if kept.kind == TABLE:
        table = bound[kept.table_id]
        decision = decide(table, kept.facts, kept.decided_on)
        told = explain(table, decision, rule_text)
        rows = [row_of(row) for row in told.rows]
        return [_step(table, told.hit, rows)]
    found: dict[str, list[WhyRow]] = {}
    for reference in kept.rows:
        table_id, _mark, row_id = reference.partition("#")
        found.setdefault(table_id, []).append(_decided_row(bound[table_id], row_id))
    return [_step(bound[name], "", rows) for name, rows in found.items()]


def _step(bound: BoundTable, policy: str, rows: list[WhyRow]) -> WhyStep:
    return WhyStep(
        title=rule_text(bound.title),
        href=f"/rules/{bound.id}",
        version=format_date(bound.versions[0].since),
        policy=policy,
        rows=rows,
    )


def _decided_row(bound: BoundTable, row_id: str) -> WhyRow:
    (row,) = [one for one in bound.versions[0].rows if one.id == row_id]
    return WhyRow(
        id=row.id,
        name=row_name(bound.table, row, rule_text),
        condition=sentence(bound.table, row, rule_text),
        figure="",
        then="",
        decided=True,
        seen=True,
    )


def _refused(act: Act, one: Mapping[str, Any], bound: Bound) -> RefusedOne:
    return RefusedOne(
        who=one["who"],
        name=one["name"],
        rows=[_row_sentence(bound, reference) for reference in one["rows"]],
        clauses=clause_refs(act.rules, one["clauses"]),
    )


def _row_sentence(bound: Bound, reference: str) -> str:
    table_id, _mark, row_id = reference.partition("#")
    for row in bound[table_id].versions[0].rows:
        if row.id == row_id:
            return sentence(bound[table_id].table, row, rule_text)
    return reference
