"""What pages and the API are given of cases."""

from datetime import datetime
from uuid import UUID

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.exporting.menu import ExportMenu
from portal.services.obligations import DueItem
from portal.services.paging import Pager

Pair = tuple[str, str]


class StepInput(msgspec.Struct, frozen=True, kw_only=True):
    """A field asked before a step, as `_field.html` takes it; shares have `rows`."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    required: bool = False
    type: str = "text"
    options: list[Pair] | None = None
    hint: str = ""
    maxlength: str = ""
    rows: list[Pair] = []


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step as `_steps.html` shows it: a button, or the reason why not and when."""

    key: str
    label: str
    action: str
    idempotency_key: str
    allowed: bool
    fields: list[StepInput] = []
    reason: str = ""
    clause: str = ""
    clause_label: str = ""
    lifts: str = ""
    main: bool = False
    danger: bool = False
    open: bool = False
    note: str = ""


class TrackStep(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the track; kind "done", "now" or ""."""

    label: str
    at: str
    kind: str


class LogLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log: a step taken, or (css "now") where the case stands."""

    at: str
    mark: str
    css: str
    title: str
    text: str
    who: str
    decision: str = ""
    decision_href: str = ""


class Stamp(msgspec.Struct, frozen=True, kw_only=True):
    """A signature; name "" = not yet signed. `for_whom` is set on a delegate's (代)."""

    label: str
    name: str = ""
    at: str = ""
    for_whom: str = ""


class LeadFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The lead a case is about, masked for whoever looks."""

    id: UUID
    no: str
    href: str
    client: str
    facts: list[Pair]


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """One case: where it stands, what may happen next, what happened, what is due."""

    title: str
    no: str
    kind: str
    state: str
    state_word: str
    state_kind: str
    revision: int
    track: list[TrackStep]
    steps: list[NextStep]
    stamps: list[Stamp]
    log: list[LogLine]
    record: list[Pair]
    lead: LeadFacts | None
    due: list[DueItem]
    clauses: list[ClauseRef]
    note: str
    print_href: str
    list_href: str
    errors: dict[str, str] = {}


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list."""

    no: str
    href: str
    title: str
    lead_no: str
    lead_href: str
    client: str
    state: str
    state_kind: str
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    due: str
    overdue: bool


class OpenForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form that opens a case of a kind; `lead` as it was typed."""

    kind: str
    title: str
    note: str
    action: str
    idempotency_key: str
    wants_lead: bool
    lead: str = ""
    lead_error: str = ""
    fields: list[StepInput] = []
    errors: dict[str, str] = {}


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list was asked for; pairs are the choices of the filter."""

    path: str
    q: str
    kind: str
    state: str
    kinds: list[Pair]
    states: list[Pair]


class CaseList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of cases, with the procedures this person may open."""

    title: str
    filter: CaseFilter
    rows: list[CaseRow]
    pager: Pager
    openable: list[Pair]
    export: ExportMenu | None = None
    form: OpenForm | None = None
