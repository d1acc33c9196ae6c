"""Cases: a procedure under way, and the steps taken in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portal.models.base import ExactJson, Stored


class Case(Stored, table=True):
    """One run of a procedure; it keeps the version (hash) it began under."""

    __table_args__ = (
        UniqueConstraint("site_id", "no"),
        Index("ix_case_kind", "site_id", "kind", "state"),
        Index("ix_case_lead", "site_id", "lead_id"),
    )
    no: str = Field(max_length=30)
    kind: str = Field(max_length=40)
    procedure_hash: str = Field(max_length=64)
    title: str = Field(max_length=120)
    state: str = Field(max_length=40)
    fields: Any = Field(sa_type=ExactJson)
    lead_id: UUID | None = Field(default=None, foreign_key="lead.id")
    opened_at: datetime
    opened_by: UUID | None = Field(default=None, foreign_key="staff.id")
    owner_id: UUID | None = Field(default=None, foreign_key="staff.id")
    changed_at: datetime
    closed_at: datetime | None = None
    revision: int = 0


class CaseEvent(Stored, table=True):
    """A step taken in a case; `on_behalf_of` is set when a delegate signed (代)."""

    __table_args__ = (UniqueConstraint("site_id", "case_id", "seq"),)
    case_id: UUID = Field(foreign_key="case.id")
    seq: int
    step: str = Field(max_length=40)
    from_state: str = Field(max_length=40)
    to_state: str = Field(max_length=40)
    at: datetime
    by_id: UUID | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(default="", max_length=60)
    as_role: str = Field(default="", max_length=40)
    on_behalf_of: UUID | None = Field(default=None, foreign_key="staff.id")
    signed: bool = False
    fields: Any = Field(sa_type=ExactJson)
    note: str = Field(default="", max_length=500)
    decision_id: UUID | None = Field(default=None, foreign_key="decision.id")
