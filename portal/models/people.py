"""Sites, the people who work there, what they may use, and how they log in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import Stored, new_id


class Site(SQLModel, table=True):
    """One store or estate; `code` names its folder under rules/sites/."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=60)
    timezone: str = Field(default="Asia/Shanghai", max_length=40)


class Staff(Stored, table=True):
    """A person of the house; `position` is the post, roles stand in StaffRole."""

    __table_args__ = (UniqueConstraint("site_id", "staff_no"),)
    staff_no: str = Field(max_length=20)
    name: str = Field(max_length=60)
    position: str = Field(max_length=40)
    phone: str | None = Field(default=None, max_length=20)
    joined_on: date
    left_on: date | None = None


class StaffRole(Stored, table=True):
    """A role somebody holds from `since` to `until` (inclusive; None = still)."""

    __table_args__ = (Index("ix_staffrole_staff", "site_id", "staff_id"),)
    staff_id: UUID = Field(foreign_key="staff.id")
    role: str = Field(max_length=40)
    since: date
    until: date | None = None


class GradeEntry(Stored, table=True):
    """A designer's grade from `since` on (dispatch.grade.assessment)."""

    __table_args__ = (UniqueConstraint("site_id", "staff_id", "since"),)
    staff_id: UUID = Field(foreign_key="staff.id")
    grade: str = Field(max_length=20)
    since: date
    set_by: UUID | None = Field(default=None, foreign_key="staff.id")
    reason: str = Field(default="", max_length=200)


class Absence(Stored, table=True):
    """Somebody is away from `starts_at` until `ends_at` (aware times, end excluded)."""

    __table_args__ = (Index("ix_absence_staff", "site_id", "staff_id", "ends_at"),)
    staff_id: UUID = Field(foreign_key="staff.id")
    starts_at: datetime
    ends_at: datetime
    reason: str = Field(default="", max_length=200)
    set_by: UUID | None = Field(default=None, foreign_key="staff.id")
    cancelled_at: datetime | None = None


class Delegation(Stored, table=True):
    """`delegate_id` signs for `delegator_id` within the term (slip.delegate)."""

    __table_args__ = (Index("ix_delegation_delegate", "site_id", "delegate_id"),)
    delegator_id: UUID = Field(foreign_key="staff.id")
    delegate_id: UUID = Field(foreign_key="staff.id")
    role: str = Field(max_length=40)
    starts_at: datetime
    ends_at: datetime
    case_id: UUID | None = Field(default=None, foreign_key="case.id")
    revoked_at: datetime | None = None


class Account(Stored, table=True):
    """A log-in; of the password only its argon2id hash is kept.

    locale: the language its owner chose (words.LANGUAGES), "" until he has.
    """

    login: str = Field(max_length=40, unique=True)
    staff_id: UUID = Field(foreign_key="staff.id")
    password_hash: str = Field(max_length=200)
    locale: str = Field(default="", max_length=10)
    disabled_at: datetime | None = None


class LoginSession(Stored, table=True):
    """A server-side session; only the SHA-256 of its token is stored."""

    token_hash: str = Field(max_length=64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str = Field(default="", max_length=60)
    revoked_at: datetime | None = None


class LoginAttempt(SQLModel, table=True):
    """A tried log-in, counted per login and per address to slow guessing down."""

    __table_args__ = (
        Index("ix_loginattempt_login", "login", "at"),
        Index("ix_loginattempt_address", "address", "at"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    login: str = Field(max_length=40)
    address: str = Field(max_length=60)
    at: datetime
    succeeded: bool


class ApiToken(Stored, table=True):
    """A key for other programs, acting with one role; only its SHA-256 is stored."""

    token_hash: str = Field(max_length=64, unique=True)
    role: str = Field(max_length=40)
    label: str = Field(default="", max_length=60)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    created_at: datetime
    revoked_at: datetime | None = None
