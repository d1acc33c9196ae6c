"""The one list of what is due, by whom, since when and by what it is met."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from portal.models.base import ExactJson, Stored

# What can still lapse is asked for at every act: the index holds nothing else.
STILL_LAPSES = text("met_at IS NULL AND dropped_at IS NULL AND lapses_at IS NOT NULL")


class Obligation(Stored, table=True):
    """One thing due, derived from a row of rules/obligations/.

    What is overdue is known by comparing `due_at` with the clock; nothing has to be
    awake for it. `derivation` keeps how the due time was reckoned. One that lapses
    does so at `lapses_at`; `lapsed_at` says that it did, whenever it was seen.
    """

    __table_args__ = (
        Index("ix_obligation_open", "site_id", "met_at", "due_at"),
        Index("ix_obligation_subject", "site_id", "subject_id"),
        Index(
            "ix_obligation_lapses",
            "site_id",
            "lapses_at",
            sqlite_where=STILL_LAPSES,
            postgresql_where=STILL_LAPSES,
        ),
    )
    code: str = Field(max_length=60)
    title: str = Field(max_length=120)
    subject_type: str = Field(max_length=20)
    subject_id: UUID
    subject_no: str = Field(default="", max_length=30)
    role: str | None = Field(default=None, max_length=40)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    escalates_to: str | None = Field(default=None, max_length=40)
    since: datetime
    due_at: datetime
    met_at: datetime | None = None
    met_by: UUID | None = Field(default=None, foreign_key="staff.id")
    dropped_at: datetime | None = None
    lapses_at: datetime | None = None
    lapsed_at: datetime | None = None
    clauses: Any = Field(sa_type=ExactJson)
    derivation: Any = Field(sa_type=ExactJson)
    decision_id: UUID | None = Field(default=None, foreign_key="decision.id")
