"""Quarter and year champions: the most contracts signed and kept in the period before.

dispatch.champion.quarter, dispatch.champion.year: the champion of a period is in force
during the following one. Equal counts are parted by the keys of dispatch.champion.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from portal.models.lead import Contract
from portal.rules.evaluate import decide
from portal.rules.library import RuleSet
from portal.services.periods import last_quarter, last_year

QUARTER, YEAR = "quarter", "year"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a designer signed in a period; cancelled contracts do not count."""

    designer_id: UUID
    contracts: int
    amount: Decimal


def champions_on(
    session: Session, site_id: UUID, day: date, rules: RuleSet
) -> dict[UUID, str]:
    """Who is a champion on the day; the year's outranks the quarter's."""
    found: dict[UUID, str] = {}
    for kind, period in ((QUARTER, last_quarter(day)), (YEAR, last_year(day))):
        for designer in winners(standings(session, site_id, *period), rules, day):
            found[designer] = kind
    return found


def standings(
    session: Session, site_id: UUID, first: date, last: date
) -> list[Standing]:
    """Every designer with a contract signed between the two days (both included)."""
    rows = session.execute(
        select(Contract.designer_id, col(Contract.amount)).where(
            Contract.site_id == site_id,
            col(Contract.signed_on).between(first, last),
            col(Contract.cancelled_on).is_(None),
        )
    )
    amounts: dict[UUID, list[Decimal]] = {}
    for designer, amount in rows:
        amounts.setdefault(designer, []).append(amount)
    return [
        Standing(who, len(them), sum(them, Decimal(0))) for who, them in amounts.items()
    ]


def winners(table: Iterable[Standing], rules: RuleSet, day: date) -> list[UUID]:
    """The first place; whoever is equal on every key shares it."""
    return [one.designer_id for place, one in ranked(table, rules, day) if place == 1]


def ranked(
    table: Iterable[Standing], rules: RuleSet, day: date
) -> list[tuple[int, Standing]]:
    """Everyone with his place, the first in front; after equals places are skipped."""
    keys = decide(rules["dispatch.champion"], {}, day).listed
    marks = sorted((_rank(one, keys), str(one.designer_id), one) for one in table)
    values = [mark for mark, _id, _one in marks]
    return [(values.index(mark) + 1, one) for mark, _id, one in marks]


def _rank(one: Standing, keys: list[dict[str, Any]]) -> tuple[Decimal, ...]:
    return tuple(
        Decimal(getattr(one, key["key"])) * (1 if key["direction"] == "asc" else -1)
        for key in keys
    )
