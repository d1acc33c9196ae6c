"""Kept decisions and the texts of the rule versions that made them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import ExactJson, Stored


class RuleText(SQLModel, table=True):
    """The text of a loaded rule version, by its hash: replay never needs the file."""

    hash: str = Field(primary_key=True, max_length=64)
    table_id: str = Field(max_length=80, index=True)
    version: str = Field(max_length=10)
    site: str | None = Field(default=None, max_length=40)
    text: str
    first_seen: datetime
    # Set once a kept decision rests on it: from then on the version is closed to edits.
    decided: bool = False


class Decision(Stored, table=True):
    """An answer of the rules with everything needed to give it again.

    kind: the question ("table" for one table, else the name of a composed question,
    such as "dispatch.offer"); uses: table id -> hash of every version asked;
    refused: everyone who was turned down, each with the row that did it.
    """

    __table_args__ = (
        UniqueConstraint("site_id", "no"),
        Index("ix_decision_subject", "site_id", "subject_id"),
        Index("ix_decision_table", "site_id", "table_id", "at"),
    )
    no: str = Field(max_length=30)
    kind: str = Field(max_length=40)
    table_id: str = Field(max_length=80)
    decided_on: date
    version: str = Field(max_length=10)
    hash: str = Field(max_length=64)
    uses: Any = Field(sa_type=ExactJson)
    facts: Any = Field(sa_type=ExactJson)
    rows: Any = Field(sa_type=ExactJson)
    outcome: Any = Field(sa_type=ExactJson)
    clauses: Any = Field(sa_type=ExactJson)
    refused: Any = Field(sa_type=ExactJson)
    at: datetime
    by_id: UUID | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(max_length=60)
    subject_type: str = Field(default="", max_length=20)
    subject_id: UUID | None = None
