"""Whether whoever must sign next is there (slip.delegate)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from portal.models.people import Absence, StaffRole
from portal.rules.procedures import Version


@dataclass(frozen=True, slots=True)
class When:
    """A site at a moment of its business day."""

    site_id: UUID
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Away:
    """Nobody who may sign next is there: since when and until when."""

    starts_at: datetime
    ends_at: datetime


def signer_away(
    session: Session, when: When, version: Version, state: str | None
) -> Away | None:
    """Since when and until when the next signer is away; None when one is there.

    Where several may sign, it is the one who is back first that counts.
    """
    roles = {
        role
        for step in version.steps
        if step.signature and state in step.from_
        for role in step.by
    }
    holders = _holders(session, when, roles)
    absences = session.exec(
        select(Absence)
        .where(
            Absence.site_id == when.site_id,
            col(Absence.staff_id).in_(holders),
            Absence.starts_at <= when.now,
            Absence.ends_at > when.now,
            col(Absence.cancelled_at).is_(None),
        )
        .order_by(col(Absence.ends_at))
    )
    last = {one.staff_id: one for one in absences}
    if not holders or set(last) != holders:
        return None
    first_back = min(last.values(), key=lambda one: one.ends_at)
    return Away(first_back.starts_at, first_back.ends_at)


def _holders(session: Session, when: When, roles: set[str]) -> set[UUID]:
    return set(
        session.exec(
            select(StaffRole.staff_id).where(
                StaffRole.site_id == when.site_id,
                col(StaffRole.role).in_(roles),
                StaffRole.since <= when.today,
                (col(StaffRole.until).is_(None)) | (col(StaffRole.until) >= when.today),
            )
        )
    )
