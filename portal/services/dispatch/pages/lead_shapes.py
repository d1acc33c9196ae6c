"""The page object of a lead's candidates; see templates/dispatch/lead.html."""

import msgspec

from portal.services.clauses import ClauseRef
from portal.services.dispatch.pages.shapes import CandidateGroup, FormAct, ReasonedAct
from portal.services.why import Why


class LeadFact(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled fact of the lead line."""

    label: str
    text: str
    strong: str = ""
    clause: str = ""
    clause_label: str = ""


class LeadLine(msgspec.Struct, frozen=True, kw_only=True):
    """The lead on one line."""

    no: str
    href: str
    client: str
    facts: list[LeadFact]
    wait_kind: str
    since: str
    wait: str


class ClosedNotice(msgspec.Struct, frozen=True, kw_only=True):
    """Why nobody can be given the lead yet, in place of the buttons."""

    reason: str
    lifts: str
    clauses: list[ClauseRef]


class DispatchLeadPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/dispatch/lead.html."""

    title: str
    lead: LeadLine
    summary: str
    decided: str
    decision_href: str
    groups: list[CandidateGroup]
    why: Why | None
    acts: list[ReasonedAct]
    steps: list[FormAct]
    closed: ClosedNotice | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed in an act that was sent back: shown again with its sentence."""

    key: str
    reason: str = ""
    error: str = ""
    designer: str = ""
