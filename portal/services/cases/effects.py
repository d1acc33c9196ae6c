"""What a step does beyond its case: the only Python a procedure file may name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from portal.errors import BadInput
from portal.models.cases import Case
from portal.models.dispatch import Offer
from portal.models.lead import Lead, LeadEvent, LeadState
from portal.models.people import Delegation, Staff, StaffRole
from portal.services.lead.owning import hand_over
from portal.services.obligations import drop_in, meet_in
from portal.services.periods import start_of
from portal.services.use_case import Tx
from portal.words import gettext as _

DELEGATE = "delegation.create"


@dataclass(frozen=True, slots=True)
class Moved:
    """The case that has just moved, with its lead (locked), if it has one."""

    tx: Tx
    case: Case
    lead: Lead | None


def lead_lost(moved: Moved) -> None:
    """Both confirmations are there: the lead is invalid or failed (lost.kinds).

    The designer's hold is free because the lead is no longer active; nothing of it is
    due any more.
    """
    lead = _lead(moved)
    lead.state = LeadState(moved.case.fields["kind"])
    lead.touched_at = moved.tx.now
    moved.tx.add(lead)
    hand_over(moved.tx, lead, "lost")
    drop_in(moved.tx, None, lead.id)
    for offer_id in _offers_of(moved.tx, lead):
        drop_in(moved.tx, None, offer_id)
    _note(moved, lead, "lost")


def _offers_of(tx: Tx, lead: Lead) -> Sequence[UUID]:
    """Its offers: nobody has to answer or agree to them any more."""
    return tx.s.exec(
        select(Offer.id).where(Offer.site_id == tx.site_id, Offer.lead_id == lead.id)
    ).all()


def lead_reopen(moved: Moved) -> None:
    """The client is back: the lead stands where it stood before it was lost."""
    lead = _lead(moved)
    before = moved.case.fields.get("state_before")
    lead.state = LeadState(before) if before else LeadState.READY
    lead.touched_at = moved.tx.now
    moved.tx.add(lead)
    hand_over(moved.tx, lead, "reopened")
    _note(moved, lead, "reopened")


def drop_obligations(moved: Moved) -> None:
    """Nothing is due in this case any more."""
    drop_in(moved.tx, None, moved.case.id)


def delegation(moved: Moved) -> None:
    """The work contact note is signed: the delegate may sign (slip.delegate)."""
    tx, fields = moved.tx, moved.case.fields
    delegator = _staff(tx, "delegator", fields["delegator"])
    delegate = _staff(tx, "delegate", fields["delegate"])
    if not _holds(tx, delegator, fields["role"]):
        raise BadInput(
            {"delegator": _("%(name)s不在这个岗位上。", name=delegator.name)}
        )
    meet_in(tx, DELEGATE, delegator.id)
    until = date.fromisoformat(fields["until_day"]) + timedelta(days=1)
    tx.add(
        Delegation(
            site_id=tx.site_id,
            delegator_id=delegator.id,
            delegate_id=delegate.id,
            role=fields["role"],
            starts_at=start_of(date.fromisoformat(fields["from_day"]), tx.zone),
            ends_at=start_of(until, tx.zone),
            case_id=moved.case.id,
        )
    )
    tx.event("board")


def delegation_end(moved: Moved) -> None:
    """The delegation is taken back: from now on the delegate's signature is refused."""
    found = select(Delegation).where(
        Delegation.site_id == moved.tx.site_id,
        Delegation.case_id == moved.case.id,
        col(Delegation.revoked_at).is_(None),
    )
    for row in moved.tx.lock(found):
        row.revoked_at = moved.tx.now
        moved.tx.s.add(row)
        moved.tx.event("board")


EFFECTS: dict[str, Callable[[Moved], None]] = {
    "lead_lost": lead_lost,
    "lead_reopen": lead_reopen,
    "drop_obligations": drop_obligations,
    "delegation": delegation,
    "delegation_end": delegation_end,
}


def _lead(moved: Moved) -> Lead:
    if moved.lead is None:
        raise LookupError(f"{moved.case.no} has no lead to change")
    return moved.lead


def _note(moved: Moved, lead: Lead, kind: str) -> None:
    tx = moved.tx
    tx.add(
        LeadEvent(
            site_id=tx.site_id,
            lead_id=lead.id,
            at=tx.now,
            kind=kind,
            text=moved.case.no,
            by_id=tx.by.staff_id,
            by_name=tx.by.name,
        )
    )
    tx.event("dispatch", "board", "leads")


def _staff(tx: Tx, name: str, staff_no: str) -> Staff:
    found = tx.s.exec(
        select(Staff).where(Staff.site_id == tx.site_id, Staff.staff_no == staff_no)
    ).first()
    if found is None:
        raise BadInput({name: _("没有工号 %(no)s 的同事。", no=staff_no)})
    return found


def _holds(tx: Tx, staff: Staff, role: str) -> bool:
    return (
        tx.s.exec(
            select(StaffRole.id).where(
                StaffRole.site_id == tx.site_id,
                StaffRole.staff_id == staff.id,
                StaffRole.role == role,
                StaffRole.since <= tx.today,
                (col(StaffRole.until).is_(None)) | (col(StaffRole.until) >= tx.today),
            )
        ).first()
        is not None
    )
