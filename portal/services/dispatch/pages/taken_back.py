"""Leads that came back to the manager because nobody called the client (lead.idle)."""

from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.models.lead import WAITING, Lead, LeadOwner
from portal.models.obligations import Obligation
from portal.models.people import Staff
from portal.services.clauses import ClauseRef, clause_refs
from portal.services.lead.own import Eyes, is_own
from portal.services.lead.owning import LAPSED
from portal.services.use_case import Act
from portal.words import format_datetime, rule_text
from portal.words import gettext as _


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """A lead that waits again: from whom it was taken, when, why, how long he cools."""

    no: str
    href: str
    client: str
    designer: str
    why: str
    at: str
    cools: str
    clauses: list[ClauseRef]


def taken_back(session: Session, act: Act) -> list[TakenBack]:
    """Each lead once, with the last one it was taken from; the latest comes first."""
    found = session.exec(
        select(LeadOwner, Lead, Staff)
        .join(Lead, col(Lead.id) == col(LeadOwner.lead_id))
        .join(Staff, col(Staff.id) == col(LeadOwner.staff_id))
        .where(
            LeadOwner.site_id == act.by.site_id,
            LeadOwner.ended_how == LAPSED,
            col(Lead.state).in_(WAITING),
        )
        .order_by(col(LeadOwner.until).desc(), col(Lead.no))
    ).all()
    latest: dict[UUID, tuple[LeadOwner, Lead, Staff]] = {}
    for owner, lead, staff in found:
        latest.setdefault(lead.id, (owner, lead, staff))
    missed = _missed(session, act, list(latest))
    eyes = Eyes(act)
    return [
        _row(act, eyes, owner, lead, staff, missed.get(lead.id))
        for owner, lead, staff in latest.values()
    ]


def _missed(session: Session, act: Act, leads: list[UUID]) -> dict[UUID, Obligation]:
    """What was not done, of each lead the last."""
    rows = session.exec(
        select(Obligation)
        .where(
            Obligation.site_id == act.by.site_id,
            col(Obligation.subject_id).in_(leads),
            col(Obligation.lapsed_at).is_not(None),
        )
        .order_by(col(Obligation.lapsed_at))
    )
    return {one.subject_id: one for one in rows}


def _row(
    act: Act,
    eyes: Eyes,
    owner: LeadOwner,
    lead: Lead,
    staff: Staff,
    missed: Obligation | None,
) -> TakenBack:
    own = is_own(act.by, (lead.designer_id, lead.brought_by, lead.attributed_to))
    cools = ""
    if owner.cool_until is not None and owner.cool_until > act.house.clock.now():
        until = format_datetime(owner.cool_until, short=True)
        cools = _("%(until)s 前不派回给他", until=until)
    return TakenBack(
        no=lead.no,
        href=f"/dispatch/{lead.id}",
        client=eyes.show("client_name", lead.client_name, own=own),
        designer=staff.name,
        why=rule_text(missed.title) if missed else "",
        at=format_datetime(owner.until, short=True),
        cools=cools,
        clauses=clause_refs(act.rules, list(missed.clauses)) if missed else [],
    )
