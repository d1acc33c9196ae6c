"""Offers of leads to designers, and the second wall behind the caps."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from portal.models.base import Stored


class OfferState(StrEnum):
    """Where an offer stands (domain map, section 4)."""

    AWAITING = "awaiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


COUNTED = (OfferState.OFFERED, OfferState.ACCEPTED)


class Offer(Stored, table=True):
    """A lead given to a designer to answer.

    `holds_lead` repeats `lead_id` while the offer binds the lead, else it is null:
    its unique constraint lets one offer at a time hold a lead on any database.
    """

    __table_args__ = (
        UniqueConstraint("site_id", "holds_lead"),
        UniqueConstraint("site_id", "no"),
        Index("ix_offer_lead", "site_id", "lead_id"),
        Index("ix_offer_designer", "site_id", "designer_id", "week"),
        Index("ix_offer_due", "site_id", "state", "respond_by"),
    )
    no: str = Field(max_length=30)
    lead_id: UUID = Field(foreign_key="lead.id")
    designer_id: UUID = Field(foreign_key="staff.id")
    state: OfferState = Field(max_length=20)
    holds_lead: UUID | None = None
    forced: bool = False
    cross_grade: bool = False
    pending_signature: bool = False
    reason: str = Field(default="", max_length=300)
    offered_by: UUID | None = Field(default=None, foreign_key="staff.id")
    offered_by_name: str = Field(default="", max_length=60)
    offered_at: datetime
    day: date
    week: date
    respond_by: datetime
    on_timeout: str = Field(max_length=20)
    awaiting_role: str | None = Field(default=None, max_length=40)
    agreed_by: UUID | None = Field(default=None, foreign_key="staff.id")
    agreed_at: datetime | None = None
    answered_at: datetime | None = None
    answer_reason: str = Field(default="", max_length=300)
    replaces: UUID | None = Field(default=None, foreign_key="offer.id")
    decision_id: UUID = Field(foreign_key="decision.id")


class DispatchSlot(Stored, table=True):
    """One of a designer's places of a day and a week, taken by a counted offer.

    The caps come from dispatch.limits when the offer is made; the constraints keep
    them even if the application's own counting should fail (dispatch.cap.day,
    dispatch.cap.week).
    """

    __table_args__ = (
        UniqueConstraint("site_id", "designer_id", "day", "day_place"),
        UniqueConstraint("site_id", "designer_id", "week", "week_place"),
        CheckConstraint("day_place >= 1 AND day_place <= day_cap", name="day_cap"),
        CheckConstraint("week_place >= 1 AND week_place <= week_cap", name="week_cap"),
    )
    offer_id: UUID = Field(foreign_key="offer.id", unique=True)
    designer_id: UUID = Field(foreign_key="staff.id")
    day: date
    day_place: int
    day_cap: int
    week: date
    week_place: int
    week_cap: int
