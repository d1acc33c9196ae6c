"""A kept decision as a page: the answer, its rows, whom it refused, and why."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session

from portal.models.decisions import Decision, RuleText
from portal.rules.cell import show_value
from portal.rules.evaluate import BoundTable, decide, dumps
from portal.rules.explain import explain, sentence
from portal.rules.explain.words import number_words, row_name, value_words
from portal.rules.replay import bind
from portal.rules.table import Column, Table
from portal.services.clauses import ClauseRef, clause_refs
from portal.services.decisions import TABLE
from portal.services.replaying import Replayed, decision_of, replay_decision
from portal.services.use_case import Act
from portal.services.why import WhyClause, WhyRow, WhyStep, row_of, why_clauses
from portal.words import format_date, format_datetime
from portal.words import gettext as _

Bound = Mapping[str, BoundTable]
Pairs = list[tuple[str, str]]
# Facts that are ISO moments, and those only a database reads.
MOMENTS = frozenset({"at", "last_received_at", "away_until"})
IDS = frozenset({"staff_id", "claim"})
# Kept JSON is sorted by name; people look for the person first.
FIRST = ("staff_no", "name", "grade")


class RefusedOne(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something the question turned down, and the row that did it."""

    who: str
    name: str
    rows: list[str]
    clauses: list[ClauseRef]


