"""Screens that show a page without a log-in, and the codes tried to pair them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal.models.base import Stored, new_id


class Device(Stored, table=True):
    """A paired screen; of its link and its code only the SHA-256 is kept.

    `shows` is a value of access.device, which says as what role it looks. The code
    stands in for the link until `code_ends_at`, once.
    """

    __table_args__ = (Index("ix_device_code", "code_hash"),)
    name: str = Field(max_length=60)
    shows: str = Field(max_length=20)
    locale: str = Field(default="zh_Hans", max_length=10)
    token_hash: str = Field(max_length=64, unique=True)
    code_hash: str | None = Field(default=None, max_length=64)
    code_ends_at: datetime | None = None
    created_at: datetime
    created_by: UUID | None = Field(default=None, foreign_key="staff.id")
    paired_at: datetime | None = None
    seen_at: datetime | None = None
    address: str = Field(default="", max_length=60)
    revoked_at: datetime | None = None
    revoked_by: str = Field(default="", max_length=60)


class PairingTry(SQLModel, table=True):
    """A code typed at a screen, counted to slow guessing down; nobody's site yet."""

    __table_args__ = (Index("ix_pairingtry_at", "at"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    address: str = Field(max_length=60)
    at: datetime
