"""The page object of one's own work; see templates/my/my.html."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.dispatch.pages.shapes import FormAct, Load
from portal.services.lead.page.facts import Reveal
from portal.services.lead.page.shapes import Step
from portal.services.obligations import DueItem
from portal.services.pages import Pair
from portal.services.paging import Pager
from portal.time_left import TimeLeft


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which of my leads are looked at; did: the act that led here."""

    show: str = ""
    q: str = ""
    page: int = 1
    did: str = ""


class SentBack(msgspec.Struct, frozen=True, kw_only=True):
    """A form of this page that was not taken: an offer's or a lead's.

    errors: field -> sentence, "" for the form as a whole.
    """

    subject: UUID
    form: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    clauses: list[ClauseRef] = []


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """My own verdict of the moment."""

    kind: str
    word: str
    answer: str
    clause: str
    clause_label: str


class Decline(msgspec.Struct, frozen=True, kw_only=True):
    """The form with which a designer asks not to take a lead."""

    action: str
    idempotency_key: str
    rule: str
    clause: str
    clause_label: str
    reason: str = ""
    error: str = ""
    open: bool = False


class MyOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that waits for my answer."""

    no: str
    lead_no: str
    client: str
    facts: list[Pair]
    left: TimeLeft
    forced: bool
    accept: FormAct
    decline: Decline


class MyChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A lead I brought and choose the designer for."""

    no: str
    client: str
    href: str
    summary: str


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """The first of those leads, how many there are, and where the others stand."""

    total: int
    rows: list[MyChoice]
    more: str


class MyCase(msgspec.Struct, frozen=True, kw_only=True):
    """A slip or another case whose next step is mine."""

    no: str
    href: str
    title: str
    client: str
    word: str
    steps: str


class MyLead(msgspec.Struct, frozen=True, kw_only=True):
    """A lead of mine with what I may do next; tel is "" where the phone is masked.

    due: the most pressing thing I owe about it.
    """

    no: str
    href: str
    client: str
    address: str
    phone: str
    tel: str
    facts: list[Pair]
    note: str
    due: DueItem | None
    steps: list[Step]
    links: list[Pair]
    reveal: Reveal | None


class LeadGroup(msgspec.Struct, frozen=True, kw_only=True):
    """My leads of one state."""

    kind: str
    word: str
    leads: list[MyLead]


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """In hand, brought, ended: a list and how many are in it."""

    key: str
    label: str
    count: int
    href: str
    current: bool


class Nothing(msgspec.Struct, frozen=True, kw_only=True):
    """What is empty, why that is fine, and the one next act."""

    what: str
    why: str
    act: str = ""
    href: str = ""


class MyLeads(msgspec.Struct, frozen=True, kw_only=True):
    """The list of my leads; alone: the one whose form was sent back."""

    tabs: list[Tab]
    show: str
    q: str
    groups: list[LeadGroup]
    pager: Pager | None
    nothing: Nothing | None
    alone: bool = False


class MyPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/my/my.html."""

    title: str
    notice: str
    verdict: Standing | None
    loads: list[Load]
    offers: list[MyOffer]
    choices: Choices
    cases: list[MyCase]
    leads: MyLeads | None
    due: list[DueItem]
    wrong: list[str]
    wrong_clauses: list[ClauseRef]
