"""Clients, their leads, who claims to have brought them, and the contracts signed."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from portal.models.base import Hundredths, Stored


class LeadState(StrEnum):
    """Where a lead stands (domain map, section 4)."""

    REGISTERED = "registered"
    ATTRIBUTED = "attributed"
    READY = "ready"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    MEASURED = "measured"
    SIGNED = "signed"
    DORMANT = "dormant"
    INVALID = "invalid"
    FAILED = "failed"


ACTIVE = (LeadState.OFFERED, LeadState.ASSIGNED, LeadState.MEASURED, LeadState.DORMANT)
WAITING = (LeadState.REGISTERED, LeadState.ATTRIBUTED, LeadState.READY)
ENDED = (LeadState.SIGNED, LeadState.INVALID, LeadState.FAILED)


class Client(Stored, table=True):
    """Somebody who came or called; `phone` is E.164, `address_key` is folded.

    `phone_key` is the phone backwards: an index finds its end by it.
    """

    __table_args__ = (
        UniqueConstraint("site_id", "phone"),
        Index("ix_client_address", "site_id", "address_key"),
        Index("ix_client_phone_key", "site_id", "phone_key"),
    )
    name: str = Field(max_length=60)
    name_key: str = Field(default="", max_length=120)
    phone: str = Field(max_length=20)
    phone_key: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=200)
    address_key: str = Field(default="", max_length=200)


class Lead(Stored, table=True):
    """One enquiry for one home (lead.register)."""

    __table_args__ = (
        UniqueConstraint("site_id", "no"),
        Index("ix_lead_state", "site_id", "state", "registered_at"),
        Index("ix_lead_client", "site_id", "client_id"),
        Index("ix_lead_address", "site_id", "address_key"),
        Index("ix_lead_registered", "site_id", "registered_at"),
    )
    no: str = Field(max_length=30)
    client_id: UUID = Field(foreign_key="client.id")
    client_name: str = Field(max_length=60)
    phone: str = Field(max_length=20)
    site_address: str = Field(max_length=200)
    address_key: str = Field(max_length=200)
    floor_area: Decimal | None = Field(default=None, sa_type=Hundredths)
    renovation_date: date | None = None
    estimated_amount: Decimal | None = Field(default=None, sa_type=Hundredths)
    channel: str = Field(max_length=20)
    brought_by: UUID | None = Field(default=None, foreign_key="staff.id")
    grades_introduced: bool = False
    remarks: str = Field(default="", max_length=500)
    state: LeadState = Field(default=LeadState.REGISTERED, max_length=20)
    tier: str = Field(max_length=20)
    tier_decision_id: UUID = Field(foreign_key="decision.id")
    attributed_to: UUID | None = Field(default=None, foreign_key="staff.id")
    attribution_decision_id: UUID | None = Field(
        default=None, foreign_key="decision.id"
    )
    protected_until: date | None = None
    chosen_designer: UUID | None = Field(default=None, foreign_key="staff.id")
    designer_id: UUID | None = Field(default=None, foreign_key="staff.id")
    registered_at: datetime
    registered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    ready_at: datetime | None = None
    measured_at: datetime | None = None
    touched_at: datetime
    contract_outcome: str = Field(default="none", max_length=20)
    merged_into: UUID | None = Field(default=None, foreign_key="lead.id")


class Claim(Stored, table=True):
    """Somebody says the client is his: principle, moment, evidence, and its rank."""

    __table_args__ = (Index("ix_claim_lead", "site_id", "lead_id"),)
    lead_id: UUID = Field(foreign_key="lead.id")
    principle: str = Field(max_length=30)
    staff_id: UUID = Field(foreign_key="staff.id")
    at: datetime
    evidence: str = Field(default="", max_length=300)
    filed_late: bool = False
    rank: int | None = None
    expired: bool = False
    entered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    entered_at: datetime


class LeadEvent(Stored, table=True):
    """What happened to a lead, in order; only ever added to."""

    __table_args__ = (Index("ix_leadevent_lead", "site_id", "lead_id", "at"),)
    lead_id: UUID = Field(foreign_key="lead.id")
    at: datetime
    kind: str = Field(max_length=40)
    text: str = Field(default="", max_length=500)
    by_id: UUID | None = Field(default=None, foreign_key="staff.id")
    by_name: str = Field(default="", max_length=60)
    decision_id: UUID | None = Field(default=None, foreign_key="decision.id")


class Contract(Stored, table=True):
    """A signed contract; a cancelled one keeps its row and its date."""

    __table_args__ = (
        UniqueConstraint("site_id", "no"),
        Index("ix_contract_designer", "site_id", "designer_id", "signed_on"),
    )
    no: str = Field(max_length=30)
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    designer_id: UUID = Field(foreign_key="staff.id")
    amount: Decimal = Field(sa_type=Hundredths)
    signed_on: date
    cancelled_on: date | None = None
    cancel_reason: str = Field(default="", max_length=300)


class SigningReport(Stored, table=True):
    """Who follows the client says that he signed; a manager registers the contract.

    `contract_id` is the contract it became, null while nobody has registered it.
    """

    __table_args__ = (Index("ix_signingreport_lead", "site_id", "lead_id"),)
    lead_id: UUID = Field(foreign_key="lead.id")
    amount: Decimal = Field(sa_type=Hundredths)
    signed_on: date
    reported_by: UUID | None = Field(default=None, foreign_key="staff.id")
    reported_by_name: str = Field(default="", max_length=60)
    reported_at: datetime
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id")


class LeadOwner(Stored, table=True):
    """A person, or everybody of a role, who must take the next step with a lead.

    `holds_lead` repeats `lead_id` for the present owner, else it is null: its unique
    constraint lets one at a time own a lead on any database. `cool_until`: he may not
    get this lead again before (lead.idle_cooling). Rows are ended, never changed.
    """

    __table_args__ = (
        UniqueConstraint("site_id", "holds_lead"),
        Index("ix_leadowner_lead", "site_id", "lead_id"),
        Index("ix_leadowner_ended", "site_id", "ended_how", "until"),
    )
    lead_id: UUID = Field(foreign_key="lead.id")
    holds_lead: UUID | None = None
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id")
    role: str | None = Field(default=None, max_length=40)
    since: datetime
    how: str = Field(max_length=20)
    contacted_at: datetime | None = None
    until: datetime | None = None
    ended_how: str = Field(default="", max_length=20)
    cool_until: datetime | None = None
    decision_id: UUID | None = Field(default=None, foreign_key="decision.id")


class ExtensionState(StrEnum):
    """Where a request for more time stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class LeadExtension(Stored, table=True):
    """More time for one obligation of a lead: asked by its owner, granted by a manager.

    `lapsed`: nobody answered before the lead went on without it.
    """

    __table_args__ = (Index("ix_leadextension_lead", "site_id", "lead_id"),)
    lead_id: UUID = Field(foreign_key="lead.id")
    obligation_id: UUID = Field(foreign_key="obligation.id")
    state: ExtensionState = Field(max_length=20)
    asked_by: UUID | None = Field(default=None, foreign_key="staff.id")
    asked_at: datetime
    reason: str = Field(default="", max_length=300)
    answered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    answered_at: datetime | None = None
    answer_reason: str = Field(default="", max_length=300)
    due_before: datetime
    due_after: datetime | None = None
    decision_id: UUID = Field(foreign_key="decision.id")
