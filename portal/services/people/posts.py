"""What somebody may do, how good he is, and when he is away: all with dates."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import select

from portal.access import role_labels
from portal.errors import BadInput, NotFound
from portal.models.people import Absence, GradeEntry, StaffRole
from portal.services import slip
from portal.services.answers import Done
from portal.services.people.staff import find_staff
from portal.services.people.words import sized_or_empty
from portal.services.use_case import Tx, staff_subject, use_case
from portal.words import gettext as _
from portal.words import rule_labels

GRADES = ("dispatch.grade", "grade")


@use_case
def give_role(tx: Tx, staff_no: str, role: str, since: date | None = None) -> Done:
    """Give a role from a day on; what it allows is in rules/access/."""
    if role not in role_labels(tx.rules):
        raise BadInput({"role": _("没有这个角色：%(role)s。", role=role)})
    staff = find_staff(tx, staff_no)
    day = since or tx.today
    for held in _roles(tx, staff.id, role):
        if held.until is None or held.until >= day:
            raise BadInput({"role": _("已经有这个角色。")})
    row = StaffRole(site_id=tx.site_id, staff_id=staff.id, role=role, since=day)
    tx.add(row)
    subject = staff_subject(staff.id, staff.staff_no)
    tx.audit("people.give_role", subject, role=role, since=day)
    return Done(id=row.id, no=staff.staff_no)


@use_case
def end_role(tx: Tx, staff_no: str, role: str, until: date | None = None) -> Done:
    """Take a role away; `until` is the last day it counts, yesterday when not given."""
    staff = find_staff(tx, staff_no)
    held = [one for one in _roles(tx, staff.id, role) if one.until is None]
    if not held:
        raise NotFound(_("角色"), role)
    last = until or date.fromordinal(tx.today.toordinal() - 1)
    for one in held:
        one.until = last
        tx.s.add(one)
    subject = staff_subject(staff.id, staff.staff_no)
    tx.audit("people.end_role", subject, role=role, until=last)
    return Done(id=held[0].id, no=staff.staff_no)


def _roles(tx: Tx, staff_id: UUID, role: str) -> list[StaffRole]:
    return list(
        tx.s.exec(
            select(StaffRole).where(
                StaffRole.staff_id == staff_id, StaffRole.role == role
            )
        )
    )


@use_case
def set_grade(
    tx: Tx, staff_no: str, grade: str, since: date | None = None, reason: str = ""
) -> Done:
    """A designer's grade from a day on (dispatch.grade.assessment); the day's last word
    counts."""
    if grade not in grade_labels(tx):
        raise BadInput({"grade": _("没有这个级别：%(grade)s。", grade=grade)})
    staff = find_staff(tx, staff_no)
    day = since or tx.today
    entry = _grade_on(tx, staff.id, day) or GradeEntry(
        site_id=tx.site_id, staff_id=staff.id, grade=grade, since=day
    )
    entry.grade, entry.set_by = grade, tx.by.staff_id
    entry.reason = sized_or_empty(GradeEntry, "reason", reason)
    tx.add(entry)
    subject = staff_subject(staff.id, staff.staff_no)
    tx.audit("people.set_grade", subject, grade=grade, since=day, reason=reason)
    tx.event("dispatch", "board")
    return Done(id=entry.id, no=staff.staff_no)


def grade_labels(tx: Tx) -> dict[str, str]:
    """The grades dispatch knows, with their labels."""
    table, column = GRADES
    return rule_labels(tx.rules[table].table.inputs[column].values)


def _grade_on(tx: Tx, staff_id: UUID, day: date) -> GradeEntry | None:
    return tx.s.exec(
        select(GradeEntry).where(
            GradeEntry.staff_id == staff_id, GradeEntry.since == day
        )
    ).first()


@use_case
def set_away(
    tx: Tx, staff_no: str, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Done:
    """Somebody is away from `starts_at` until `ends_at` (aware, end excluded)."""
    if ends_at <= starts_at:
        raise BadInput({"ends_at": _("回来的时间要晚于离开的时间。")})
    staff = find_staff(tx, staff_no)
    row = Absence(
        site_id=tx.site_id,
        staff_id=staff.id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=sized_or_empty(Absence, "reason", reason),
        set_by=tx.by.staff_id,
    )
    tx.add(row)
    subject = staff_subject(staff.id, staff.staff_no)
    slip.expect_delegate_in(tx, subject, starts_at, ends_at)
    tx.audit("people.set_away", subject, starts_at=starts_at, ends_at=ends_at)
    tx.event("dispatch", "board")
    return Done(id=row.id, no=staff.staff_no)


@use_case
def cancel_away(tx: Tx, absence_id: UUID) -> Done:
    """Somebody is here after all; cancelled twice is the same."""
    row = tx.s.get(Absence, absence_id)
    if row is None or row.site_id != tx.site_id:
        raise NotFound(_("离岗登记"), absence_id)
    if row.cancelled_at is None:
        row.cancelled_at = tx.now
        tx.s.add(row)
        slip.forget_delegate_in(tx, row.staff_id)
        tx.audit("people.cancel_away", staff_subject(row.staff_id, ""))
        tx.event("dispatch", "board")
    return Done(id=row.id)
