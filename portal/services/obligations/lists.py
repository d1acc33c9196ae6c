"""What is due, for whom, and how much of the time is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from portal.models.obligations import Obligation
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.obligations.left import time_left
from portal.services.obligations.shapes import DueItem, DueList, DuePage
from portal.services.obligations.words import derivation_words
from portal.services.use_case import Act

HREFS = {
    "case": "/cases/{no}",
    "lead": "/leads/{id}",
    "offer": "/my",
    "staff": "/people",
}


@dataclass(frozen=True, slots=True)
class _View:
    """Everything needed to put an obligation into words at one moment."""

    now: datetime
    zone: ZoneInfo
    roles: dict[str, str]
    names: dict[UUID, str]
    settings: dict[str, Any]


def due_list(session: Session, act: Act) -> DueList:
    """The person's own open obligations, the most pressing first, for the counter."""
    settings = _settings(act)
    page = due_page(session, act, size=int(settings["listed"]))
    return DueList(items=page.items, total=page.total, overdue=page.overdue)


def due_page(
    session: Session,
    act: Act,
    *,
    page: int = 1,
    size: int | None = None,
    everyone: bool = False,
    only_overdue: bool = False,
) -> DuePage:
    """The inbox: what is due by the person, his roles and those he stands in for.

    Overdue things also show to the role they escalate to. `everyone` leaves out whose
    they are.
    """
    now = act.house.clock.now()
    settings = _settings(act)
    size = size or int(settings["page_size"])
    mine = _all(act) if everyone else _mine(act, now)
    if only_overdue:
        mine = and_(mine, col(Obligation.due_at) < now)
    total, overdue = _count(session, mine, now)
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    found = session.exec(
        select(Obligation)
        .where(mine)
        .order_by(col(Obligation.due_at), col(Obligation.id))
        .offset((page - 1) * size)
        .limit(size)
    ).all()
    items = items_of(session, act, found)
    return DuePage(items=items, total=total, overdue=overdue, page=page, pages=pages)


def due_of_subject(session: Session, act: Act, *subjects: UUID) -> list[DueItem]:
    """What is open of these cases, leads or offers, whoever it is due by."""
    found = session.exec(
        select(Obligation)
        .where(_all(act), col(Obligation.subject_id).in_(subjects))
        .order_by(col(Obligation.due_at))
    ).all()
    return items_of(session, act, found)


def items_of(session: Session, act: Act, found: Sequence[Obligation]) -> list[DueItem]:
    """Obligations in words at this moment."""
    labels = act.rules["access.permission"].table.inputs["role"].values or {}
    view = _View(
        now=act.house.clock.now(),
        zone=act.house.zone,
        roles=dict(labels),
        names=_names(session, found),
        settings=_settings(act),
    )
    return [_item(one, view) for one in found]


def _all(act: Act) -> ColumnElement[bool]:
    return and_(
        col(Obligation.site_id) == act.by.site_id,
        col(Obligation.met_at).is_(None),
        col(Obligation.dropped_at).is_(None),
    )


def _mine(act: Act, now: datetime) -> ColumnElement[bool]:
    roles = act.by.roles | set(act.by.on_behalf)
    late_to_me = and_(
        col(Obligation.escalates_to).in_(roles), col(Obligation.due_at) < now
    )
    whose = or_(
        col(Obligation.staff_id) == act.by.staff_id,
        and_(col(Obligation.staff_id).is_(None), col(Obligation.role).in_(roles)),
        late_to_me,
    )
    return and_(_all(act), whose)


def _count(
    session: Session, mine: ColumnElement[bool], now: datetime
) -> tuple[int, int]:
    late = func.count().filter(col(Obligation.due_at) < now)
    total, overdue = session.execute(
        select(func.count(), late).select_from(Obligation).where(mine)
    ).one()
    return int(total), int(overdue)


def _settings(act: Act) -> dict[str, Any]:
    return decide(act.rules["obligations.settings"], {}, act.today).one


def _names(session: Session, found: Sequence[Obligation]) -> dict[UUID, str]:
    ids = {one.staff_id for one in found if one.staff_id}
    if not ids:
        return {}
    rows = session.execute(select(Staff.id, Staff.name).where(col(Staff.id).in_(ids)))
    return {staff_id: name for staff_id, name in rows}


def _item(one: Obligation, view: _View) -> DueItem:
    who = view.names.get(one.staff_id, "") if one.staff_id else ""
    return DueItem(
        id=one.id,
        code=one.code,
        title=one.title,
        subject_no=one.subject_no,
        href=HREFS.get(one.subject_type, "").format(
            no=one.subject_no, id=one.subject_id
        ),
        who=who or view.roles.get(one.role or "", ""),
        left=time_left(one, view.now, view.zone, view.settings),
        due_at=one.due_at,
        overdue=one.due_at < view.now,
        escalates_to=view.roles.get(one.escalates_to or "", ""),
        derivation=derivation_words(one, view.zone),
        clauses=list(one.clauses),
    )
