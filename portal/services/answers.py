"""Answers every use case may give besides its own."""

from datetime import datetime
from uuid import UUID

import msgspec


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """A rule says no: why, by which clauses, and when it lifts (None: not by itself).

    `lifts_when` says in words what would lift it when no time does.
    """

    reason: str
    clauses: list[str]
    lifts_at: datetime | None = None
    lifts_when: str = ""
    decision_id: UUID | None = None


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """The act was carried out; `id` and `no` name the record it wrote, if any."""

    id: UUID | None = None
    no: str = ""
    message: str = ""
