"""A case as other programs see it: the same answers as the page, as plain data."""

from typing import Any

import msgspec

from portal.services.cases.facts import About
from portal.services.cases.page import Opened, open_page
from portal.services.cases.scene import scene_for
from portal.services.cases.situation import answer_for
from portal.services.cases.wording import lifts_of, reason_of
from portal.services.obligations import DueItem, due_of_subject
from portal.services.use_case import Act
from portal.words import rule_text


class StepAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One step: may this token take it, what must come with it, or why not."""

    step: str
    label: str
    allowed: bool
    fields: list[str]
    reason: str
    clauses: list[str]
    lifts: str


class EventAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log; times are ISO texts."""

    step: str
    to: str
    at: str
    by: str
    on_behalf_of: str
    signed: bool


class CaseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One case; `due` are its open obligations."""

    no: str
    kind: str
    title: str
    state: str
    state_label: str
    revision: int
    lead: str | None
    fields: dict[str, Any]
    next: list[StepAnswer]
    log: list[EventAnswer]
    due: list[DueItem]


def case_answer(act: Act, no: str, kind: str = "") -> CaseAnswer:
    """The case, if this token may read it; raises NotFound and NotAllowed.

    Fields marked personal are left out where access.mask hides them on the page.
    """
    with act.house.db.reading() as session:
        opened = open_page(session, act, no, kind)
        case, version = opened.case, opened.version
        about = About(version, case.state, case, opened.lead)
        offers = answer_for(scene_for(session, act), about).offers
        return CaseAnswer(
            no=case.no,
            kind=case.kind,
            title=rule_text(case.title),
            state=case.state,
            state_label=opened.label,
            revision=case.revision,
            lead=opened.lead.no if opened.lead else None,
            fields={n: v for n, v in case.fields.items() if _open(opened, n)},
            next=[
                StepAnswer(
                    step=one.step.id,
                    label=rule_text(one.step.label),
                    allowed=one.allowed,
                    fields=[*one.step.needs, *one.step.takes],
                    reason=reason_of(act.rules, version, one),
                    clauses=list(one.refusal.clauses if one.refusal else ()),
                    lifts=lifts_of(one),
                )
                for one in offers
            ],
            log=_log(opened),
            due=due_of_subject(session, act, case.id),
        )


def _open(opened: Opened, name: str) -> bool:
    field = opened.version.fields.get(name)
    return field is not None and not field.personal


def _log(opened: Opened) -> list[EventAnswer]:
    return [
        EventAnswer(
            step=one.step,
            to=one.to_state,
            at=one.at.isoformat(),
            by=one.by_name,
            on_behalf_of=opened.people.get(one.on_behalf_of, "")
            if one.on_behalf_of
            else "",
            signed=one.signed,
        )
        for one in opened.events
    ]
