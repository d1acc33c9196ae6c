"""The page object of one's own work; see templates/dispatch/my.html."""

import msgspec

from portal.services.dispatch.pages.shapes import FormAct, Load
from portal.services.obligations import DueItem
from portal.time_left import TimeLeft


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
    facts: list[tuple[str, str]]
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


class MyJob(msgspec.Struct, frozen=True, kw_only=True):
    """A lead in my hands."""

    no: str
    href: str
    client: str
    address: str
    kind: str
    word: str
    steps: list[FormAct]


class MyPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/dispatch/my.html."""

    title: str
    verdict: Standing | None
    loads: list[Load]
    offers: list[MyOffer]
    choices: list[MyChoice]
    jobs: list[MyJob]
    due: list[DueItem]


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that was sent back with its sentence."""

    offer_id: str
    reason: str
    error: str
