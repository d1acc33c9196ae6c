"""The register of outings: who is out, where, and when he is expected back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select
from sqlmodel import Session, col, select

from portal.access import may, role_labels
from portal.models.people import Staff
from portal.models.reception import Outing
from portal.services.answers import Done
from portal.services.exporting.menu import ExportMenu, export_menu
from portal.services.pages import form_key
from portal.services.paging import Pager, page_rows
from portal.services.reception.desk import Register, registers, search_box
from portal.services.reception.forms import (
    Colleagues,
    Reading,
    RegisterSheet,
    register_sheet,
)
from portal.services.reception.registers import OutingForm, register_outing
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _

HERE = "/counter/outings"
FIELDS = ("staff", "destination", "purpose", "out_at", "expected_back")


class OutingRow(msgspec.Struct, frozen=True, kw_only=True):
    """An outing in the list; `back_action` is "" when he is back."""

    name: str
    post: str
    destination: str
    purpose: str
    out_at: str
    expected_back: str
    kind: str
    word: str
    back_at: str
    back_action: str
    idempotency_key: str


class OutingsPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reception/outings.html."""

    title: str
    query: str | None
    registers: list[Register]
    form: RegisterSheet
    notice: str
    rows: list[OutingRow]
    pager: Pager
    export: ExportMenu | None
    empty_what: str
    empty_why: str


def outings_page(
    act: Act,
    *,
    page: int = 1,
    saved: UUID | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> OutingsPage:
    """Who is out first, then who came back; `typed`, `errors` of a form sent back."""
    with act.house.db.reading() as session:
        rows, pager = page_rows(
            session, act, outing_columns(act, *visible_outings(act)), page, HERE, {}
        )
        return OutingsPage(
            title=_("外出登记"),
            query=search_box(act),
            registers=registers(act, HERE),
            form=register_sheet(session, act, HERE, FIELDS, typed, errors),
            notice=_notice(session, act, saved),
            rows=outing_rows(act, rows),
            pager=pager,
            export=export_menu(act, "outings", HERE),
            empty_what=_("还没有人外出"),
            empty_why=_("因公外出的人走之前在这里登记。"),
        )


def save_outing(act: Act, typed: Mapping[str, str]) -> Done:
    """Write the outing of the form; BadInput names its fields."""
    with act.house.db.reading() as session:
        read = Reading(typed, act, Colleagues(session, act))
    now = act.house.clock.now()
    staff = read.staff("staff", needed=True)
    back = read.moment("expected_back", ahead=True, needed=True)
    form = OutingForm(
        staff=staff or "",
        destination=read.needed("destination", Outing),
        purpose=read.needed("purpose", Outing),
        out_at=read.moment("out_at", ahead=False),
        expected_back=back or now,
    )
    read.check()
    return register_outing(act, form)


def _notice(session: Session, act: Act, saved: UUID | None) -> str:
    """What is said about the outing that was just written down."""
    found = session.exec(
        select(Staff.name, Outing.expected_back, Outing.back_at)
        .join(Staff, col(Staff.id) == col(Outing.staff_id))
        .where(Outing.site_id == act.by.site_id, Outing.id == saved)
    ).first()
    if found is None:
        return ""
    name, expected, back = found
    if back is not None:
        return _("%(name)s已回来。", name=name)
    until = format_datetime(expected, short=True)
    return _("%(name)s已登记外出，预计 %(until)s 回来。", name=name, until=until)


def visible_outings(act: Act) -> list[ColumnElement[bool]]:
    """Who does not read the registers sees his own outings."""
    if may(act.rules, act.by, "register.read", act.today):
        return []
    return [col(Outing.staff_id) == act.by.staff_id]


def outing_columns(act: Act, *where: ColumnElement[bool]) -> Select[Any]:
    """The register's columns: who is out first, then the latest."""
    found: Select[Any] = select(  # type: ignore[call-overload]
        Outing.id,
        Outing.destination,
        Outing.purpose,
        Outing.out_at,
        Outing.expected_back,
        Outing.back_at,
        Staff.name,
        Staff.position,
    )
    return (
        found.join(Staff, col(Staff.id) == col(Outing.staff_id))
        .where(col(Outing.site_id) == act.by.site_id, *where)
        .order_by(
            col(Outing.back_at).is_not(None),
            col(Outing.out_at).desc(),
            col(Outing.id).desc(),
        )
    )


def outing_rows(act: Act, rows: Iterable[Any]) -> list[OutingRow]:
    """The rows in words."""
    return [_row(act, one) for one in rows]


def _row(act: Act, one: Row[Any]) -> OutingRow:
    kind, word = _state(one, act.house.clock.now())
    return OutingRow(
        name=one.name,
        post=role_labels(act.rules).get(one.position, one.position),
        destination=one.destination,
        purpose=one.purpose,
        out_at=format_datetime(one.out_at, short=True),
        expected_back=format_datetime(one.expected_back, short=True),
        kind=kind,
        word=word,
        back_at=format_datetime(one.back_at, short=True) if one.back_at else "",
        back_action="" if one.back_at else f"{HERE}/{one.id}/return",
        idempotency_key=form_key(act),
    )


def _state(one: Row[Any], now: datetime) -> tuple[str, str]:
    if one.back_at:
        return "", _("已回")
    return ("late", _("过时未回")) if one.expected_back < now else ("go", _("在外"))
