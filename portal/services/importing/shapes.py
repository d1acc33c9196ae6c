"""What the pages of imports show."""

from uuid import UUID

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.pages import Pair
from portal.services.paging import Pager


class ImportRow(msgspec.Struct, frozen=True, kw_only=True):
    """One import in the list; state as in _state.html."""

    no: str
    href: str
    kind: str
    file_name: str
    rows: int
    result: str
    state_kind: str
    state: str
    by: str
    at: str


class UploadForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form to hand a file in; errors: field -> sentence."""

    kinds: list[Pair]
    kind: str
    errors: dict[str, str]
    limits: str


class ImportsPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/imports/list.html; form is None for those who only look."""

    title: str
    rows: list[ImportRow]
    pager: Pager
    form: UploadForm | None
    may_hooks: bool
    may_phones: bool


class FieldChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A field of ours and the column it is taken from, "" for none."""

    name: str
    label: str
    needed: bool
    column: str


class ShownCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as read, and as understood where that differs."""

    read: str
    meant: str


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the preview with what becomes of it."""

    line: int
    cells: list[ShownCell]
    kind: str
    word: str
    clauses: list[ClauseRef]


class ShownProblem(msgspec.Struct, frozen=True, kw_only=True):
    """A wrong cell: C14, what stands in it, what is wrong with it."""

    cell: str
    field: str
    text: str
    sentence: str


class ShownStruck(msgspec.Struct, frozen=True, kw_only=True):
    """Rows one rule leaves out, or numbers one rule strikes."""

    word: str
    rows: int
    clauses: list[ClauseRef]


class ImportPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/imports/import.html."""

    title: str
    no: str
    id: UUID
    href: str
    file_name: str
    facts: list[Pair]
    state_kind: str
    state: str
    is_draft: bool
    may_write: bool
    may_undo: bool
    undo_until: str
    undo_errors: dict[str, str]
    undo_typed: str
    ready: bool
    fields: list[FieldChoice]
    columns: list[Pair]
    channels: list[Pair]
    channel: str
    missing: list[str]
    rows: int
    taken: int
    held: int
    struck: list[ShownStruck]
    problem_count: int
    problems: list[ShownProblem]
    heads: list[str]
    sample: list[ShownRow]
    leads_href: str


class PhoneLine(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a phone list; steps: whether it can still be reported."""

    id: UUID
    phone: str
    client: str
    address: str
    remarks: str
    state_kind: str
    state: str
    clauses: list[ClauseRef]
    decision: str
    can_report: bool
    reported: str
    list_no: str
    list_href: str


class PhonesPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/imports/phones.html."""

    title: str
    query: str
    state: str
    states: list[Pair]
    rows: list[PhoneLine]
    pager: Pager
    filtered: bool
    may_import: bool
