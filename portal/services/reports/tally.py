"""The counting: one grouped statement a source, never a row at a time."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from portal.models.lead import Lead
from portal.services.periods import start_of
from portal.services.reports.measures import (
    ENQUIRIES,
    MEASURES,
    Measure,
    Scene,
)
from portal.services.reports.spans import Span
from portal.services.use_case import Act

# "leads" -> 12, "leads.channel.market" -> 3, "contracts_amount" -> Decimal("48000.00")
Figures = dict[str, int | Decimal]


def tally(session: Session, act: Act, span: Span) -> Figures:
    """Every figure of a sheet that is not nought, by its key."""
    scene = Scene(act, span)
    found: Figures = {}
    for measures in _by_source():
        found |= _count(session, scene, measures)
    return found


def _by_source() -> Iterable[list[Measure]]:
    groups: dict[int, list[Measure]] = {}
    for one in MEASURES.values():
        groups.setdefault(id(one.source), []).append(one)
    return groups.values()


def _count(session: Session, scene: Scene, measures: list[Measure]) -> Figures:
    source = measures[0].source
    splits = [n for n in source.splits if any(n in one.splits for one in measures)]
    columns = [source.splits[n].column(scene).label(_by(n)) for n in splits]
    sums = [_sum(scene, one).label(one.key) for one in measures]
    statement = (
        source.root(select(*columns, *sums))
        .where(*source.within(scene))
        # By their names: PostgreSQL does not see that two bound values are the same.
        .group_by(*map(_by, splits))
    )
    return _folded(session.execute(statement), measures, splits)


def _by(split: str) -> str:
    return f"by_{split}"


def _sum(scene: Scene, measure: Measure) -> ColumnElement[Any]:
    what = func.sum(measure.source.amount) if measure.in_money else func.count()
    when = measure.when(scene)
    return what.filter(and_(*when)) if when else what


def _folded(rows: Iterable[Any], measures: list[Measure], splits: list[str]) -> Figures:
    """The groups added up: in all, and for each way a measure is divided."""
    found: Figures = {}
    for row in rows:
        for place, measure in enumerate(measures, len(splits)):
            if not row[place]:
                continue
            keys = [measure.key]
            keys += [
                f"{measure.key}.{split}.{value or ''}"
                for split, value in zip(splits, row, strict=False)
                if split in measure.splits
            ]
            for key in keys:
                found[key] = found.get(key, 0) + row[place]
    return found


def conditions(scene: Scene, key: str) -> tuple[Measure, list[ColumnElement[bool]]]:
    """What a figure's key counts, as the conditions on its records.

    Raises KeyError for a key no sheet has.
    """
    name, *division = key.split(".", 2)
    measure = MEASURES[name]
    where = [*measure.source.within(scene), *measure.when(scene)]
    if division:
        split, value = division if len(division) == 2 else (division[0], "")
        if split not in measure.splits:
            raise KeyError(key)
        column = measure.source.splits[split].column(scene)
        where.append(column == value if value else column.is_(None))
    return measure, where


def enquiries_by_day(session: Session, act: Act, span: Span) -> list[int]:
    """How many leads were registered on each day of the span (business days)."""
    scene = Scene(act, span)
    days = [
        span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)
    ]
    counts = [
        func.count().filter(
            col(Lead.registered_at) >= start_of(day, act.house.zone),
            col(Lead.registered_at) < start_of(day + timedelta(days=1), act.house.zone),
        )
        for day in days
    ]
    source = ENQUIRIES.source
    totals: Any = select(*counts)
    statement = source.root(totals).where(*source.within(scene))
    return [int(one) for one in session.execute(statement).one()]
