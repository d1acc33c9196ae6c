"""Registering a lead: client, facts, claims, tier; or joining an earlier one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from sqlmodel import select

from portal.errors import BadInput, NotFound
from portal.models.base import new_id
from portal.models.lead import Claim, Client, Lead, LeadState
from portal.models.reception import Call
from portal.rules.evaluate import decide
from portal.services import slip
from portal.services.audit import Subject
from portal.services.contact import address_key, name_key, normal_phone, phone_key
from portal.services.decisions import verdict_of
from portal.services.dispatch.asking import subject_of
from portal.services.dispatch.placing import note_event
from portal.services.lead.attribution import Attribution
from portal.services.lead.claims import (
    ClaimForm,
    find_staff,
    settle_attribution,
    write_claim,
)
from portal.services.lead.owning import take_on
from portal.services.periods import figure
from portal.services.reception.forms.bounds import amount_problem, text_problem
from portal.services.reception.known import Earlier, Known
from portal.services.reports.owing import expect_in
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


class LeadForm(msgspec.Struct, frozen=True, kw_only=True):
    """A lead as entered; amounts are Decimal yuan, the area square metres.

    call: the phone enquiry it came from, if it stands in the desk's register.
    """

    client_name: str
    phone: str
    site_address: str
    floor_area: Decimal | None = None
    renovation_date: date | None = None
    estimated_amount: Decimal | None = None
    channel: str
    brought_by: str | None = None
    grades_introduced: bool = False
    remarks: str = ""
    claims: list[ClaimForm] = []
    call: UUID | None = None


class Registered(msgspec.Struct, frozen=True, kw_only=True, tag="registered"):
    """The lead as written; `duplicates` are earlier leads of the same client."""

    id: UUID
    no: str
    state: str
    tier: str
    duplicates: list[str]
    attributed_to: str | None
    tied: bool


@dataclass(frozen=True, slots=True)
class Entered:
    """A lead as it was written, with what came along with it."""

    client: Client
    lead: Lead
    claims: list[Claim]
    earlier: list[Earlier]
    answer: Attribution


@use_case
def register_lead(tx: Tx, form: LeadForm) -> Registered:
    """Write a lead with its claims, its tier and its attribution (lead.register).

    Raises BadInput with a sentence per field; nothing is written then.
    """
    tx.need("lead.register")
    phone = checked_phone(tx, form)
    entered = enter_lead(tx, form, phone, Known(tx))
    lead, answer = entered.lead, entered.answer
    if form.call:
        note_on_call(tx, form.call, lead)
    expect_in(tx)
    tx.audit("lead.register", subject_of(lead), channel=lead.channel)
    tx.event("dispatch", "board", "leads")
    return Registered(
        id=lead.id,
        no=lead.no,
        state=lead.state,
        tier=lead.tier,
        duplicates=[one.no for one in entered.earlier],
        attributed_to=answer.winner.staff_no if answer.winner else None,
        tied=answer.tied,
    )


def enter_lead(tx: Tx, form: LeadForm, phone: str, known: Known) -> Entered:
    """Everything a new lead brings along, whichever way it came in.

    The form is checked, `phone` is E.164. The audit entry is the caller's: one for a
    lead, one for a whole file of them.
    """
    no = tx.no("L")
    earlier = known.earlier(phone, form.site_address)
    client = _client(tx, form, phone, known)
    lead = _lead(tx, form, client, no)
    claims = _carry_claims(tx, lead, [one.id for one in earlier], known)
    claims += [write_claim(tx, lead, claim) for claim in form.claims]
    answer = settle_attribution(tx, lead, claims)
    note_event(tx, lead, "registered", decision_id=lead.tier_decision_id)
    slip.expect_in(tx, lead)
    take_on(tx, lead)
    return Entered(client, lead, claims, earlier, answer)


def checked_phone(tx: Tx, form: LeadForm) -> str:
    """The normalised phone; every wrong field is named at once."""
    problems = _out_of_bounds(form)
    if not form.client_name.strip():
        problems["client_name"] = _("请填客户姓名。")
    if not address_key(form.site_address):
        problems["site_address"] = _("请填工地地址。")
    region = str(figure(tx.rules, "lead.settings", "phone_region", tx.today))
    phone = normal_phone(form.phone, region)
    if phone is None:
        problems["phone"] = _("这不像一个电话号码，例如 138 0013 4471。")
    channels = tx.rules["lead.channel"].table.inputs["channel"].values or {}
    if form.channel not in channels:
        problems["channel"] = _("请选来单渠道。")
    if form.brought_by and find_staff(tx, form.brought_by) is None:
        problems["brought_by"] = _("没有工号 %(no)s 的同事。", no=form.brought_by)
    if problems or phone is None:
        raise BadInput(problems)
    return phone


def _out_of_bounds(form: LeadForm) -> dict[str, str]:
    """Texts and amounts no column can hold."""
    found = {
        name: text_problem(getattr(form, name), Lead, name)
        for name in ("client_name", "site_address", "remarks")
    }
    for name in ("floor_area", "estimated_amount"):
        found[name] = amount_problem(getattr(form, name))
    return {name: problem for name, problem in found.items() if problem}


def _client(tx: Tx, form: LeadForm, phone: str, known: Known) -> Client:
    """The client of this phone, or a new one; the latest name and address stand."""
    name, address = form.client_name.strip(), form.site_address.strip()
    latest = {
        "phone_key": phone_key(phone),
        "name": name,
        "name_key": name_key(name),
        "address": address,
        "address_key": address_key(address),
    }
    client = known.client(phone)
    if client is None:
        return tx.make(Client, site_id=tx.site_id, phone=phone, **latest)
    for column, text in latest.items():
        setattr(client, column, text)
    tx.save(client)
    return client


def _lead(tx: Tx, form: LeadForm, client: Client, no: str) -> Lead:
    lead_id = new_id()
    amount = form.estimated_amount
    asked = tx.rules["dispatch.tier"], {"estimated_amount": amount}, tx.today
    tier = tx.once(("tier", amount), lambda: decide(*asked))
    kept = tx.keep(verdict_of(tier, tx.today), Subject("lead", lead_id, no))
    brought_by = find_staff(tx, form.brought_by) if form.brought_by else None
    return tx.make(
        Lead,
        id=lead_id,
        site_id=tx.site_id,
        no=no,
        client_id=client.id,
        client_name=client.name,
        phone=client.phone,
        site_address=client.address,
        address_key=client.address_key,
        floor_area=form.floor_area,
        renovation_date=form.renovation_date,
        estimated_amount=amount,
        channel=form.channel,
        brought_by=brought_by.id if brought_by else None,
        grades_introduced=form.grades_introduced,
        remarks=form.remarks.strip(),
        state=LeadState.REGISTERED,
        tier=str(tier.one["tier"]),
        tier_decision_id=kept.id,
        registered_at=tx.now,
        registered_by=tx.by.staff_id,
        touched_at=tx.now,
    )


def _carry_claims(tx: Tx, lead: Lead, earlier: list[UUID], known: Known) -> list[Claim]:
    """Claims on the client's earlier leads stand against new ones (lead.protection)."""
    found = known.claims(earlier)
    # A client who came three times has the first claim on all his leads: one is enough.
    first = {(c.principle, c.staff_id, c.at): c for c in found}.values()
    return [tx.make(Claim, **_copied(one), lead_id=lead.id) for one in first]


def _copied(claim: Claim) -> dict[str, object]:
    columns = set(Claim.model_fields) - {"id", "lead_id"}
    return {name: getattr(claim, name) for name in columns}


def note_on_call(tx: Tx, call_id: UUID, lead: Lead) -> None:
    """The desk's register of calls says which lead the call became."""
    call = tx.s.exec(
        select(Call).where(Call.site_id == tx.site_id, Call.id == call_id)
    ).first()
    if call is None:
        raise NotFound(_("来电"), call_id)
    call.lead_id = lead.id
    tx.s.add(call)
