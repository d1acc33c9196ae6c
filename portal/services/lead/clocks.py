"""The clocks of a lead: by when its owner must reach the client (lead.idle).

Each running clock is an obligation. What its row said when it started stays with it:
the due time, the moment it lapses, and for how long its owner cools off then.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import select

from portal.clock import business_date
from portal.models.lead import ENDED, ExtensionState, Lead, LeadExtension, LeadOwner
from portal.models.obligations import Obligation
from portal.rules.evaluate import Decision, decide
from portal.services import obligations
from portal.services.audit import Subject
from portal.services.decisions import verdict_of
from portal.services.obligations.calendar import calendar_of
from portal.services.obligations.due import Limit, reckon
from portal.services.use_case import Tx

TABLE = "lead.idle"
FOLLOW_UP = "lead.follow_up"
FIRST_CONTACT, KEEP_UP = "lead.first_contact", "lead.keep_up"
CLOCKS = (FIRST_CONTACT, KEEP_UP)
TAKEN_BACK, EXTENSION = "lead.taken_back", "lead.extension"
BACK = "back"
_ASKED = select(LeadExtension).where(
    LeadExtension.site_id == bindparam("site_id"),
    LeadExtension.lead_id == bindparam("lead_id"),
    LeadExtension.state == ExtensionState.ASKED,
)


def look_again(tx: Tx, lead: Lead, at: datetime) -> None:
    """By when the house itself asks after the client, whoever has the lead."""
    subject = Subject("lead", lead.id, lead.no)
    obligations.open_in(tx, FOLLOW_UP, subject, since=at, fresh=True)


def running_clocks(tx: Tx, lead_id: UUID) -> list[Obligation]:
    """What is waited for: its owner's clocks, the house's look, another designer."""
    return obligations.open_of(tx, lead_id, (*CLOCKS, FOLLOW_UP, TAKEN_BACK))


def top_up(
    tx: Tx, lead: Lead, owner: LeadOwner, at: datetime, running: Sequence[Obligation]
) -> None:
    """Start the clocks that are missing where the lead stands; those running stay."""
    codes = {one.code for one in running}
    decided = _ask(tx, lead, owner, business_date(at, tx.zone))
    wanted = {_code(outcome) for outcome in decided.listed}
    beside = [one for one in running if one.code in CLOCKS and one.code not in wanted]
    obligations.close(tx, beside, at, met=False)
    if wanted - codes:
        _start(tx, lead, owner, at, decided, wanted - codes)
    if FOLLOW_UP not in codes:
        look_again(tx, lead, at)
    if lead.designer_id is not None:
        given = [one for one in running if one.code == TAKEN_BACK]
        obligations.close(tx, given, at, met=True)


def stop(
    tx: Tx, lead: Lead, running: Sequence[Obligation], at: datetime, *, met: bool
) -> list[Obligation]:
    """The owner's clocks end, met by a contact, else dropped; answers what goes on.

    The house's own look goes on when a lead changes hands; it ends with the lead.
    """
    whole = met or lead.state in ENDED
    ends = (*CLOCKS, FOLLOW_UP) if whole else CLOCKS
    over = [one for one in running if one.code in ends]
    obligations.close(tx, over, at, met=met)
    if any(one.code in CLOCKS for one in over):
        forget_requests(tx, lead.id, at)
    return [one for one in running if one.code not in ends]


def _ask(tx: Tx, lead: Lead, owner: LeadOwner, on: date) -> Decision:
    facts = {
        "state": str(lead.state),
        "contacted": owner.contacted_at is not None,
        "tier": lead.tier,
        "channel": lead.channel,
    }
    return decide(tx.rules[TABLE], facts, on)


def _code(outcome: dict[str, Any]) -> str:
    return f"lead.{outcome['clock']}"


def _start(
    tx: Tx,
    lead: Lead,
    owner: LeadOwner,
    at: datetime,
    decided: Decision,
    missing: set[str],
) -> None:
    """One obligation a row that is missing, with the decision that started it."""
    on = business_date(at, tx.zone)
    subject = Subject("lead", lead.id, lead.no)
    kept = tx.keep(verdict_of(decided, on), subject)
    for row, outcome in zip(decided.rows, decided.listed, strict=True):
        if _code(outcome) not in missing:
            continue
        limit = Limit(unit=outcome["unit"], count=int(outcome["count"]))
        for one in obligations.open_in(
            tx,
            _code(outcome),
            subject,
            since=at,
            staff=owner.staff_id,
            role=owner.role,
            limit=limit,
            on=on,
            fresh=True,
        ):
            one.decision_id = kept.id
            one.lapses_at = _lapses_at(one, outcome)
            one.derivation = {
                **one.derivation,
                "clock": outcome["clock"],
                "idle_row": f"{decided.table}#{row}@{decided.version}",
                "on_lapse": outcome["on_lapse"],
                "cooling_days": int(outcome["cooling_days"]),
            }
            one.clauses = list(dict.fromkeys([*decided.clauses, *one.clauses]))
            tx.save(one)


def extend(tx: Tx, one: Obligation, days: int) -> None:
    """So many days more, from when it was due; what its row said of lapsing stays."""
    span = (
        reckon(Limit("days", days), one.due_at, tx.zone, calendar_of(tx.house)).due_at
        - one.due_at
    )
    one.due_at += span
    if one.lapses_at is not None:
        one.lapses_at += span
    granted = int(one.derivation.get("extended", 0)) + days
    one.derivation = {**one.derivation, "extended": granted}
    tx.add(one)


def _lapses_at(one: Obligation, outcome: dict[str, Any]) -> datetime | None:
    """When it is taken back; None where the row only reminds."""
    if outcome["on_lapse"] != BACK:
        return None
    return one.due_at + timedelta(minutes=int(outcome["grace_minutes"]))


def forget_requests(tx: Tx, lead_id: UUID, at: datetime) -> None:
    """Nobody has to grant more time for what is not waited for any more."""
    about = {"site_id": tx.site_id, "lead_id": lead_id}
    asked = tx.s.scalars(_ASKED, about).all()
    for one in asked:
        one.state, one.answered_at = ExtensionState.LAPSED, at
        tx.add(one)
    if asked:
        obligations.drop_in(tx, EXTENSION, lead_id, at=at)
