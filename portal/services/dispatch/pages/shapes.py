"""The pieces the dispatch pages are made of; all texts are worded and formatted."""

from uuid import UUID

import msgspec

from portal.time_left import TimeLeft


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """A figure against its limit: "1/2"; kind "" or "full" or "held"."""

    label: str
    text: str
    count: int
    limit: int
    kind: str


class FormAct(msgspec.Struct, frozen=True, kw_only=True):
    """A form of one button."""

    action: str
    idempotency_key: str
    label: str = ""
    main: bool = False
    shortcut: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A list to choose from inside a form."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str = ""


class ReasonedAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act that wants a written reason (dispatch/_reasoned.html)."""

    key: str
    title: str
    hint: str
    action: str
    idempotency_key: str
    submit: str
    shortcut: str = ""
    clause: str = ""
    clause_label: str = ""
    choice: Choice | None = None
    fixed: list[tuple[str, str]] = []
    reason: str = ""
    error: str = ""
    open: bool = False
    refused: str = ""
    lifts: str = ""


class CandidateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A designer in the list of who takes it (dispatch/_candidate_list.html)."""

    staff_no: str
    name: str
    grade: str
    turn: str
    first: bool
    off: bool
    selected: bool
    day: Load
    week: Load
    hold: Load
    kind: str
    word: str
    note: str
    clause: str
    clause_label: str
    lifts: str
    why_href: str = ""
    why_fragment: str = ""
    offer: FormAct | None = None
    choose_href: str = ""


class CandidateGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Eligible, held, or of another grade."""

    title: str
    clause: str
    clause_label: str
    rows: list[CandidateRow]


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lead that waits for a designer."""

    id: UUID
    no: str
    href: str
    client: str
    address: str
    area: str
    amount: str
    channel: str
    attribution: str
    since: str
    wait: str
    slow: bool
    kind: str
    word: str
    ready: bool
    missing: str


class QueueGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The waiting leads of a tier and who is next."""

    label: str
    summary: str
    turn: str
    rows: list[QueueRow]


class AwaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """An offer a designer has yet to answer."""

    no: str
    href: str
    designer: str
    lead: str
    left: TimeLeft
    kind: str
    word: str
    withdraw: FormAct | None = None


class AgreementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A forced offer that waits for the other manager."""

    no: str
    href: str
    lead: str
    designer: str
    asked_by: str
    reason: str
    agree: FormAct | None = None
    refuse: FormAct | None = None
