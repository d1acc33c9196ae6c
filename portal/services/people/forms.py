"""What is typed about people, read into the arguments of the use cases."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from portal.errors import NotFound
from portal.models.people import Absence, Account, GradeEntry, Staff
from portal.services import people
from portal.services.answers import Done
from portal.services.reception.forms import Colleagues, Reading
from portal.services.use_case import Act
from portal.words import gettext as _

Typed = Mapping[str, str]


def _reading(act: Act, typed: Typed) -> Reading:
    with act.house.db.reading() as session:
        return Reading(typed, act, Colleagues(session, act))


def add_person(act: Act, typed: Typed) -> Done:
    """Take somebody on from the form of the list."""
    form = _reading(act, typed)
    number = form.needed("staff_no", Staff)
    name = form.needed("name", Staff)
    position = form.needed("position", Staff)
    joined_on = form.day("joined_on", ahead=False)
    form.check()
    phone = typed.get("phone", "")
    return people.add_staff(act, number, name, position, phone, joined_on)


def give_role(act: Act, staff_no: str, typed: Typed) -> Done:
    """A role from a day on, today when none is given."""
    return people.give_role(act, staff_no, typed.get("role", ""), _day(act, typed))


def set_grade(act: Act, staff_no: str, typed: Typed) -> Done:
    """A designer's grade from a day on, today when none is given."""
    form = _reading(act, typed)
    reason = form.text("reason", GradeEntry)
    form.check()
    day = _day(act, typed)
    return people.set_grade(act, staff_no, typed.get("grade", ""), day, reason)


def _day(act: Act, typed: Typed) -> date | None:
    form = _reading(act, typed)
    day = form.day("since", ahead=True)
    form.check()
    return day


def set_away(act: Act, staff_no: str, typed: Typed) -> Done:
    """Away from and until."""
    form = _reading(act, typed)
    starts_at = form.moment("starts_at", ahead=True, needed=True)
    ends_at = form.moment("ends_at", ahead=True, needed=True)
    reason = form.text("reason", Absence)
    form.check()
    assert starts_at is not None and ends_at is not None
    return people.set_away(act, staff_no, starts_at, ends_at, reason)


def leave(act: Act, staff_no: str, typed: Typed) -> Done:
    """The last day of somebody who leaves."""
    form = _reading(act, typed)
    last_day = form.day("left_on", ahead=True, needed=True)
    form.check()
    assert last_day is not None
    return people.end_employment(act, staff_no, last_day)


def give_account(act: Act, staff_no: str, typed: Typed) -> Done:
    """A log-in, or a new password where there is one."""
    password = typed.get("password", "")
    login = _login_of(act, staff_no)
    if login:
        return people.set_password(act, login, password)
    return people.add_account(act, staff_no, typed.get("login", ""), password)


def close_account(act: Act, staff_no: str) -> Done:
    """The person's log-in ends."""
    return people.close_account(act, _need_login(act, staff_no))


def end_sessions(act: Act, staff_no: str) -> Done:
    """The person is logged out everywhere."""
    return people.end_sessions(act, _need_login(act, staff_no))


def _need_login(act: Act, staff_no: str) -> str:
    login = _login_of(act, staff_no)
    if not login:
        raise NotFound(_("登录名"), staff_no)
    return login


def _login_of(act: Act, staff_no: str) -> str:
    with act.house.db.reading() as session:
        login = session.exec(
            select(Account.login)
            .join(Staff, col(Staff.id) == col(Account.staff_id))
            .where(Staff.site_id == act.by.site_id, Staff.staff_no == staff_no)
        ).first()
    return login or ""