class FactTable(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that came as a list: one line each."""

    label: str
    columns: list[str]
    rows: list[list[str]]


class DecisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/decisions/decision.html; `replayed` once it was decided again."""

    title: str
    id: str
    no: str
    asked: str
    by: str
    at: str
    on: str
    subject: tuple[str, str] | None
    outcome: list[Pairs]
    steps: list[WhyStep]
    facts: Pairs
    fact_tables: list[FactTable]
    refused: list[RefusedOne]
    clauses: list[WhyClause]
    versions: list[tuple[str, str, str]]
    replayed: Replayed | None = None


def show_decision(act: Act, decision_id: UUID, *, again: bool = False) -> DecisionPage:
    """The decision with the rule texts of then; `again`: decide it once more."""
    with act.house.db.reading() as session:
        kept = decision_of(session, act.by.site_id, decision_id)
        bound = bind(kept.uses, lambda digest: _text(session, digest))
        replayed = replay_decision(session, kept) if again else None
    labels = _labels(bound)
    return DecisionPage(
        title=_("决定 %(no)s", no=kept.no),
        id=str(kept.id),
        no=kept.no,
        asked=_questions().get(kept.kind, bound[kept.table_id].title),
        by=kept.by_name,
        at=format_datetime(kept.at),
        on=format_date(kept.decided_on),
        subject=_subject(kept),
        outcome=_outcome(kept, bound, labels),
        steps=_steps(kept, bound),
        facts=_facts(kept.facts, labels),
        fact_tables=_fact_tables(kept.facts, labels),
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
    return f"/rules/{bound.id}", bound.title, format_date(bound.versions[0].since)


def _labels(bound: Bound) -> dict[str, Column]:
    """Every column the question could have meant, the deciding tables' first."""
    columns: dict[str, Column] = {}
    for one in bound.values():
        for found in (one.table.inputs, one.table.outputs):
            for name, column in found.items():
                columns.setdefault(name, column)
    return columns


def _steps(kept: Decision, bound: Bound) -> list[WhyStep]:
    """One table: all its rows beside the facts. Several: the rows that decided."""
    if kept.kind == TABLE:
        table = bound[kept.table_id]
        told = explain(table, decide(table, kept.facts, kept.decided_on))
        rows = [row_of(row) for row in told.rows]
        return [_step(table, told.hit, rows)]
    found: dict[str, list[WhyRow]] = {}
    for reference in kept.rows:
        table_id, _mark, row_id = reference.partition("#")
        found.setdefault(table_id, []).append(_decided_row(bound[table_id], row_id))
    return [_step(bound[name], "", rows) for name, rows in found.items()]


def _step(bound: BoundTable, policy: str, rows: list[WhyRow]) -> WhyStep:
    return WhyStep(
        title=bound.title,
        href=f"/rules/{bound.id}",
        version=format_date(bound.versions[0].since),
        policy=policy,
        rows=rows,
    )


def _decided_row(bound: BoundTable, row_id: str) -> WhyRow:
    (row,) = [one for one in bound.versions[0].rows if one.id == row_id]
    return WhyRow(
        id=row.id,
        name=row_name(bound.table, row),
        condition=sentence(bound.table, row),
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
            return sentence(bound[table_id].table, row)
    return reference


def _outcome(kept: Decision, bound: Bound, labels: Mapping[str, Column]) -> list[Pairs]:
    """The answer in words: one block an object of the outcome."""
    blocks = kept.outcome if isinstance(kept.outcome, list) else [kept.outcome]
    own: Table = bound[kept.table_id].table
    columns, people = {**labels, **own.outputs}, _people(kept.facts)
    return [
        [
            (_label(name, columns), _words(name, _named(value, people), columns))
            for name, value in b.items()
        ]
        for b in blocks
    ]


def _people(facts: Mapping[str, Any]) -> dict[str, str]:
    """Staff number -> number and name, of everybody the facts name."""
    return {
        one["staff_no"]: f"{one['staff_no']} {one['name']}"
        for rows in facts.values()
        if _is_table(rows)
        for one in rows
        if "staff_no" in one
    }


def _named(value: Any, people: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_named(one, people) for one in value]
    return people.get(value, value) if isinstance(value, str) else value


def _facts(facts: Mapping[str, Any], columns: Mapping[str, Column]) -> Pairs:
    return [
        (_label(name, columns), _words(name, value, columns))
        for name, value in facts.items()
        if not _is_table(value)
    ]


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _fact_tables(
    facts: Mapping[str, Any], columns: Mapping[str, Column]
) -> list[FactTable]:
    return [
        FactTable(
            label=_label(name, columns),
            columns=[_label(key, columns) for key in _shown(rows)],
            rows=[
                [_words(key, one.get(key), columns) for key in _shown(rows)]
                for one in rows
            ],
        )
        for name, rows in facts.items()
        if _is_table(rows)
    ]


def _shown(rows: list[dict[str, Any]]) -> list[str]:
    first = [key for key in FIRST if key in rows[0]]
    return [*first, *(key for key in rows[0] if key not in {*IDS, *first})]


def _label(name: str, columns: Mapping[str, Column]) -> str:
    own = _names().get(name)
    return own or (columns[name].label if name in columns else name)


def _words(name: str, value: Any, columns: Mapping[str, Column]) -> str:
    if value is None:
        return _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(_words(name, one, columns) for one in value) or _("没有")
    if isinstance(value, dict):
        return dumps(value)
    if name in MOMENTS:
        return format_datetime(datetime.fromisoformat(value))
    if isinstance(value, str):
        return _typed(value, columns.get(name))
    return show_value(value)


def _typed(text: str, column: Column | None) -> str:
    """A kept text is a number where its column is one."""
    if column is None:
        return text
    is_number = column.type in ("money", "number", "integer")
    return number_words(Decimal(text)) if is_number else value_words(text, column)


def _questions() -> dict[str, str]:
    """What was asked, where several tables answered together."""
    return {
        "dispatch.offer": _("这一单谁可以接"),
        "lead.attribution": _("这位客户归谁"),
    }


def _names() -> dict[str, str]:
    """Words for facts that are no column of a table."""
    return {
        "designers": _("当时的设计师"),
        "staff_no": _("工号"),
        "name": _("姓名"),
        "last_received_at": _("上次派到"),
        "away_until": _("离岗到"),
        "cross_grade": _("已写明跨级理由"),
        "claims": _("声称归属的"),
        "at": _("时间"),
        "days_ago": _("几天前"),
        "turn": _("轮到的次序"),
        "attributed_to": _("归谁"),
        "tied": _("相持不下"),
    }
