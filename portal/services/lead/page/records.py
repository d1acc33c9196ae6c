"""What was written about a lead: offers, contracts, its log, its cases."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from portal.access import may
from portal.models.cases import Case
from portal.models.decisions import Decision
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Contract, Lead, LeadEvent
from portal.models.people import Staff
from portal.services.dispatch.overdue import standing
from portal.services.lead.words import event_word
from portal.services.use_case import Act
from portal.words import format_date, format_datetime, format_money, rule_text
from portal.words import gettext as _

TERMS = "dispatch.offer"  # the table, not the question of the same name


class OfferRow(msgspec.Struct, frozen=True, kw_only=True):
    """An offer of the lead."""

    no: str
    designer: str
    at: str
    by: str
    kind: str
    word: str
    reason: str
    decision: str
    decision_href: str
    terms_href: str


class ContractRow(msgspec.Struct, frozen=True, kw_only=True):
    """A contract; a cancelled one stays with its date."""

    no: str
    amount: str
    designer: str
    signed_on: str
    kind: str
    word: str
    note: str


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the lead's log."""

    at: str
    mark: str
    css: str
    title: str
    text: str
    who: str
    decision: str
    decision_href: str


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A slip or another case about the lead."""

    no: str
    href: str
    title: str
    kind: str
    word: str


def offer_rows(session: Session, act: Act, lead: Lead) -> list[OfferRow]:
    """Every offer, the latest first; silence counts as the rules say it does."""
    found = session.exec(
        select(Offer, Staff.name, Decision.no)
        .join(Staff, col(Staff.id) == col(Offer.designer_id))
        .join(Decision, col(Decision.id) == col(Offer.decision_id))
        .where(Offer.site_id == act.by.site_id, Offer.lead_id == lead.id)
        .order_by(col(Offer.offered_at).desc())
    )
    now, terms = act.house.clock.now(), _terms(session, lead)
    return [_offer(offer, name, no, now, terms) for offer, name, no in found]


def _terms(session: Session, lead: Lead) -> list[Decision]:
    """What was decided of who chooses and how soon is answered, the latest first."""
    return list(
        session.exec(
            select(Decision)
            .where(
                Decision.site_id == lead.site_id,
                Decision.subject_id == lead.id,
                Decision.table_id == TERMS,
            )
            .order_by(col(Decision.at).desc())
        )
    )


def _terms_of(offer: Offer, terms: list[Decision]) -> str:
    """The page of the decision an offer's time to answer comes from."""
    kept = next((one for one in terms if one.at <= offer.offered_at), None)
    return f"/decisions/{kept.id}" if kept else ""


def _offer(
    offer: Offer, designer: str, decision: str, now: datetime, terms: list[Decision]
) -> OfferRow:
    kind, word = _offer_words()[standing(offer, now)]
    reasons = (offer.reason, offer.answer_reason)
    return OfferRow(
        no=offer.no,
        designer=designer,
        at=format_datetime(offer.offered_at, short=True),
        by=_who(offer.offered_by, offer.offered_by_name),
        kind=kind,
        word=word,
        reason=_("；").join(rule_text(one) for one in reasons if one),
        decision=decision,
        decision_href=f"/decisions/{offer.decision_id}",
        terms_href=_terms_of(offer, terms),
    )


def _offer_words() -> dict[str, tuple[str, str]]:
    return {
        OfferState.AWAITING: ("hold", _("等另一位经理同意")),
        OfferState.OFFERED: ("turn", _("等应答")),
        OfferState.ACCEPTED: ("go", _("已接")),
        OfferState.DECLINED: ("stop", _("没有接")),
        OfferState.WITHDRAWN: ("", _("已收回")),
    }


def contract_rows(session: Session, act: Act, lead: Lead) -> list[ContractRow]:
    """Every contract, the latest first."""
    found = session.exec(
        select(Contract, Staff.name)
        .join(Staff, col(Staff.id) == col(Contract.designer_id))
        .where(Contract.site_id == act.by.site_id, Contract.lead_id == lead.id)
        .order_by(col(Contract.no).desc())
    )
    return [_contract(contract, name) for contract, name in found]


def _contract(one: Contract, designer: str) -> ContractRow:
    cancelled = one.cancelled_on is not None
    note = f"{format_date(one.cancelled_on)} {one.cancel_reason}" if cancelled else ""
    return ContractRow(
        no=one.no,
        amount=format_money(one.amount),
        designer=designer,
        signed_on=format_date(one.signed_on),
        kind="stop" if cancelled else "go",
        word=_("已退单") if cancelled else _("有效"),
        note=note,
    )


def event_rows(session: Session, act: Act, lead: Lead) -> list[EventRow]:
    """The log, oldest first; every line that rests on a decision leads to it."""
    kept = aliased(Decision)
    found: Any = select(  # type: ignore[call-overload]
        LeadEvent.at,
        LeadEvent.kind,
        LeadEvent.text,
        LeadEvent.by_id,
        LeadEvent.by_name,
        LeadEvent.decision_id,
        kept.no.label("decision_no"),  # type: ignore[attr-defined]
    )
    rows = session.execute(
        found.join(kept, col(kept.id) == col(LeadEvent.decision_id), isouter=True)
        .where(LeadEvent.site_id == act.by.site_id, LeadEvent.lead_id == lead.id)
        .order_by(col(LeadEvent.at), col(LeadEvent.id))
    ).all()
    return [_event(one, last=one is rows[-1]) for one in rows]


def _who(staff_id: UUID | None, name: str) -> str:
    """A colleague by his name; the house itself in the reader's words."""
    return name if staff_id else rule_text(name)


def _event(one: Row[Any], *, last: bool) -> EventRow:
    return EventRow(
        at=format_datetime(one.at, short=True),
        mark="▶" if last else "●",
        css="now" if last else "",
        title=event_word(one.kind),
        text=rule_text(one.text),
        who=_who(one.by_id, one.by_name),
        decision=one.decision_no or "",
        decision_href=f"/decisions/{one.decision_id}" if one.decision_id else "",
    )


def case_rows(session: Session, act: Act, lead: Lead) -> list[CaseRow]:
    """Slips and other cases about the lead, for those who may read cases."""
    if not may(act.rules, act.by, "case.read", act.today):
        return []
    found = session.exec(
        select(Case.no, Case.title, Case.closed_at)
        .where(Case.site_id == act.by.site_id, Case.lead_id == lead.id)
        .order_by(Case.no)
    )
    return [
        CaseRow(
            no=no,
            href=f"/cases/{no}",
            title=rule_text(title),
            kind="" if closed else "turn",
            word=_("已办结") if closed else _("在办"),
        )
        for no, title, closed in found
    ]
