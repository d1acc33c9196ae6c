"""Calls as rows of the desk's register."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from portal.access import may
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.models.reception import Call
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label
from portal.services.contact import shown_phone
from portal.services.lead.own import Eyes
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _

PHONE_FAULT = "fine.phone"


class CallRow(msgspec.Struct, frozen=True, kw_only=True):
    """A call in the list; a lead it became, or the way to register one."""

    at: str
    caller: str
    phone: str
    purpose: str
    details: str
    rings: int
    fault: bool
    fault_word: str
    clause: str
    clause_label: str
    message_for: str
    answered_by: str
    lead_no: str
    lead_href: str
    register_href: str


def purposes() -> dict[str, str]:
    """What people call about (desk.register.phone-enquiry)."""
    return {
        "enquiry": _("咨询装修"),
        "progress": _("问进度"),
        "person": _("找人"),
        "showroom": _("约看样板房"),
        "complaint": _("投诉"),
        "repair": _("报修"),
        "other": _("其他"),
    }


def call_columns(act: Act, *where: ColumnElement[bool]) -> Select[Any]:
    """The register's columns, the latest call first."""
    answerer, wanted = aliased(Staff), aliased(Staff)
    found: Select[Any] = select(  # type: ignore[call-overload]
        Call.id,
        Call.at,
        Call.caller_name,
        Call.phone,
        Call.purpose,
        Call.details,
        Call.rings,
        Call.fault,
        Call.lead_id,
        Lead.no.label("lead_no"),  # type: ignore[attr-defined]
        answerer.name.label("answered_by"),  # type: ignore[attr-defined]
        wanted.name.label("message_for"),  # type: ignore[attr-defined]
    )
    return (
        found.join(answerer, col(answerer.id) == col(Call.answered_by))
        .join(wanted, col(wanted.id) == col(Call.message_for), isouter=True)
        .join(Lead, col(Lead.id) == col(Call.lead_id), isouter=True)
        .where(col(Call.site_id) == act.by.site_id, *where)
        .order_by(col(Call.at).desc(), col(Call.id).desc())
    )


def call_rows(act: Act, rows: list[Any]) -> list[CallRow]:
    """The rows in words, masked for whoever looks."""
    eyes = Eyes(act)
    may_register = may(act.rules, act.by, "lead.register", act.today)
    return [_row(act, eyes, one, may_register=may_register) for one in rows]


def _row(act: Act, eyes: Eyes, one: Row[Any], *, may_register: bool) -> CallRow:
    phone = (
        shown_phone(one.phone) if eyes.full("phone") else eyes.show("phone", one.phone)
    )
    fault = _fault_clause(act, one.rings) if one.fault else ""
    return CallRow(
        at=format_datetime(one.at, short=True),
        caller=eyes.show("client_name", one.caller_name),
        phone=phone if one.phone else "",
        purpose=purposes().get(one.purpose, one.purpose),
        details=one.details,
        rings=one.rings,
        fault=one.fault,
        fault_word=_("接晚了") if one.fault else "",
        clause=fault,
        clause_label=clause_label(act.rules, fault) if fault else "",
        message_for=one.message_for or "",
        answered_by=one.answered_by,
        lead_no=one.lead_no or "",
        lead_href=_lead_href(one.lead_id),
        register_href=""
        if one.lead_id or not may_register
        else f"/counter?call={one.id}",
    )


def _fault_clause(act: Act, rings: int) -> str:
    """The clause that made so many rings a fault."""
    return decide(act.rules[PHONE_FAULT], {"rings": rings}, act.today).clauses[0]


def _lead_href(lead_id: UUID | None) -> str:
    return f"/leads/{lead_id}" if lead_id else ""
