"""Page objects of people: the log-in, the list, one person."""

import msgspec

from portal.services.paging import Pager

Typed = dict[str, str]


class LoginPage(msgspec.Struct, frozen=True, kw_only=True):
    """The log-in form; `next` is where to go on."""

    title: str
    next: str = "/"
    login: str = ""
    error: str = ""


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list, all texts."""

    staff_no: str
    name: str
    position: str
    roles: str
    grade: str
    phone: str
    away: str
    left: str


class PeoplePage(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody of the site; values, errors: those of the form to add somebody."""

    title: str
    query: str
    rows: list[PersonRow]
    pager: Pager
    may_edit: bool
    positions: list[tuple[str, str]]
    values: Typed = {}
    errors: Typed = {}


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a beginning: a role, a grade, an absence, a log-in."""

    key: str
    label: str
    since: str
    until: str = ""
    note: str = ""
    current: bool = True


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """One person; `form` names the form that came back with errors."""

    title: str
    staff_no: str
    name: str
    position: str
    phone: str
    joined: str
    left: str
    login: str
    login_open: bool
    roles: list[Dated]
    grades: list[Dated]
    absences: list[Dated]
    sessions: list[Dated]
    role_options: list[tuple[str, str]]
    grade_options: list[tuple[str, str]]
    may_edit: bool
    may_grade: bool
    may_set_away: bool
    today: str
    form: str = ""
    values: Typed = {}
    errors: Typed = {}
