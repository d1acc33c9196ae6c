"""What pages are given of obligations."""

from datetime import datetime
from uuid import UUID

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.paging import Pager
from portal.time_left import TimeLeft


class DueItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing due; who: a role or a person, derivation: the sum, both in words.

    lapse: what happens when it is not done at all, "" for nothing.
    """

    id: UUID
    code: str
    title: str
    subject_no: str
    href: str
    who: str
    note: str
    left: TimeLeft
    since: datetime
    due_at: datetime
    overdue: bool
    escalates_to: str
    derivation: str
    clauses: list[ClauseRef]
    by_hand: bool
    lapse: str = ""
    decision_id: UUID | None = None

    @property
    def clause(self) -> str:
        """The first clause it rests on, "" for none."""
        return self.clauses[0].id if self.clauses else ""

    @property
    def clause_label(self) -> str:
        """The first clause's short name."""
        return self.clauses[0].label if self.clauses else ""


class DueList(msgspec.Struct, frozen=True, kw_only=True):
    """The most pressing things due; summary and overdue count them all, in words."""

    summary: str
    overdue: str
    rows: list[DueItem]


class Inbox(msgspec.Struct, frozen=True, kw_only=True):
    """The page of everything due by a person; whose: "mine" or "all"."""

    title: str
    whose: str
    late: bool
    rows: list[DueItem]
    pager: Pager
    overdue: int
