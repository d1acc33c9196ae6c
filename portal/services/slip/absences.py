"""A signing manager who goes away long enough must name a delegate (slip.delegate)."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlmodel import col, select

from portal.errors import NotFound
from portal.models.people import Delegation, StaffRole
from portal.rules.evaluate import decide
from portal.services.audit import Subject
from portal.services.cases.files import procedure_of
from portal.services.obligations import drop_in, open_in
from portal.services.slip.steps import KIND
from portal.services.use_case import Tx

AWAY, CREATE = "signer.away", "delegation.create"
ONE_SECOND = timedelta(seconds=1)
SECONDS_A_DAY = Decimal(timedelta(days=1) // ONE_SECOND)


def days_between(starts_at: datetime, ends_at: datetime) -> Decimal:
    """How many days an absence has, in the exact fraction of a day."""
    return Decimal((ends_at - starts_at) // ONE_SECOND) / SECONDS_A_DAY


def expect_delegate_in(
    tx: Tx, staff: Subject, starts_at: datetime, ends_at: datetime
) -> None:
    """An absence was entered: the day it begins the signer names a delegate.

    Nothing happens for those who sign nothing, who are back soon enough, or who have
    named somebody already.
    """
    if not _signs(tx, staff.id) or _delegated(tx, staff.id, starts_at):
        return
    facts = {"days_away": days_between(starts_at, ends_at)}
    decided = decide(tx.rules["slip.delegation"], facts, tx.today)
    if decided.one["delegate_required"]:
        open_in(tx, AWAY, staff, max(starts_at, tx.now), staff=staff.id)


def forget_delegate_in(tx: Tx, staff_id: UUID) -> None:
    """The absence was cancelled: nobody has to be named."""
    drop_in(tx, CREATE, staff_id)


def _delegated(tx: Tx, staff_id: UUID, at: datetime) -> bool:
    found = select(Delegation.id).where(
        Delegation.site_id == tx.site_id,
        Delegation.delegator_id == staff_id,
        Delegation.starts_at <= at,
        Delegation.ends_at > at,
        col(Delegation.revoked_at).is_(None),
    )
    return tx.s.exec(found).first() is not None


def _signs(tx: Tx, staff_id: UUID) -> bool:
    """Whether the person holds a role that signs slips and may be delegated."""
    try:
        version = procedure_of(tx.house, tx.by.site_code, KIND).version_on(tx.today)
    except NotFound:
        return False
    steps = version.steps if version else ()
    roles = {
        role for one in steps if one.signature and one.delegable for role in one.by
    }
    held = select(StaffRole.id).where(
        StaffRole.site_id == tx.site_id,
        StaffRole.staff_id == staff_id,
        col(StaffRole.role).in_(roles),
        StaffRole.since <= tx.today,
        (col(StaffRole.until).is_(None)) | (col(StaffRole.until) >= tx.today),
    )
    return tx.s.exec(held).first() is not None
