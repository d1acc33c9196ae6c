"""Opening, meeting and dropping obligations inside the transaction of an act."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import col, select

from portal.models.obligations import Obligation
from portal.rules.evaluate import Decision, decide
from portal.rules.library import RuleSet
from portal.services.audit import Subject
from portal.services.gathering import Gathered
from portal.services.obligations.calendar import calendar_of
from portal.services.obligations.due import Limit, Reckoned, limit_of, reckon
from portal.services.use_case import Tx

FOLDER = "obligations."
EVENT = "event"
ONE_MINUTE = timedelta(minutes=1)
_OPEN = (
    select(Obligation)
    .where(
        Obligation.site_id == bindparam("site_id"),
        Obligation.subject_id == bindparam("subject_id"),
        col(Obligation.met_at).is_(None),
        col(Obligation.dropped_at).is_(None),
    )
    .order_by(col(Obligation.id))
)


def open_in(
    tx: Tx,
    event: str,
    subject: Subject,
    since: datetime | None = None,
    *,
    staff: UUID | None = None,
    role: str | None = None,
    due_at: datetime | None = None,
    limit: Limit | None = None,
    on: date | None = None,
    fresh: bool = False,
) -> list[Obligation]:
    """Open what the event makes due, for every row of rules/obligations/ that names it.

    since: the moment the limits count from (now by default). staff, role: who is
    responsible where the row leaves it open. due_at, limit: the end, or the whole
    limit, where the row leaves it to another table (dispatch.offer, lead.idle). on: the
    day whose rows decide (today by default). What is open already for the same subject
    and person moves to the new due time; fresh: nothing is, so nothing is looked for.
    """
    start = since or tx.now
    minutes = (due_at - start) // ONE_MINUTE if due_at else None
    opened = []
    for decision in _asked(tx, event, on or tx.today):
        for row, outcome in zip(decision.rows, decision.listed, strict=True):
            left_open = outcome["count"] is None
            said = limit if limit and left_open else limit_of(outcome, minutes)
            reckoned = _reckoned(tx, said, start)
            terms = {
                "role": outcome["role"] or role,
                "escalates_to": outcome["escalates_to"],
                "since": start,
                "due_at": reckoned.due_at,
                "title": _label(tx.rules, decision.table, "code", outcome["code"]),
                "clauses": _clauses(tx.rules, decision, row),
                "derivation": _derivation(tx.rules, decision, row, event, reckoned)
                | {"by_hand": outcome["by_hand"]},
            }
            about = outcome["code"], subject, staff
            older = None if fresh else _find(tx, *about)
            opened.append(_open_one(tx, older, *about, terms))
    if opened:
        tx.event("obligations", "board")
    return opened


def _reckoned(tx: Tx, limit: Limit, start: datetime) -> Reckoned:
    """A file of leads begins everything at one moment: it is reckoned once."""
    asked = limit, start, tx.zone
    return tx.once(("due", limit, start), lambda: reckon(*asked, calendar_of(tx.house)))


def meet_in(
    tx: Tx, code: str, subject_id: UUID, *, at: datetime | None = None
) -> list[Obligation]:
    """Mark what is open of this code and subject as met, now or at `at`."""
    met = list(_open(tx, subject_id, code))
    close(tx, met, at or tx.now, met=True)
    return met


def drop_in(
    tx: Tx, code: str | None, subject_id: UUID, *, at: datetime | None = None
) -> list[Obligation]:
    """Nothing is due any more: take it, or with None everything, off the list."""
    dropped = list(_open(tx, subject_id, code))
    close(tx, dropped, at or tx.now, met=False)
    return dropped


def close(tx: Tx, those: Sequence[Obligation], at: datetime, *, met: bool) -> None:
    """Take these off the list: met by the person who acts, or dropped."""
    for one in those:
        if met:
            one.met_at, one.met_by = at, tx.by.staff_id
        else:
            one.dropped_at = at
        tx.save(one)
    if those:
        tx.event("obligations", "board")


def open_of(tx: Tx, subject_id: UUID, codes: Collection[str]) -> list[Obligation]:
    """What is open of these codes about one subject."""
    return [one for one in _open(tx, subject_id, None) if one.code in codes]


def _asked(tx: Tx, event: str, on: date) -> list[Decision]:
    """What every table that knows the event answers on the day."""

    def ask() -> list[Decision]:
        return [
            decide(tx.rules[table_id], {EVENT: event}, on)
            for table_id in sorted(tx.rules)
            if table_id.startswith(FOLDER) and _knows(tx, table_id, event)
        ]

    return tx.once((FOLDER, event, on), ask)


def _knows(tx: Tx, table_id: str, event: str) -> bool:
    column = tx.rules[table_id].table.inputs.get(EVENT)
    return column is not None and event in (column.values or {})


def _open(tx: Tx, subject_id: UUID, code: str | None) -> Iterator[Obligation]:
    if tx.gathered is not None and tx.gathered.knows(subject_id):
        yield from _just_opened(tx.gathered, subject_id, code)
        return
    asked = {"site_id": tx.site_id, "subject_id": subject_id}
    found = tx.s.scalars(_OPEN, asked).all()
    yield from (one for one in found if code in (None, one.code))


def _just_opened(
    gathered: Gathered, subject_id: UUID, code: str | None
) -> Iterator[Obligation]:
    """What this very act opened about a record it made."""
    for one in gathered.about(Obligation, subject_id):
        is_open = one.met_at is None and one.dropped_at is None
        if is_open and code in (None, one.code):
            yield cast(Obligation, one)


def _find(tx: Tx, code: str, subject: Subject, staff: UUID | None) -> Obligation | None:
    """What is open already of this code for the same subject and person."""
    found = (one for one in _open(tx, subject.id, code) if one.staff_id == staff)
    return next(found, None)


def _open_one(
    tx: Tx,
    older: Obligation | None,
    code: str,
    subject: Subject,
    staff: UUID | None,
    terms: dict[str, Any],
) -> Obligation:
    """What is open already gets the new terms; else it is opened."""
    if older is not None:
        for name, value in terms.items():
            setattr(older, name, value)
        tx.save(older)
        return older
    return tx.make(
        Obligation,
        site_id=tx.site_id,
        code=code,
        subject_type=subject.type,
        subject_id=subject.id,
        subject_no=subject.no,
        staff_id=staff,
        **terms,
    )


def _label(rules: RuleSet, table_id: str, column: str, value: str) -> str:
    table = rules[table_id].table
    found = table.inputs.get(column) or table.outputs[column]
    return (found.values or {}).get(value, value)


def _clauses(rules: RuleSet, decision: Decision, row: str) -> list[str]:
    version = rules[decision.table].table.versions
    rows = (one for v in version if v.hash == decision.hash for one in v.rows)
    return [clause for one in rows if one.id == row for clause in one.clauses]


def _derivation(
    rules: RuleSet, decision: Decision, row: str, event: str, reckoned: Reckoned
) -> dict[str, Any]:
    """How the due time was reckoned, kept as it was at the time."""
    limit = reckoned.limit
    return {
        "event": _label(rules, decision.table, EVENT, event),
        "unit": limit.unit,
        "unit_label": _label(rules, decision.table, "unit", limit.unit),
        "count": limit.count,
        "at": limit.at.strftime("%H:%M") if limit.at else None,
        "passed_over": [day.isoformat() for day in reckoned.passed_over],
        "row": f"{decision.table}#{row}@{decision.version}",
        "hash": decision.hash,
    }
