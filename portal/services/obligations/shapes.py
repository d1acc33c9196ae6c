"""What pages are given of obligations."""

from datetime import datetime
from uuid import UUID

import msgspec


class TimeLeft(msgspec.Struct, frozen=True, kw_only=True):
    """Time left as `_left.html` shows it: kind "", "soon" or "over"."""

    kind: str
    text: str
    percent: int
    due_at: str
    from_at: str
    soon_at: str
    due_text: str


class DueItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing due; who: a role or a person, derivation: the sum, both in words."""

    id: UUID
    code: str
    title: str
    subject_no: str
    href: str
    who: str
    left: TimeLeft
    due_at: datetime
    overdue: bool
    escalates_to: str
    derivation: str
    clauses: list[str]


class DueList(msgspec.Struct, frozen=True, kw_only=True):
    """The most pressing things due and how many there are, and are late, in all."""

    items: list[DueItem]
    total: int
    overdue: int


class DuePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of things due with its place among the pages; pages count from 1."""

    items: list[DueItem]
    total: int
    overdue: int
    page: int
    pages: int
