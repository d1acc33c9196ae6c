"""The desk's registers: calls with their rings, outings, showroom visits."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import col, select

from portal.errors import BadInput, LostRace, NotFound
from portal.models.base import new_id
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.models.reception import Call, Outing, ShowroomVisit
from portal.rules.evaluate import decide
from portal.services.answers import Done
from portal.services.audit import Subject
from portal.services.contact import normal_phone
from portal.services.decisions import verdict_of
from portal.services.lead.claims import find_staff
from portal.services.periods import figure
from portal.services.reports.owing import expect_in
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


class CallForm(msgspec.Struct, frozen=True, kw_only=True):
    """A phone enquiry (desk.register.phone-enquiry)."""

    rings: int
    caller_name: str = ""
    phone: str = ""
    purpose: str = ""
    details: str = ""
    message_for: str | None = None


class Logged(msgspec.Struct, frozen=True, kw_only=True, tag="logged"):
    """The call as written; `fault`: it rang too often (desk.phone.ring3)."""

    id: UUID
    fault: bool
    clauses: list[str]


@use_case
def log_call(tx: Tx, form: CallForm) -> Logged:
    """Write a call down; fine.phone says whether the rings are a fault."""
    tx.need("call.register")
    phone = _phone_if_given(tx, form.phone)
    if form.rings < 0:
        raise BadInput({"rings": _("铃声数不能是负数。")})
    message_for = _staff_if_given(tx, form.message_for, "message_for")
    decided = decide(tx.rules["fine.phone"], {"rings": form.rings}, tx.today)
    call_id = new_id()
    kept = tx.keep(verdict_of(decided, tx.today), Subject("call", call_id))
    fault = bool(decided.one["fault"])
    call = Call(
        id=call_id,
        site_id=tx.site_id,
        at=tx.now,
        caller_name=form.caller_name.strip(),
        phone=phone,
        purpose=form.purpose.strip(),
        details=form.details.strip(),
        rings=form.rings,
        fault=fault,
        message_for=message_for.id if message_for else None,
        answered_by=_own_staff(tx),
        decision_id=kept.id,
    )
    tx.add(call)
    expect_in(tx)
    tx.audit("call.register", Subject("call", call_id), rings=form.rings, fault=fault)
    tx.event("calls")
    return Logged(id=call.id, fault=fault, clauses=decided.clauses)


def _phone_if_given(tx: Tx, text: str) -> str:
    if not text.strip():
        return ""
    region = str(figure(tx.rules, "lead.settings", "phone_region", tx.today))
    phone = normal_phone(text, region)
    if phone is None:
        raise BadInput({"phone": _("这不像一个电话号码，例如 138 0013 4471。")})
    return phone


def _staff_if_given(tx: Tx, staff_no: str | None, field: str) -> Staff | None:
    if not staff_no:
        return None
    staff = find_staff(tx, staff_no)
    if staff is None:
        raise BadInput({field: _("没有工号 %(no)s 的同事。", no=staff_no)})
    return staff


def _own_staff(tx: Tx) -> UUID:
    if tx.by.staff_id is None:
        raise BadInput({"answered_by": _("请用自己的账号登记来电。")})
    return tx.by.staff_id


class OutingForm(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody goes out on business (desk.register.outing)."""

    staff: str
    destination: str
    purpose: str
    expected_back: datetime
    out_at: datetime | None = None


@use_case
def register_outing(tx: Tx, form: OutingForm) -> Done:
    """Who goes where, why, and when he is expected back."""
    tx.need("outing.register")
    staff = _staff_if_given(tx, form.staff, "staff")
    problems = {}
    if staff is None:
        problems["staff"] = _("请填外出人的工号。")
    for name in ("destination", "purpose"):
        if not getattr(form, name).strip():
            problems[name] = _("请填这一项。")
    out_at = form.out_at or tx.now
    if out_at > tx.now:
        problems["out_at"] = _("走的时间不能晚于现在。")
    if form.expected_back <= max(out_at, tx.now):
        problems["expected_back"] = _("预计返回要晚于现在。")
    if problems or staff is None:
        raise BadInput(problems)
    outing = Outing(
        site_id=tx.site_id,
        staff_id=staff.id,
        destination=form.destination.strip(),
        purpose=form.purpose.strip(),
        out_at=out_at,
        expected_back=form.expected_back,
        registered_by=tx.by.staff_id,
    )
    tx.add(outing)
    expect_in(tx)
    tx.audit("outing.register", Subject("outing", outing.id), staff=staff.staff_no)
    tx.event("outings", "board")
    return Done(id=outing.id, message=_("%(name)s已登记外出。", name=staff.name))


@use_case
def return_from_outing(tx: Tx, outing_id: UUID) -> Done:
    """The person is back. Raises LostRace when that was already written."""
    tx.need("outing.register")
    outing = tx.lock(
        select(Outing).where(Outing.site_id == tx.site_id, Outing.id == outing_id)
    ).first()
    if outing is None:
        raise NotFound(_("外出登记"), outing_id)
    if outing.back_at is not None:
        raise LostRace(_("已经登记过返回。"), "", outing.back_at)
    outing.back_at = tx.now
    tx.s.add(outing)
    tx.audit("outing.return", Subject("outing", outing.id))
    tx.event("outings", "board")
    return Done(id=outing.id, message=_("已登记返回。"))


class ShowroomForm(msgspec.Struct, frozen=True, kw_only=True):
    """A client is shown a model home (desk.register.showroom-visit)."""

    client_name: str
    phone: str
    appointment_at: datetime
    showroom: str
    client_thoughts: str = ""
    accompanied_by: str | None = None


@use_case
def register_showroom(tx: Tx, form: ShowroomForm) -> Done:
    """Write the appointment or what the client thought of it."""
    tx.need("showroom.register")
    problems = {
        name: _("请填这一项。")
        for name in ("client_name", "phone", "showroom")
        if not getattr(form, name).strip()
    }
    if problems:
        raise BadInput(problems)
    phone = _phone_if_given(tx, form.phone)
    guide = _staff_if_given(tx, form.accompanied_by, "accompanied_by")
    visit = ShowroomVisit(
        site_id=tx.site_id,
        client_name=form.client_name.strip(),
        phone=phone,
        appointment_at=form.appointment_at,
        showroom=form.showroom.strip(),
        client_thoughts=form.client_thoughts.strip(),
        accompanied_by=guide.id if guide else None,
        lead_id=_latest_lead(tx, phone),
        registered_by=tx.by.staff_id,
    )
    tx.add(visit)
    expect_in(tx)
    tx.audit("showroom.register", Subject("showroom", visit.id))
    tx.event("showroom")
    return Done(id=visit.id, message=_("已登记。"))


def _latest_lead(tx: Tx, phone: str) -> UUID | None:
    """The client's own lead, if he has one: the latest of his phone."""
    return tx.s.exec(
        select(Lead.id)
        .where(Lead.site_id == tx.site_id, Lead.phone == phone)
        .order_by(col(Lead.registered_at).desc())
    ).first()
