"""Who claims a client, for choosing one of them."""

from uuid import UUID

from sqlmodel import Session, col, select

from portal.models.lead import Claim
from portal.models.people import Staff
from portal.services.pages import Pair


def claimants(session: Session, lead_id: UUID) -> list[Pair]:
    """Number and name of everybody with a claim on the lead."""
    found = session.exec(
        select(Staff.staff_no, Staff.name)
        .join(Claim, col(Claim.staff_id) == col(Staff.id))
        .where(Claim.lead_id == lead_id)
        .distinct()
        .order_by(Staff.staff_no)
    )
    return [(no, f"{no} {name}") for no, name in found]
