"""The list of people."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_
from sqlmodel import Session, col, select

from portal.access import may, role_labels
from portal.models.people import Absence, GradeEntry, Staff, StaffRole
from portal.services.masking import PersonalView
from portal.services.paging import page_rows
from portal.services.people.shapes import PeoplePage, PersonRow
from portal.services.use_case import Act
from portal.words import format_date, format_datetime, listed, rule_labels
from portal.words import gettext as _

NOTHING: Mapping[str, str] = {}


def list_people(
    act: Act,
    query: str = "",
    page: int = 1,
    values: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> PeoplePage:
    """The people of the site, those who left last; found by name, number or post."""
    with act.house.db.reading() as session:
        rows, pager = page_rows(
            session, act, _found(act, query), page, "/people", {"q": query}
        )
        staff = [row[0] for row in rows]
        shown = _rows(session, act, staff)
    return PeoplePage(
        title=_("人员"),
        query=query,
        rows=shown,
        pager=pager,
        may_edit=may(act.rules, act.by, "people.edit", act.today),
        positions=list(role_labels(act.rules).items()),
        values=dict(values),
        errors=dict(errors),
    )


def _found(act: Act, query: str) -> Select:  # type: ignore[type-arg]
    statement = (
        select(Staff)
        .where(Staff.site_id == act.by.site_id)
        .order_by(col(Staff.left_on).is_not(None), Staff.staff_no)
    )
    text = query.strip()
    if text:
        like = (
            "%" + text.replace("\\", "").replace("%", r"\%").replace("_", r"\_") + "%"
        )
        columns = (col(Staff.name), col(Staff.staff_no), col(Staff.position))
        statement = statement.where(or_(*(c.like(like, escape="\\") for c in columns)))
    return statement


def _rows(session: Session, act: Act, staff: list[Staff]) -> list[PersonRow]:
    ids, labels = [one.id for one in staff], role_labels(act.rules)
    roles, grades = _roles_of(session, act, ids), _grades_of(session, act, ids)
    away = _away_of(session, act, ids)
    view = PersonalView(act.rules, act.by, act.today)
    return [
        PersonRow(
            staff_no=one.staff_no,
            name=one.name,
            position=labels.get(one.position, one.position),
            roles=roles.get(one.id, ""),
            grade=grades.get(one.id, ""),
            phone=view.show("staff_phone", one.phone, own=one.id == act.by.staff_id),
            away=away.get(one.id, ""),
            left=format_date(one.left_on) if one.left_on else "",
        )
        for one in staff
    ]


def in_force(act: Act, since: date, until: date | None) -> bool:
    """Whether today lies in the term (`until` included)."""
    return since <= act.today and (until is None or until >= act.today)


def _roles_of(session: Session, act: Act, ids: list[UUID]) -> dict[UUID, str]:
    labels = role_labels(act.rules)
    found: dict[UUID, list[str]] = {}
    for row in session.exec(select(StaffRole).where(col(StaffRole.staff_id).in_(ids))):
        if in_force(act, row.since, row.until):
            found.setdefault(row.staff_id, []).append(labels.get(row.role, row.role))
    return {staff_id: listed(names) for staff_id, names in found.items()}


def _grades_of(session: Session, act: Act, ids: list[UUID]) -> dict[UUID, str]:
    labels = dict(grade_options(act))
    rows = session.exec(
        select(GradeEntry)
        .where(col(GradeEntry.staff_id).in_(ids), GradeEntry.since <= act.today)
        .order_by(col(GradeEntry.since))
    )
    return {row.staff_id: labels.get(row.grade, row.grade) for row in rows}


def _away_of(session: Session, act: Act, ids: list[UUID]) -> dict[UUID, str]:
    now = act.house.clock.now()
    rows = session.exec(
        select(Absence).where(
            col(Absence.staff_id).in_(ids),
            Absence.starts_at <= now,
            Absence.ends_at > now,
            col(Absence.cancelled_at).is_(None),
        )
    )
    return {
        row.staff_id: _("到 %(at)s", at=format_datetime(row.ends_at, short=True))
        for row in rows
    }


def grade_options(act: Act) -> list[tuple[str, str]]:
    """The grades dispatch knows, with their labels."""
    values = act.rules["dispatch.grade"].table.inputs["grade"].values
    return list(rule_labels(values).items())
