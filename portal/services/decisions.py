"""Kept decisions: an answer with its facts, and how to give it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session

from portal.access import Person
from portal.models.decisions import RuleText
from portal.rules.evaluate import Decision as Decided
from portal.services.audit import Subject

TABLE = "table"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules said: shapes as in the kept decision, all of it JSON-able.

    refused: [{"who", "name", "rows", "clauses", "verdict", "lifts"}] of a question
    that compared several people; kind: which question, see `portal.services.replaying`.
    """

    kind: str
    table: str
    on: date
    version: str
    hash: str
    uses: Mapping[str, str]
    facts: Mapping[str, Any]
    rows: list[str]
    outcome: Any
    clauses: list[str]
    refused: list[dict[str, Any]] = field(default_factory=list)


def verdict_of(decided: Decided, on: date) -> Verdict:
    """The verdict of one table."""
    kept = decided.kept()
    return Verdict(
        kind=TABLE,
        table=decided.table,
        on=on,
        version=decided.version,
        hash=decided.hash,
        uses=decided.uses,
        facts=decided.facts,
        rows=decided.rows,
        outcome=kept["outcome"],
        clauses=decided.clauses,
    )


def kept_values(
    by: Person, at: datetime, no: str, verdict: Verdict, subject: Subject | None
) -> dict[str, Any]:
    """The columns of a Decision that keeps the verdict."""
    return {
        "site_id": by.site_id,
        "no": no,
        "kind": verdict.kind,
        "table_id": verdict.table,
        "decided_on": verdict.on,
        "version": verdict.version,
        "hash": verdict.hash,
        "uses": dict(verdict.uses),
        "facts": dict(verdict.facts),
        "rows": list(verdict.rows),
        "outcome": verdict.outcome,
        "clauses": list(verdict.clauses),
        "refused": list(verdict.refused),
        "at": at,
        "by_id": by.staff_id,
        "by_name": by.name,
        "subject_type": subject.type if subject else "",
        "subject_id": subject.id if subject else None,
    }


# On the table itself: no act holds these rows as objects that would have to follow.
_TEXTS = RuleText.__table__  # type: ignore[attr-defined]
_CLOSE = (
    update(_TEXTS)
    .where(
        _TEXTS.c.hash.in_(bindparam("hashes", expanding=True)),
        _TEXTS.c.decided.is_(False),
    )
    .values(decided=True)
)


def close_to_edits(session: Session, hashes: Iterable[str]) -> None:
    """A version that has decided is never edited; mark it the first time."""
    session.execute(_CLOSE, {"hashes": list(hashes)})
