"""The rows of a draft as they were understood, and what was wrong with the others."""

import msgspec

from portal.services.reception.registering import LeadForm

WRONG, VISITED, SIGNED = "wrong", "visited", "signed"


class LeadRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An enquiry; phone is E.164. struck: the row of imports.row that leaves it out."""

    line: int
    phone: str
    struck: str
    form: LeadForm


class PhoneRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A number of a phone list; visited and signed are the facts of lead.phone_list."""

    line: int
    phone: str
    struck: str
    client_name: str
    site_address: str
    remarks: str
    visited: bool
    signed: bool

    @property
    def held(self) -> str:
        """Why the number is written down but not called, "" when it may be."""
        if self.struck:
            return ""
        return SIGNED if self.signed else VISITED if self.visited else ""


class Problem(msgspec.Struct, frozen=True, array_like=True):
    """A cell that cannot be used: line and number of its column in the file.

    column -1: the row as a whole lacks it.
    """

    line: int
    column: int
    field: str
    text: str
    sentence: str


class Understood(msgspec.Struct, frozen=True, array_like=True):
    """A cell of the preview: the field, as read, as understood."""

    field: str
    read: str
    meant: str


class SampleRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of the preview; why: "" it is taken, WRONG, or as in Struck."""

    line: int
    cells: list[Understood]
    why: str
    clauses: list[str]


class Struck(msgspec.Struct, frozen=True, array_like=True):
    """How many rows are left out (a row of imports.row), or not called (see `held`)."""

    why: str
    rows: int
    clauses: list[str]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the whole file found.

    taken: rows that will be written, `held` of them as numbers not to be called;
    missing: needed fields without a column; problem_count counts those not kept too.
    """

    rows: int
    taken: int = 0
    held: int = 0
    struck: list[Struck] = []
    missing: list[str] = []
    problem_count: int = 0
    problems: list[Problem] = []
    sample: list[SampleRow] = []

    @property
    def ready(self) -> bool:
        """Whether all of it may be taken in: all or nothing."""
        return self.taken > 0 and not self.missing and not self.problem_count
