"""Who is told of what is late, one rung after the other (lead.idle_ladder).

Nothing climbs by itself: at which rung a thing stands is known by asking how long it
is overdue. What the ladder does not name is told to the one its own row names.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col, false

from portal.models.obligations import Obligation
from portal.rules.evaluate import BoundTable, decide

TABLE = "lead.idle_ladder"


@dataclass(frozen=True, slots=True)
class Rung:
    """A role that is told so long after the due time."""

    number: int
    told: str
    after: timedelta


def ladder_of(rules: Mapping[str, BoundTable], code: str, on: date) -> list[Rung]:
    """The rungs of this kind of obligation on the day, from the first."""
    rungs = [
        Rung(
            int(one["rung"]), one["told"], timedelta(minutes=int(one["after_minutes"]))
        )
        for one in decide(rules[TABLE], {"code": code}, on).listed
    ]
    return sorted(rungs, key=lambda rung: rung.number)


def told_of(
    rules: Mapping[str, BoundTable], one: Obligation, now: datetime, on: date
) -> list[str]:
    """The roles that have been told by now, the highest last."""
    if one.due_at >= now:
        return []
    rungs = ladder_of(rules, one.code, on)
    if not rungs:
        return [one.escalates_to] if one.escalates_to else []
    return [rung.told for rung in rungs if one.due_at + rung.after <= now]


def told_to(
    rules: Mapping[str, BoundTable], roles: Collection[str], now: datetime, on: date
) -> ColumnElement[bool]:
    """What is late enough for one of these roles to have been told of it."""
    ladders = {code: ladder_of(rules, code, on) for code in _codes(rules)}
    climbed = [
        and_(col(Obligation.code) == code, col(Obligation.due_at) <= now - rung.after)
        for code, rungs in ladders.items()
        for rung in rungs
        if rung.told in roles
    ]
    laddered = [code for code, rungs in ladders.items() if rungs]
    named = and_(
        col(Obligation.escalates_to).in_(roles),
        col(Obligation.code).not_in(laddered),
        col(Obligation.due_at) < now,
    )
    return or_(named, *climbed, false())


def _codes(rules: Mapping[str, BoundTable]) -> set[str]:
    """Every kind of obligation that the files of rules/obligations/ name."""
    return {
        code
        for table_id in rules
        if table_id.startswith("obligations.")
        for code in rules[table_id].table.outputs["code"].values or {}
    }
