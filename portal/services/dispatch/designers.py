"""A designer as the question sees him, and the verdict he gets (pure shapes)."""

import msgspec

OPEN = "open"
WRONG_GRADE = "wrong_grade"
COOLING = "cooling"


class DesignerFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a designer before this lead; times are ISO texts.

    cooling_until: this very lead was taken back from him, and that long he cools off.
    """

    staff_id: str
    staff_no: str
    name: str
    grade: str
    received_today: int
    received_this_week: int
    holding: int
    last_received_at: str | None
    champion: str
    quarter_short: bool
    away: bool
    away_until: str | None = None
    cooling_until: str | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The lead and the circumstances under which a designer is sought."""

    estimated_amount: str | None
    channel: str
    designers: list[DesignerFacts]
    forced: bool = False
    cross_grade: bool = False


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A designer with his verdict; `turn` counts from 1 among the eligible."""

    facts: DesignerFacts
    eligible: bool
    verdict: str
    lifts: str
    rows: list[str]
    clauses: list[str]
    limits: dict[str, int]
    cross_grade: bool = False
    turn: int | None = None
