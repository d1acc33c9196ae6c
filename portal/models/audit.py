"""The audit chain, answers kept for retries, running numbers and live versions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import ExactJson, Stored


class AuditEntry(Stored, table=True):
    """One act of a person; `hash` seals it and the entry before (a chain a site)."""

    __table_args__ = (
        UniqueConstraint("site_id", "seq"),
        Index("ix_auditentry_subject", "site_id", "subject_id"),
        Index("ix_auditentry_at", "site_id", "at"),
    )
    seq: int
    at: datetime
    by_id: UUID | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(max_length=60)
    action: str = Field(max_length=60)
    subject_type: str = Field(default="", max_length=20)
    subject_id: UUID | None = None
    subject_no: str = Field(default="", max_length=30)
    detail: Any = Field(sa_type=ExactJson)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class AuditHead(SQLModel, table=True):
    """The last link of a site's chain: a truncated chain does not match it."""

    site_id: UUID = Field(primary_key=True, foreign_key="site.id")
    seq: int = 0
    hash: str = Field(default="", max_length=64)


class KeptAnswer(Stored, table=True):
    """The first answer to a request key: a retry gets it, nothing is written."""

    __table_args__ = (
        UniqueConstraint("site_id", "actor", "key"),
        Index("ix_keptanswer_at", "at"),
    )
    actor: str = Field(max_length=60)
    key: str = Field(max_length=100)
    use_case: str = Field(max_length=80)
    fingerprint: str = Field(max_length=64)
    answer: str
    at: datetime


class RunningNumber(SQLModel, table=True):
    """The last number given out in a series of a site (never used twice)."""

    site_id: UUID = Field(primary_key=True, foreign_key="site.id")
    series: str = Field(primary_key=True, max_length=40)
    value: int


class LiveVersion(SQLModel, table=True):
    """How often a topic of a site has changed: pages ask if theirs is the last."""

    site_id: UUID = Field(primary_key=True, foreign_key="site.id")
    topic: str = Field(primary_key=True, max_length=40)
    version: int
