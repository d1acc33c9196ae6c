"""The desk's registers: calls, outings, showroom visits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from portal.models.base import Stored


class Call(Stored, table=True):
    """A phone enquiry (desk.register.phone-enquiry); `rings` decides the ring fault."""

    __table_args__ = (Index("ix_call_at", "site_id", "at"),)
    at: datetime
    caller_name: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=20)
    purpose: str = Field(default="", max_length=40)
    details: str = Field(default="", max_length=500)
    rings: int
    fault: bool
    message_for: UUID | None = Field(default=None, foreign_key="staff.id")
    answered_by: UUID = Field(foreign_key="staff.id")
    lead_id: UUID | None = Field(default=None, foreign_key="lead.id")
    decision_id: UUID = Field(foreign_key="decision.id")


class Outing(Stored, table=True):
    """Somebody left the store on business (desk.register.outing)."""

    __table_args__ = (Index("ix_outing_out", "site_id", "out_at"),)
    staff_id: UUID = Field(foreign_key="staff.id")
    destination: str = Field(max_length=100)
    purpose: str = Field(max_length=200)
    out_at: datetime
    expected_back: datetime
    back_at: datetime | None = None
    registered_by: UUID | None = Field(default=None, foreign_key="staff.id")


class ShowroomVisit(Stored, table=True):
    """A client was shown a model home (desk.register.showroom-visit)."""

    __table_args__ = (Index("ix_showroomvisit_at", "site_id", "appointment_at"),)
    client_name: str = Field(max_length=60)
    phone: str = Field(max_length=20)
    appointment_at: datetime
    showroom: str = Field(max_length=60)
    client_thoughts: str = Field(default="", max_length=500)
    accompanied_by: UUID | None = Field(default=None, foreign_key="staff.id")
    lead_id: UUID | None = Field(default=None, foreign_key="lead.id")
    registered_by: UUID | None = Field(default=None, foreign_key="staff.id")
