"""The desk's daily, weekly and monthly sheets, as they were handed in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from portal.models.base import ExactJson, Stored


class ReportSheet(Stored, table=True):
    """A sheet the desk owes for a day, a week or a month.

    kind: "day", "week" or "month"; `last_day` is included. `figures` (key -> whole
    number or decimal string) are those of the moment it was handed in, and stay.
    desk.reports.daily-weekly-monthly
    """

    __table_args__ = (UniqueConstraint("site_id", "kind", "first_day"),)
    kind: str = Field(max_length=10)
    first_day: date
    last_day: date
    opened_at: datetime
    remark: str = Field(default="", max_length=500)
    submitted_at: datetime | None = None
    submitted_by: UUID | None = Field(default=None, foreign_key="staff.id")
    submitted_by_name: str = Field(default="", max_length=60)
    figures: Any = Field(sa_type=ExactJson)
