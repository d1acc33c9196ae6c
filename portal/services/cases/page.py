"""The page of one case: track, next steps, signatures, log, record, what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from portal.errors import NotFound
from portal.models.cases import Case, CaseEvent
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.rules.procedures import Procedure, Version
from portal.services.cases.facts import About
from portal.services.cases.files import procedure_of, version_of
from portal.services.cases.leads import lead_facts
from portal.services.cases.next_steps import steps_of
from portal.services.cases.progress import log_of, stamps_of, track_of
from portal.services.cases.rights import holders, must_see
from portal.services.cases.scene import scene_for
from portal.services.cases.shapes import CasePage
from portal.services.cases.words import record_of
from portal.services.clauses import clause_refs
from portal.services.lead.own import is_own
from portal.services.obligations import due_of_subject
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text


@dataclass(frozen=True, slots=True)
class SentBack:
    """A step whose form came back: what was typed and what is wrong with it."""

    step: str
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with everything its page is made of."""

    case: Case
    lead: Lead | None
    procedure: Procedure
    version: Version
    events: list[CaseEvent]
    people: dict[UUID, str]

    @property
    def label(self) -> str:
        """The state in words."""
        return rule_text(self.version.states[self.case.state].label)


def case_page(
    act: Act,
    no: str,
    sent_back: SentBack | None = None,
    base: str = "/cases",
    kind: str = "",
) -> CasePage:
    """The page of a case; `base` is where its steps are sent.

    Raises NotFound, also for a case that is not of the kind, and NotAllowed.
    """
    with act.house.db.reading() as session:
        opened = open_page(session, act, no, kind)
        return _page(session, act, opened, sent_back, base)


def open_page(session: Session, act: Act, no: str, kind: str = "") -> Opened:
    """A case with its lead, procedure and log; raises NotFound and NotAllowed."""
    case = session.exec(
        select(Case).where(Case.site_id == act.by.site_id, Case.no == no)
    ).first()
    if case is None or kind not in ("", case.kind):
        raise NotFound(_("案件"), no)
    lead = session.get(Lead, case.lead_id) if case.lead_id else None
    must_see(act, case.kind, holders(case, lead))
    events = session.exec(
        select(CaseEvent)
        .where(CaseEvent.site_id == case.site_id, CaseEvent.case_id == case.id)
        .order_by(col(CaseEvent.seq))
    ).all()
    return Opened(
        case=case,
        lead=lead,
        procedure=procedure_of(act.house, act.by.site_code, case.kind),
        version=version_of(session, act.house, act.by.site_code, case),
        events=list(events),
        people=_people(session, events),
    )


def _people(session: Session, events: Sequence[CaseEvent]) -> dict[UUID, str]:
    ids = {one.on_behalf_of for one in events if one.on_behalf_of}
    rows = session.execute(select(Staff.id, Staff.name).where(col(Staff.id).in_(ids)))
    return {staff_id: name for staff_id, name in rows}


def _page(
    session: Session, act: Act, opened: Opened, sent_back: SentBack | None, base: str
) -> CasePage:
    case, lead, version = opened.case, opened.lead, opened.version
    about = About(version, case.state, case, lead)
    own = is_own(act.by, holders(case, lead))
    subjects = [one for one in (case.id, case.lead_id) if one]
    return CasePage(
        title=rule_text(opened.procedure.title),
        no=case.no,
        kind=case.kind,
        state=case.state,
        state_word=opened.label,
        state_kind=state_kind(case, version),
        revision=case.revision,
        track=track_of(opened.events, version, case, act.house.zone),
        steps=steps_of(session, act, scene_for(session, act), about, sent_back, base),
        stamps=stamps_of(opened.events, version, opened.people),
        log=log_of(session, act, opened),
        record=record_of(session, act, version, case.fields, own=own),
        lead=lead_facts(session, act, lead, own=own) if lead else None,
        due=due_of_subject(session, act, *subjects),
        clauses=clause_refs(act.rules, list(opened.procedure.clauses)),
        note=rule_text(opened.procedure.note),
        print_href=f"{base}/{case.no}/print" if _prints(version) else "",
        list_href=base,
        errors=dict(sent_back.errors) if sent_back else {},
    )


def state_kind(case: Case, version: Version) -> str:
    """The mark of the state: done, under way, or marked as waiting for a signature."""
    if version.states[case.state].final:
        return "go"
    return "hold" if case.fields.get("pending_signature") else "turn"


def _prints(version: Version) -> bool:
    return any(step.prints for step in version.steps)
