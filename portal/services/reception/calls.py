"""The register of calls: the form with its rings, and who called (newest first)."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlmodel import Session, select

from portal.access import may
from portal.models.reception import Call
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label
from portal.services.exporting.menu import ExportMenu, export_menu
from portal.services.pages import Pair
from portal.services.paging import Pager, page_rows
from portal.services.reception.calls_rows import (
    PHONE_FAULT,
    CallRow,
    call_columns,
    call_rows,
    purposes,
)
from portal.services.reception.desk import Register, registers, search_box
from portal.services.reception.forms import (
    Colleagues,
    Reading,
    RegisterSheet,
    register_sheet,
)
from portal.services.reception.registers import CallForm, Logged, log_call
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text

HERE = "/counter/calls"
FIELDS = ("caller_name", "phone", "purpose", "details", "rings", "message_for")


class CallSheet(RegisterSheet, frozen=True, kw_only=True):
    """With the purposes to choose from, and how many rings are in time."""

    purposes: list[Pair]
    ring_limit: str
    ring_clause: str
    ring_label: str


class CallsPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reception/calls.html; no form for those who only read."""

    title: str
    query: str | None
    registers: list[Register]
    form: CallSheet | None
    notice: str
    rows: list[CallRow]
    pager: Pager
    export: ExportMenu | None
    empty_what: str
    empty_why: str


def calls_page(
    act: Act,
    *,
    page: int = 1,
    saved: UUID | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> CallsPage:
    """The register as it stands; `typed` and `errors` of a form that is sent back."""
    with act.house.db.reading() as session:
        rows, pager = page_rows(session, act, call_columns(act), page, HERE, {})
        return CallsPage(
            title=_("来电登记"),
            query=search_box(act),
            registers=registers(act, HERE),
            form=_form(session, act, typed, errors),
            notice=_notice(session, act, saved),
            rows=call_rows(act, rows),
            pager=pager,
            export=export_menu(act, "calls", HERE),
            empty_what=_("还没有来电"),
            empty_why=_("接完第一个电话记下后就会列在这里。"),
        )


def save_call(act: Act, typed: Mapping[str, str]) -> Logged:
    """Write the call of the form; BadInput names its fields."""
    with act.house.db.reading() as session:
        read = Reading(typed, act, Colleagues(session, act))
    rings = read.whole("rings", _("请填第几声接起，写数字，如 2。"))
    form = CallForm(
        rings=rings or 0,
        caller_name=read.text("caller_name", Call),
        phone=typed.get("phone", "").strip(),
        purpose=read.choice("purpose", purposes()),
        details=read.text("details", Call),
        message_for=read.staff("message_for"),
    )
    read.check()
    return log_call(act, form)


def _form(
    session: Session,
    act: Act,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str] | None,
) -> CallSheet | None:
    if not may(act.rules, act.by, "call.register", act.today):
        return None
    clause = _ring_clause(act)
    found = act.rules.clauses.get(clause)
    sheet = register_sheet(session, act, HERE, FIELDS, typed, errors)
    return CallSheet(
        **msgspec.structs.asdict(sheet),
        purposes=[("", _("请选")), *purposes().items()],
        ring_limit=rule_text(found.says) if found else "",
        ring_clause=clause,
        ring_label=clause_label(act.rules, clause),
    )


def _notice(session: Session, act: Act, saved: UUID | None) -> str:
    """What is said about the call that was just written down."""
    rings = session.exec(
        select(Call.rings, Call.fault).where(
            Call.site_id == act.by.site_id, Call.id == saved
        )
    ).first()
    if rings is None:
        return ""
    number, fault = rings
    if fault:
        return _("来电已记下。第 %(n)s 声才接起，记为接晚了。", n=number)
    return _("来电已记下。")


def _ring_clause(act: Act) -> str:
    """The clause a call answered in time rests on: it says how many rings that is."""
    return decide(act.rules[PHONE_FAULT], {"rings": 0}, act.today).clauses[0]
