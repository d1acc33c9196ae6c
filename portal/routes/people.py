"""People: the list, one person, and what is changed about him."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from portal.errors import BadInput
from portal.routes.types import (
    ActDep,
    Answer,
    Form,
    FormDep,
    Page,
    PageNo,
    SearchText,
    done,
    may,
)
from portal.services import people
from portal.services.people import forms
from portal.services.people.listing import list_people
from portal.services.people.person import show_person
from portal.services.use_case import Act

LIST, PERSON = "people/list.html", "people/person.html"
SECRET = frozenset({"password"})


@get("/people", guards=[may("people.read")], sync_to_thread=True)
def list_all(act: ActDep, q: SearchText = "", page: PageNo = 1) -> Answer:
    """Everybody of the site."""
    return Page(LIST, list_people(act, q, page))


@post("/people", guards=[may("people.edit")], sync_to_thread=True)
def add(act: ActDep, form: FormDep) -> Answer:
    """Take somebody on."""
    try:
        answer = forms.add_person(act, form)
    except BadInput as error:
        return Page(
            LIST, list_people(act, values=form, errors=error.problems), status=422
        )
    return done(act, answer, f"/people/{answer.no}")


@get("/people/{staff_no:str}", guards=[may("people.read")], sync_to_thread=True)
def show(act: ActDep, staff_no: FromPath[str]) -> Answer:
    """One person."""
    return Page(PERSON, show_person(act, staff_no))


def _change(
    act: Act,
    staff_no: str,
    name: str,
    form: Form,
    work: Callable[[Act, str, Form], Any],
) -> Answer:
    """Do it and show the person; the form `name` comes back with what is wrong."""
    try:
        answer = work(act, staff_no, form)
    except BadInput as error:
        typed = {field: text for field, text in form.items() if field not in SECRET}
        page = show_person(act, staff_no, name, typed, error.problems)
        return Page(PERSON, page, status=422)
    return done(act, answer, f"/people/{staff_no}")


@post("/people/{staff_no:str}/roles", guards=[may("people.edit")], sync_to_thread=True)
def give_role(act: ActDep, staff_no: FromPath[str], form: FormDep) -> Answer:
    """A role from a day on."""
    return _change(act, staff_no, "role", form, forms.give_role)


@post(
    "/people/{staff_no:str}/roles/{role:str}/end",
    guards=[may("people.edit")],
    sync_to_thread=True,
)
def end_role(act: ActDep, staff_no: FromPath[str], role: FromPath[str]) -> Answer:
    """Take a role away from today on."""
    return done(act, people.end_role(act, staff_no, role), f"/people/{staff_no}")


@post("/people/{staff_no:str}/grades", guards=[may("grade.set")], sync_to_thread=True)
def set_grade(act: ActDep, staff_no: FromPath[str], form: FormDep) -> Answer:
    """A designer's grade from a day on."""
    return _change(act, staff_no, "grade", form, forms.set_grade)


@post("/people/{staff_no:str}/away", guards=[may("absence.set")], sync_to_thread=True)
def set_away(act: ActDep, staff_no: FromPath[str], form: FormDep) -> Answer:
    """Away from and until."""
    return _change(act, staff_no, "away", form, forms.set_away)


@post(
    "/people/{staff_no:str}/away/{absence_id:uuid}/cancel",
    guards=[may("absence.set")],
    sync_to_thread=True,
)
def cancel_away(
    act: ActDep, staff_no: FromPath[str], absence_id: FromPath[UUID]
) -> Answer:
    """Here after all."""
    return done(act, people.cancel_away(act, absence_id), f"/people/{staff_no}")


@post("/people/{staff_no:str}/leave", guards=[may("people.edit")], sync_to_thread=True)
def leave(act: ActDep, staff_no: FromPath[str], form: FormDep) -> Answer:
    """The last day of somebody who leaves."""
    return _change(act, staff_no, "leave", form, forms.leave)


@post(
    "/people/{staff_no:str}/account", guards=[may("people.edit")], sync_to_thread=True
)
def give_account(act: ActDep, staff_no: FromPath[str], form: FormDep) -> Answer:
    """A log-in, or a new password for it."""
    return _change(act, staff_no, "account", form, forms.give_account)


@post(
    "/people/{staff_no:str}/account/close",
    guards=[may("people.edit")],
    sync_to_thread=True,
)
def close_account(act: ActDep, staff_no: FromPath[str]) -> Answer:
    """No log-in any more."""
    return done(act, forms.close_account(act, staff_no), f"/people/{staff_no}")


@post(
    "/people/{staff_no:str}/account/end-sessions",
    guards=[may("people.edit")],
    sync_to_thread=True,
)
def end_sessions(act: ActDep, staff_no: FromPath[str]) -> Answer:
    """Log him out everywhere."""
    return done(act, forms.end_sessions(act, staff_no), f"/people/{staff_no}")


ROUTES = [
    list_all,
    add,
    show,
    give_role,
    end_role,
    set_grade,
    set_away,
    cancel_away,
    leave,
    give_account,
    close_account,
    end_sessions,
]
