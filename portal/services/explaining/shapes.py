"""What the page of a decision is given."""

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.replaying import Replayed
from portal.services.why import WhyClause, WhyStep

Pairs = list[tuple[str, str]]


class RefusedOne(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something the question turned down, and the row that did it."""

    who: str
    name: str
    rows: list[str]
    clauses: list[ClauseRef]


class FactTable(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that came as a list: one line each."""

    label: str
    columns: list[str]
    rows: list[list[str]]


class DecisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/decisions/decision.html; `replayed` once it was decided again."""

    title: str
    id: str
    no: str
    asked: str
    by: str
    at: str
    on: str
    subject: tuple[str, str] | None
    outcome: list[Pairs]
    steps: list[WhyStep]
    facts: Pairs
    fact_tables: list[FactTable]
    refused: list[RefusedOne]
    clauses: list[WhyClause]
    versions: list[tuple[str, str, str]]
    replayed: Replayed | None = None
