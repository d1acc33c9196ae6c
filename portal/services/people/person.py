"""One person: roles, grades, absences, account, each with its dates."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from portal.access import may, role_labels
from portal.errors import NotFound
from portal.models.people import (
    Absence,
    Account,
    GradeEntry,
    LoginSession,
    Staff,
    StaffRole,
)
from portal.services.masking import PersonalView
from portal.services.people.listing import NOTHING, grade_options, in_force
from portal.services.people.shapes import Dated, PersonPage
from portal.services.use_case import Act
from portal.words import format_date, format_datetime
from portal.words import gettext as _


def show_person(
    act: Act,
    staff_no: str,
    form: str = "",
    values: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> PersonPage:
    """One person with everything that has dates; NotFound for an unknown number."""
    with act.house.db.reading() as session:
        staff = _person(session, act, staff_no)
        account = session.exec(
            select(Account).where(Account.staff_id == staff.id)
        ).first()
        roles = _all_roles(session, act, staff.id)
        grades = _all_grades(session, act, staff.id)
        absences = _all_absences(session, act, staff.id)
        logins = _all_logins(session, act, account)
    view = PersonalView(act.rules, act.by, act.today)
    allowed = {
        action: may(act.rules, act.by, action, act.today)
        for action in ("people.edit", "grade.set", "absence.set")
    }
    return PersonPage(
        title=staff.name,
        staff_no=staff.staff_no,
        name=staff.name,
        position=role_labels(act.rules).get(staff.position, staff.position),
        phone=view.show("staff_phone", staff.phone, own=staff.id == act.by.staff_id),
        joined=format_date(staff.joined_on),
        left=format_date(staff.left_on) if staff.left_on else "",
        login=account.login if account else "",
        login_open=account is not None and account.disabled_at is None,
        roles=roles,
        grades=grades,
        absences=absences,
        sessions=logins if allowed["people.edit"] else [],
        role_options=list(role_labels(act.rules).items()),
        grade_options=grade_options(act),
        may_edit=allowed["people.edit"],
        may_grade=allowed["grade.set"],
        may_set_away=allowed["absence.set"],
        today=act.today.isoformat(),
        form=form,
        values=dict(values),
        errors=dict(errors),
    )


def _person(session: Session, act: Act, staff_no: str) -> Staff:
    staff = session.exec(
        select(Staff).where(Staff.site_id == act.by.site_id, Staff.staff_no == staff_no)
    ).first()
    if staff is None:
        raise NotFound(_("工号"), staff_no)
    return staff


def _all_roles(session: Session, act: Act, staff_id: UUID) -> list[Dated]:
    labels = role_labels(act.rules)
    rows = session.exec(
        select(StaffRole)
        .where(StaffRole.staff_id == staff_id)
        .order_by(col(StaffRole.since).desc())
    )
    return [
        Dated(
            key=row.role,
            label=labels.get(row.role, row.role),
            since=format_date(row.since),
            until=format_date(row.until) if row.until else "",
            current=in_force(act, row.since, row.until),
        )
        for row in rows
    ]


def _all_grades(session: Session, act: Act, staff_id: UUID) -> list[Dated]:
    labels = dict(grade_options(act))
    rows = list(
        session.exec(
            select(GradeEntry)
            .where(GradeEntry.staff_id == staff_id)
            .order_by(col(GradeEntry.since).desc())
        )
    )
    current = next((row.id for row in rows if row.since <= act.today), None)
    return [
        Dated(
            key=str(row.id),
            label=labels.get(row.grade, row.grade),
            since=format_date(row.since),
            note=row.reason,
            current=row.id == current,
        )
        for row in rows
    ]


def _all_absences(session: Session, act: Act, staff_id: UUID) -> list[Dated]:
    rows = session.exec(
        select(Absence)
        .where(Absence.staff_id == staff_id, col(Absence.cancelled_at).is_(None))
        .order_by(col(Absence.starts_at).desc())
    )
    now: datetime = act.house.clock.now()
    return [
        Dated(
            key=str(row.id),
            label=_("离岗"),
            since=format_datetime(row.starts_at),
            until=format_datetime(row.ends_at),
            note=row.reason,
            current=row.ends_at > now,
        )
        for row in rows
    ]


def _all_logins(session: Session, act: Act, account: Account | None) -> list[Dated]:
    if account is None:
        return []
    rows = session.exec(
        select(LoginSession)
        .where(
            LoginSession.account_id == account.id,
            col(LoginSession.revoked_at).is_(None),
            LoginSession.ends_at > act.house.clock.now(),
        )
        .order_by(col(LoginSession.seen_at).desc())
    )
    return [
        Dated(
            key=str(row.id),
            label=row.address,
            since=format_datetime(row.created_at),
            until=format_datetime(row.seen_at),
        )
        for row in rows
    ]
