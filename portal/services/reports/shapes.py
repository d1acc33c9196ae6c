"""What the pages of reports are given."""

from datetime import datetime

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.exporting.menu import ExportMenu
from portal.services.obligations import DueItem
from portal.services.paging import Pager

Pair = tuple[str, str]


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A figure and where it opens; `handed_in`: what it was then, "" where it is so."""

    text: str
    href: str
    handed_in: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A figure beside the one before; part: it is a part of the one above it.

    heading: how the parts are made, before the first of them.
    """

    label: str
    part: bool
    heading: str
    now: Number
    before: Number
    change: str
    says: str
    clauses: list[ClauseRef]


class BlockView(msgspec.Struct, frozen=True, kw_only=True):
    """Lines under one heading."""

    key: str
    title: str
    lines: list[Line]


class ChannelLine(msgspec.Struct, frozen=True, kw_only=True):
    """A source of clients: how many, their share, how many of them signed."""

    label: str
    leads: Number
    share: str
    measured: Number
    signed: Number
    rate: str
    amount: Number


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar or a point of a chart; share: of the greatest one, 0 to 100."""

    label: str
    text: str
    share: int


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A small chart; kind: "bars" or "line"; told: the same in words."""

    kind: str
    title: str
    told: str
    bars: list[Bar]


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sheet stands; kind, word as st(); differs: figures that have moved."""

    kind: str
    word: str
    by: str
    at: datetime | None
    remark: str
    differs: int
    due: list[DueItem]


class SubmitForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form a sheet is handed in by; refusal: why not yet, "" when it may be."""

    kind: str
    day: str
    remark: str
    error: str
    refusal: str


class PastSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of before in a list."""

    label: str
    href: str
    kind: str
    word: str
    by: str


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reports/report.html."""

    title: str
    heading: str
    kinds: list[tuple[str, str, bool]]
    kind: str
    day: str
    error: str
    told: str
    compared: str
    prev_href: str
    next_href: str
    blocks: list[BlockView]
    channels: list[ChannelLine]
    channel_clauses: list[ClauseRef]
    charts: list[Chart]
    sheet: SheetView
    form: SubmitForm | None
    past: list[PastSheet]
    export: ExportMenu | None


class RowsPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reports/rows.html; rows: address of the record, then its cells."""

    title: str
    heading: str
    says: str
    clauses: list[ClauseRef]
    columns: list[tuple[str, bool]]
    rows: list[tuple[str, list[str]]]
    pager: Pager
    back: str
    export: ExportMenu | None
