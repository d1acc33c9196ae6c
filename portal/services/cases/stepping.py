"""Writing a step down: the log, the state, what becomes due, what it does."""

from datetime import datetime
from uuid import UUID

from portal.errors import BadInput
from portal.models.cases import Case, CaseEvent
from portal.rules.evaluate import Decision
from portal.rules.procedures import StepOffer, Version
from portal.services.audit import Subject
from portal.services.cases.asking import Ready
from portal.services.cases.effects import EFFECTS, Moved
from portal.services.cases.facts import BUILTINS, About
from portal.services.cases.fields import BadValue, read_value
from portal.services.cases.scene import scene_of
from portal.services.cases.situation import moment_of
from portal.services.decisions import verdict_of
from portal.services.obligations import meet_in, open_in
from portal.services.use_case import Tx
from portal.words import gettext as _


def subject_of(case: Case) -> Subject:
    """The case as the subject of a decision, an audit entry or an obligation."""
    return Subject("case", case.id, case.no)


def take_step(
    tx: Tx,
    about: About,
    case: Case,
    ready: Ready,
    note: str,
) -> CaseEvent:
    """Take a step that is ready; the caller holds the locks."""
    offer, step = ready.offer, ready.offer.step
    handed_in = {**ready.fields, **offer.keeps, **_sets(tx, about, offer)}
    case.fields = {**case.fields, **handed_in}
    state = step.next_state(case.state, case.fields)
    if state is None:
        raise LookupError(f"{case.kind}: {step.id} has no way to go on")
    came_from = case.state
    _move(tx, about.version, case, state)
    tx.add(case)
    event = CaseEvent(
        site_id=tx.site_id,
        case_id=case.id,
        seq=case.revision,
        step=step.id,
        from_state=came_from,
        to_state=state,
        at=tx.now,
        by_id=tx.by.staff_id,
        by_name=tx.by.name,
        as_role=offer.as_role,
        on_behalf_of=UUID(offer.on_behalf_of.staff_id) if offer.on_behalf_of else None,
        signed=step.signature,
        fields=handed_in,
        note=_fitting(note),
        decision_id=_keep(tx, case, ready.decisions),
    )
    tx.add(event)
    _follow(tx, about, case, offer)
    return event


def _fitting(note: str) -> str:
    """The note as the log can hold it; BadInput when it is too long."""
    plain = note.strip()
    longest = int(CaseEvent.__table__.c["note"].type.length)  # type: ignore[attr-defined]
    if len(plain) > longest:
        raise BadInput({"note": _("最多 %(n)s 个字。", n=longest)})
    return plain


def _move(tx: Tx, version: Version, case: Case, state: str) -> None:
    case.state = state
    case.changed_at = tx.now
    case.revision += 1
    case.closed_at = tx.now if version.states[state].final else None


def _sets(tx: Tx, about: About, offer: StepOffer) -> dict[str, object]:
    """Fields the step fills in by itself: a fact of the portal or a fixed value."""
    scene = scene_of(tx)
    found: dict[str, object] = {}
    for name, source in offer.step.sets.items():
        if source.startswith("@"):
            value = BUILTINS[source[1:]](scene, about)
            found[name] = value.isoformat() if hasattr(value, "isoformat") else value
            continue
        try:
            found[name] = read_value(scene, about.version.fields[name], source)
        except BadValue as bad:
            raise ValueError(f"{offer.step.id} cannot set {name}: {bad}") from bad
    return found


def _keep(tx: Tx, case: Case, decisions: list[Decision]) -> UUID | None:
    """Keep every decision of the step's tables; the first one stands in the log."""
    kept = [tx.keep(verdict_of(one, tx.today), subject_of(case)) for one in decisions]
    return kept[0].id if kept else None


def _follow(tx: Tx, about: About, case: Case, offer: StepOffer) -> None:
    """Everything that comes of a step, in the transaction of the step."""
    step, subject = offer.step, subject_of(case)
    for code in step.meets:
        meet_in(tx, code, case.id)
        if case.lead_id:
            meet_in(tx, code, case.lead_id)
    for one in step.opens:
        if one.concerns(case.fields):
            open_in(tx, one.event, subject, _since(tx, about, case, one.since))
    for name in step.effects:
        EFFECTS[name](Moved(tx, case, about.lead))
    behalf = offer.on_behalf_of.name if offer.on_behalf_of else ""
    tx.audit(
        "case.step",
        subject,
        kind=case.kind,
        step=step.id,
        state=case.state,
        on_behalf_of=behalf,
    )
    tx.event("cases", f"case.{case.kind}")


def _since(tx: Tx, about: About, case: Case, source: str) -> datetime:
    if source.startswith("@"):
        return moment_of(BUILTINS[source[1:]](scene_of(tx), about), tx.now)
    return moment_of(case.fields.get(source), tx.now) if source else tx.now
