"""What other programs are given of leads and designers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec


class LeadJson(msgspec.Struct, frozen=True, kw_only=True):
    """One lead; people are staff numbers."""

    id: UUID
    no: str
    state: str
    tier: str
    client_name: str
    phone: str
    site_address: str
    floor_area: Decimal | None
    renovation_date: date | None
    estimated_amount: Decimal | None
    channel: str
    brought_by: str | None
    attributed_to: str | None
    protected_until: date | None
    designer: str | None
    contract_outcome: str
    registered_at: datetime
    remarks: str
    decisions: dict[str, UUID | None]
    claims: list[dict[str, Any]]
    offers: list[dict[str, Any]]


class CandidateJson(msgspec.Struct, frozen=True, kw_only=True):
    """A designer for a lead: eligible with his turn, or refused by a row."""

    designer: str
    name: str
    grade: str
    eligible: bool
    verdict: str
    clauses: list[str]
    lifts_at: datetime | None
    turn: int | None
    cross_grade: bool


class DesignerJson(msgspec.Struct, frozen=True, kw_only=True):
    """How a designer stands today without a certain lead."""

    staff_no: str
    name: str
    grade: str
    received_today: int
    received_this_week: int
    holding: int
    limits: dict[str, int]
    verdict: str
    clauses: list[str]
    lifts_at: datetime | None
