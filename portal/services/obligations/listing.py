"""What is due, for whom: the counter's list, one's own, the inbox, one subject's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from portal.access import role_labels
from portal.models.obligations import Obligation
from portal.models.people import Staff
from portal.rules.library import RuleSet
from portal.services.clauses import clause_refs
from portal.services.obligations.ladder import told_of, told_to
from portal.services.obligations.shapes import DueItem, DueList, Inbox
from portal.services.obligations.words import (
    derivation_words,
    due_words,
    lapse_words,
    note_words,
)
from portal.services.paging import page_size, pager
from portal.services.use_case import Act
from portal.time_left import time_left
from portal.words import gettext as _
from portal.words import listed, rule_text

HREFS = {
    "case": "/cases/{no}",
    "lead": "/leads/{id}",
    "offer": "/my",
    "report": "/reports?sheet={id}",
    "staff": "/cases/new/delegation",
}
ALL, MINE = "all", "mine"


@dataclass(frozen=True, slots=True)
class _View:
    """Everything needed to put an obligation into words at one moment."""

    now: datetime
    today: date
    zone: ZoneInfo
    rules: RuleSet
    roles: dict[str, str]
    names: dict[UUID, str]


def due_list(session: Session, act: Act, size: int) -> DueList:
    """The person's own open obligations, the most pressing first, for the counter."""
    mine = _mine(act)
    total, overdue = _count(session, act, mine)
    rows = _rows(session, act, mine, size=size)
    return DueList(
        summary=_("%(n)s 件", n=total),
        overdue=_("%(n)s 件逾期", n=overdue) if overdue else "",
        rows=rows,
    )


def due_for(session: Session, act: Act) -> list[DueItem]:
    """Everything the person owes, up to a page of it."""
    return _rows(session, act, _mine(act), size=page_size(act))


def due_of_subject(session: Session, act: Act, *subjects: UUID) -> list[DueItem]:
    """What is open of these cases, leads or offers, whoever it is due by."""
    wanted = and_(_open(act), col(Obligation.subject_id).in_(subjects))
    return _rows(session, act, wanted, size=page_size(act))


def show_inbox(act: Act, whose: str = MINE, late: bool = False, page: int = 1) -> Inbox:
    """What is due by the person, his roles and those he stands in for; or by anyone."""
    wanted = _open(act) if whose == ALL else _mine(act)
    if late:
        wanted = and_(wanted, col(Obligation.due_at) < act.house.clock.now())
    params = {"whose": whose if whose == ALL else "", "late": "yes" if late else ""}
    with act.house.db.reading() as session:
        total, overdue = _count(session, act, wanted)
        way = pager(total, page, page_size(act), "/inbox", params)
        skip = (way.page - 1) * page_size(act)
        rows = _rows(session, act, wanted, size=page_size(act), skip=skip)
    return Inbox(
        title=_("待办"),
        whose=ALL if whose == ALL else MINE,
        late=late,
        rows=rows,
        pager=way,
        overdue=overdue,
    )


def _rows(
    session: Session,
    act: Act,
    wanted: ColumnElement[bool],
    *,
    size: int,
    skip: int = 0,
) -> list[DueItem]:
    found = session.exec(
        select(Obligation)
        .where(wanted)
        .order_by(col(Obligation.due_at), col(Obligation.id))
        .offset(skip)
        .limit(size)
    ).all()
    view = _View(
        now=act.house.clock.now(),
        today=act.today,
        zone=act.house.zone,
        rules=act.rules,
        roles=dict(role_labels(act.rules)),
        names=_names(session, found),
    )
    return [_item(one, view) for one in found]


def _open(act: Act) -> ColumnElement[bool]:
    return and_(
        col(Obligation.site_id) == act.by.site_id,
        col(Obligation.met_at).is_(None),
        col(Obligation.dropped_at).is_(None),
    )


def _mine(act: Act) -> ColumnElement[bool]:
    """Mine, my roles', those I stand in for; and what is late and escalates to me."""
    roles = sorted(act.by.roles | set(act.by.on_behalf))
    whose = or_(
        and_(col(Obligation.staff_id).is_(None), col(Obligation.role).in_(roles)),
        told_to(act.rules, roles, act.house.clock.now(), act.today),
    )
    if act.by.staff_id is not None:
        whose = or_(col(Obligation.staff_id) == act.by.staff_id, whose)
    return and_(_open(act), whose)


def _count(session: Session, act: Act, wanted: ColumnElement[bool]) -> tuple[int, int]:
    late = func.count().filter(col(Obligation.due_at) < act.house.clock.now())
    total, overdue = session.execute(
        select(func.count(), late).select_from(Obligation).where(wanted)
    ).one()
    return int(total), int(overdue)


def _names(session: Session, found: Sequence[Obligation]) -> dict[UUID, str]:
    ids = {one.staff_id for one in found if one.staff_id}
    if not ids:
        return {}
    rows = session.execute(select(Staff.id, Staff.name).where(col(Staff.id).in_(ids)))
    return {staff_id: name for staff_id, name in rows}


def _item(one: Obligation, view: _View) -> DueItem:
    person = view.names.get(one.staff_id, "") if one.staff_id else ""
    overdue = one.due_at < view.now
    told = told_of(view.rules, one, view.now, view.today)
    telling = told if overdue else [one.escalates_to or ""]
    escalates = listed(view.roles[role] for role in telling if role in view.roles)
    return DueItem(
        id=one.id,
        code=one.code,
        title=rule_text(one.title),
        subject_no=one.subject_no,
        href=HREFS.get(one.subject_type, "").format(
            no=one.subject_no, id=one.subject_id
        ),
        who=person or view.roles.get(one.role or "", ""),
        note=note_words(one, view.now, view.zone, escalates if overdue else ""),
        left=time_left(
            one.since, one.due_at, view.now, due_words(one.due_at, view.zone)
        ),
        since=one.since,
        due_at=one.due_at,
        overdue=overdue,
        escalates_to=escalates,
        derivation=derivation_words(one, view.zone),
        clauses=clause_refs(view.rules, list(one.clauses)),
        by_hand=bool(one.derivation.get("by_hand")),
        lapse=lapse_words(one, view.zone),
        decision_id=one.decision_id,
    )
