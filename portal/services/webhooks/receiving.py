"""A signed delivery becomes a lead, once, or is refused and nothing is written."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.access import Person
from portal.errors import BadInput
from portal.models.imports import HookDelivery, LeadHook
from portal.models.lead import Lead
from portal.models.people import Site
from portal.services.answers import Done
from portal.services.dispatch.asking import subject_of
from portal.services.house import House
from portal.services.importing.fields import LEADS, bound
from portal.services.importing.typist import Typist
from portal.services.periods import figure
from portal.services.reception.forms import Colleagues, Reading
from portal.services.reception.known import Known
from portal.services.reception.lead_form import in_lead_form, lead_of
from portal.services.reception.registering import (
    LeadForm,
    checked_phone,
    enter_lead,
)
from portal.services.use_case import Act, Tx, use_case
from portal.services.webhooks.keys import Delivery, check_id, check_signature
from portal.services.webhooks.paths import parse, texts_at
from portal.words import gettext as _

CREATED, UNUSABLE = HTTPStatus.CREATED, HTTPStatus.UNPROCESSABLE_ENTITY


class Received(msgspec.Struct, frozen=True, kw_only=True, tag="received"):
    """The lead a delivery became; the same delivery again gets the same answer."""

    id: UUID
    no: str
    state: str
    tier: str
    duplicates: list[str]


def receive(house: House, name: str, delivery: Delivery) -> Received:
    """Take a delivery in. BadSignature, or BadInput with our fields' names.

    Nobody learns which hooks exist: an unknown one is a wrong signature.
    """
    with house.db.reading() as session:
        hook, act = _hook(session, house, name, delivery)
    check_id(delivery)
    try:
        form = _form(act, hook, delivery)
        return _register(act, hook.id, delivery.id, form)
    except BadInput as error:
        problems = in_lead_form(error)
        _note(act, hook.id, delivery.id, problems)
        raise BadInput(problems) from error


def _hook(
    session: Session, house: House, name: str, delivery: Delivery
) -> tuple[LeadHook, Act]:
    """The hook and who acts for it, once its signature holds."""
    found = session.exec(
        select(LeadHook, Site)
        .join(Site, col(Site.id) == col(LeadHook.site_id))
        .where(LeadHook.name == name, col(LeadHook.disabled_at).is_(None))
    ).first()
    hook, site = found or (None, None)
    rules = house.library.rules(site.code if site else "")
    seconds = figure(rules, "imports.settings", "hook_window_seconds", house.today())
    check_signature(house, hook, delivery, int(str(seconds)))
    assert hook is not None and site is not None  # else its signature did not hold
    fingerprint = hashlib.sha256(delivery.body).hexdigest()
    act = Act(house, acting(hook, site), delivery.id, fingerprint, channel="api")
    return hook, act


def acting(hook: LeadHook, site: Site) -> Person:
    """The hook acts for itself: it holds no role, its signature is all it has."""
    return Person(
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        name=hook.label,
        roles=frozenset(),
        token_id=hook.id,
    )


def read_body(
    session: Session, act: Act, hook: LeadHook, body: Mapping[str, Any]
) -> tuple[LeadForm, dict[str, str]]:
    """The lead as far as it can be read, and what is wrong with the rest."""
    paths = list(hook.mapping.values())
    columns = {field: place for place, field in enumerate(hook.mapping)}
    typist = Typist(act, LEADS, columns, paths, hook.channel)
    typed, problems = typist.type(texts_at(body, paths))
    read = Reading(typed, act, Colleagues(session, act))
    return lead_of(read), {**read.problems, **problems}


def _form(act: Act, hook: LeadHook, delivery: Delivery) -> LeadForm:
    if len(delivery.body) > bound(act, "hook_body_bytes"):
        raise BadInput({"": _("正文太长。")})
    body = parse(delivery.body)
    with act.house.db.reading() as session:
        form, problems = read_body(session, act, hook, body)
    if problems:
        raise BadInput(problems)
    return form


@use_case
def _register(tx: Tx, hook_id: UUID, delivery: str, form: LeadForm) -> Received:
    """As at the counter (lead.register); the signature stands for the permission."""
    entered = enter_lead(tx, form, checked_phone(tx, form), Known(tx))
    lead = entered.lead
    _keep(tx, hook_id, delivery, CREATED, {}, lead)
    tx.audit("hook.lead", subject_of(lead), channel=lead.channel, delivery=delivery)
    tx.event("dispatch", "board", "leads")
    return Received(
        id=lead.id,
        no=lead.no,
        state=lead.state,
        tier=lead.tier,
        duplicates=[one.no for one in entered.earlier],
    )


def _note(act: Act, hook_id: UUID, delivery: str, problems: Mapping[str, str]) -> None:
    """The administrator sees what came and why it was not taken; no lead is written."""
    unkeyed = replace(act, key=None)
    _note_refused(unkeyed, hook_id, delivery, dict(problems))


@use_case
def _note_refused(
    tx: Tx, hook_id: UUID, delivery: str, problems: dict[str, str]
) -> Done:
    _keep(tx, hook_id, delivery, UNUSABLE, problems, None)
    return Done()


def _keep(
    tx: Tx,
    hook_id: UUID,
    delivery: str,
    status: int,
    problems: Mapping[str, str],
    lead: Lead | None,
) -> None:
    tx.make(
        HookDelivery,
        site_id=tx.site_id,
        hook_id=hook_id,
        delivery=delivery,
        at=tx.now,
        status=status,
        lead_id=lead.id if lead else None,
        lead_no=lead.no if lead else "",
        problems=dict(problems),
    )
