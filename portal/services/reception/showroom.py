"""The register of showroom visits: who comes when, and what the client thought."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select
from sqlmodel import Session, col, select

from portal.models.lead import Lead
from portal.models.people import Staff
from portal.models.reception import ShowroomVisit
from portal.services.answers import Done
from portal.services.contact import shown_phone
from portal.services.exporting.menu import ExportMenu, export_menu
from portal.services.lead.own import Eyes
from portal.services.paging import Pager, page_rows
from portal.services.reception.desk import Register, registers, search_box
from portal.services.reception.forms import (
    Colleagues,
    Reading,
    RegisterSheet,
    register_sheet,
)
from portal.services.reception.registers import ShowroomForm, register_showroom
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _

HERE = "/counter/showroom"
FIELDS = (
    *("client_name", "phone", "appointment_at", "showroom"),
    *("accompanied_by", "client_thoughts"),
)


class ShowroomRow(msgspec.Struct, frozen=True, kw_only=True):
    """A visit in the list."""

    at: str
    client: str
    phone: str
    showroom: str
    accompanied_by: str
    thoughts: str
    kind: str
    word: str
    lead_no: str
    lead_href: str


class ShowroomPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reception/showroom.html."""

    title: str
    query: str | None
    registers: list[Register]
    form: RegisterSheet
    notice: str
    rows: list[ShowroomRow]
    pager: Pager
    export: ExportMenu | None
    empty_what: str
    empty_why: str


def showroom_page(
    act: Act,
    *,
    page: int = 1,
    saved: UUID | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> ShowroomPage:
    """The visits, the latest first; `typed` and `errors` of a form sent back."""
    with act.house.db.reading() as session:
        rows, pager = page_rows(session, act, visit_columns(act), page, HERE, {})
        return ShowroomPage(
            title=_("样板房登记"),
            query=search_box(act),
            registers=registers(act, HERE),
            form=register_sheet(session, act, HERE, FIELDS, typed, errors),
            notice=_notice(session, act, saved),
            rows=visit_rows(act, rows),
            pager=pager,
            export=export_menu(act, "showroom", HERE),
            empty_what=_("还没有约看样板房的"),
            empty_why=_("约好的客户登记后就会列在这里。"),
        )


def save_showroom(act: Act, typed: Mapping[str, str]) -> Done:
    """Write the visit of the form; BadInput names its fields."""
    with act.house.db.reading() as session:
        read = Reading(typed, act, Colleagues(session, act))
    at = read.moment("appointment_at", ahead=True, needed=True)
    form = ShowroomForm(
        client_name=read.needed("client_name", ShowroomVisit),
        phone=typed.get("phone", "").strip(),
        appointment_at=at or act.house.clock.now(),
        showroom=read.needed("showroom", ShowroomVisit),
        client_thoughts=read.text("client_thoughts", ShowroomVisit),
        accompanied_by=read.staff("accompanied_by"),
    )
    if not form.phone:
        read.problems["phone"] = _("请填这一项。")
    read.check()
    return register_showroom(act, form)


def _notice(session: Session, act: Act, saved: UUID | None) -> str:
    """What is said about the visit that was just written down."""
    found = session.exec(
        select(ShowroomVisit.appointment_at, ShowroomVisit.showroom).where(
            ShowroomVisit.site_id == act.by.site_id, ShowroomVisit.id == saved
        )
    ).first()
    if found is None:
        return ""
    at = format_datetime(found[0], short=True)
    return _("已登记：%(at)s 看%(which)s。", at=at, which=found[1])


def visit_columns(act: Act, *where: ColumnElement[bool]) -> Select[Any]:
    """The register's columns, the latest appointment first."""
    found: Select[Any] = select(  # type: ignore[call-overload]
        ShowroomVisit.client_name,
        ShowroomVisit.phone,
        ShowroomVisit.appointment_at,
        ShowroomVisit.showroom,
        ShowroomVisit.client_thoughts,
        ShowroomVisit.lead_id,
        ShowroomVisit.accompanied_by,
        ShowroomVisit.registered_by,
        Staff.name.label("guide"),  # type: ignore[attr-defined]
        Lead.no.label("lead_no"),  # type: ignore[attr-defined]
    )
    return (
        found.join(
            Staff, col(Staff.id) == col(ShowroomVisit.accompanied_by), isouter=True
        )
        .join(Lead, col(Lead.id) == col(ShowroomVisit.lead_id), isouter=True)
        .where(col(ShowroomVisit.site_id) == act.by.site_id, *where)
        .order_by(
            col(ShowroomVisit.appointment_at).desc(), col(ShowroomVisit.id).desc()
        )
    )


def visit_rows(act: Act, rows: Iterable[Any]) -> list[ShowroomRow]:
    """The rows in words, masked for whoever looks."""
    eyes, now = Eyes(act), act.house.clock.now()
    return [_row(act, eyes, now, one) for one in rows]


def _row(act: Act, eyes: Eyes, now: datetime, one: Row[Any]) -> ShowroomRow:
    mine = act.by.staff_id in (one.accompanied_by, one.registered_by)
    own = act.by.staff_id is not None and mine
    phone = eyes.show("phone", one.phone, own=own)
    kind, word = _state(one, now)
    return ShowroomRow(
        at=format_datetime(one.appointment_at, short=True),
        client=eyes.show("client_name", one.client_name, own=own),
        phone=shown_phone(phone) if eyes.full("phone", own=own) else phone,
        showroom=one.showroom,
        accompanied_by=one.guide or "",
        thoughts=one.client_thoughts,
        kind=kind,
        word=word,
        lead_no=one.lead_no or "",
        lead_href=f"/leads/{one.lead_id}" if one.lead_id else "",
    )


def _state(one: Row[Any], now: datetime) -> tuple[str, str]:
    return ("turn", _("约好")) if one.appointment_at > now else ("", _("已看"))
