"""The page object of the board; see templates/dispatch/_board.html."""

import msgspec

from portal.services.dispatch.pages.shapes import Load
from portal.services.presence import PresenceRow


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A designer on the board."""

    name: str
    grade: str
    turn: bool
    kind: str
    word: str
    note: str
    off: bool
    loads: list[Load]


class BoardTier(msgspec.Struct, frozen=True, kw_only=True):
    """The waiting leads of a tier: how many, how long, whose turn."""

    label: str
    count: int
    wait: str
    unit: str
    slow: bool
    turn: str
    leads: list[tuple[str, str]]
    more: str


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """What should have been done by now."""

    count: int
    rows: list[tuple[str, str]]


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in the store."""

    title: str
    note: str
    rows: list[PresenceRow]


class BoardPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/dispatch/_board.html; topics: a change of any has it made anew."""

    title: str
    season: str
    date: str
    weekday: str
    clock: str
    at: str
    edition: str
    topics: list[str]
    zone_minutes: int
    pages: list[list[Tile]]
    waiting: str
    tiers: list[BoardTier]
    overdue: Overdue
    duty: Duty
