"""How far a case has come: its track, its signatures and its log."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from portal.models.cases import Case, CaseEvent
from portal.models.decisions import Decision
from portal.rules.procedures import Version
from portal.services.cases.shapes import LogLine, Stamp, TrackStep
from portal.services.cases.wording import role_labels
from portal.services.cases.words import record_of
from portal.services.use_case import Act
from portal.words import format_datetime, rule_text
from portal.words import gettext as _

if TYPE_CHECKING:
    from portal.services.cases.page import Opened


def track_of(
    events: Sequence[CaseEvent], version: Version, case: Case, zone: ZoneInfo
) -> list[TrackStep]:
    """The states on the track, those passed with their time; what was left out is."""
    reached: dict[str, str] = {}
    for event in events:
        at = format_datetime(event.at.astimezone(zone), short=True)
        if event.from_state != event.to_state:
            reached[event.to_state] = at
    names = [one.name for one in version.states.values() if one.track]
    passed = [name for name in names if name in reached]
    here = case.state if case.state in names else (passed[-1] if passed else "")
    place = names.index(here) if here else 0
    steps = []
    for number, name in enumerate(names):
        if number < place and name not in reached:
            continue
        kind = "done" if number < place else "now" if name == here else ""
        if name == here and version.states[case.state].final:
            kind = "done"
        at = reached.get(name, "") if number <= place else ""
        label = rule_text(version.states[name].label)
        steps.append(TrackStep(label=label, at=at, kind=kind))
    return steps


def stamps_of(
    events: Sequence[CaseEvent], version: Version, people: dict[UUID, str]
) -> list[Stamp]:
    """One box for every step that is signed; a delegate's says for whom (代)."""
    last = {one.step: one for one in events if one.signed}
    stamps = []
    for step in version.steps:
        if not step.signature:
            continue
        event = last.get(step.id)
        if event is None:
            stamps.append(Stamp(label=rule_text(step.label)))
            continue
        behalf = people.get(event.on_behalf_of, "") if event.on_behalf_of else ""
        at = format_datetime(event.at, short=True)
        label = rule_text(step.label)
        stamps.append(Stamp(label=label, name=event.by_name, at=at, for_whom=behalf))
    return stamps


def log_of(session: Session, act: Act, opened: "Opened") -> list[LogLine]:
    """Every step taken, oldest first, and last where the case stands."""
    numbers = _decision_numbers(session, opened.events)
    lines = [_line(session, act, opened, one, numbers) for one in opened.events]
    if not opened.version.states[opened.case.state].final:
        at = format_datetime(opened.case.changed_at, short=True)
        here = _("现在：%(state)s", state=opened.label)
        lines.append(LogLine(at=at, mark="▶", css="now", title=here, text="", who=""))
    return lines


def _line(
    session: Session,
    act: Act,
    opened: "Opened",
    event: CaseEvent,
    numbers: dict[UUID, str],
) -> LogLine:
    step = opened.version.step(event.step)
    written = record_of(session, act, opened.version, event.fields, own=False)
    parts = [
        _("%(label)s：%(words)s", label=label, words=text) for label, text in written
    ]
    return LogLine(
        at=format_datetime(event.at, short=True),
        mark="●",
        css="",
        title=rule_text(step.label) if step else event.step,
        text="　".join([*parts, event.note] if event.note else parts),
        who=_who(act, opened, event),
        decision=numbers.get(event.decision_id, "") if event.decision_id else "",
        decision_href=f"/decisions/{event.decision_id}" if event.decision_id else "",
    )


def _who(act: Act, opened: "Opened", event: CaseEvent) -> str:
    role = role_labels(act.rules, [event.as_role]) if event.as_role else ""
    if event.on_behalf_of:
        behalf = opened.people.get(event.on_behalf_of, "")
        return _("%(who)s（代%(behalf)s）", who=event.by_name, behalf=behalf)
    return f"{role} {event.by_name}".strip()


def _decision_numbers(session: Session, events: Sequence[CaseEvent]) -> dict[UUID, str]:
    ids = {one.decision_id for one in events if one.decision_id}
    rows = session.execute(
        select(Decision.id, Decision.no).where(col(Decision.id).in_(ids))
    )
    return {decision_id: no for decision_id, no in rows}
