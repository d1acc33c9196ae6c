"""The next steps of a case as buttons, from the answer the server enforces."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from sqlmodel import Session

from portal.models.cases import Case
from portal.rules.procedures import StepOffer, Version
from portal.services.cases.facts import About
from portal.services.cases.inputs import step_inputs
from portal.services.cases.scene import Scene
from portal.services.cases.shapes import NextStep
from portal.services.cases.situation import answer_for
from portal.services.cases.wording import lifts_of, reason_of
from portal.services.clauses import clause_label
from portal.services.pages import form_key
from portal.services.use_case import Act
from portal.words import rule_text

if TYPE_CHECKING:
    from portal.services.cases.page import SentBack


def steps_of(
    session: Session,
    act: Act,
    scene: Scene,
    about: About,
    sent_back: "SentBack | None",
    base: str,
) -> list[NextStep]:
    """Steps of this state, open or refused; then the person's own that come later."""
    case = about.case
    if case is None:
        return []
    answer = answer_for(scene, about)
    ahead = {t for o in answer.offers if o.fits for t in o.step.targets} - {case.state}
    shown = [one for one in answer.offers if one.fits or _awaited(one, scene, ahead)]
    steps = [
        _step(session, act, about.version, case, one, sent_back, base) for one in shown
    ]
    main = next((one.key for one in steps if one.allowed and not one.danger), "")
    return [
        msgspec.structs.replace(one, main=True) if one.key == main else one
        for one in steps
    ]


def _awaited(offer: StepOffer, scene: Scene, ahead: set[str]) -> bool:
    """A step of the person's own that opens with the very next step of another."""
    mine = set(offer.step.by) & scene.by.roles
    return bool(mine) and bool(ahead & set(offer.step.from_))


def _step(
    session: Session,
    act: Act,
    version: Version,
    case: Case,
    offer: StepOffer,
    sent_back: "SentBack | None",
    base: str,
) -> NextStep:
    back = sent_back if sent_back and sent_back.step == offer.step.id else None
    known: Mapping[str, Any] = {**case.fields, **(back.typed if back else {})}
    errors = back.errors if back else {}
    step = NextStep(
        key=offer.step.id,
        label=rule_text(offer.step.label),
        action=f"{base}/{case.no}/{offer.step.id}?revision={case.revision}",
        idempotency_key=form_key(act, sent_back=back is not None),
        allowed=offer.allowed,
        danger=offer.step.danger,
        open=back is not None,
        note=_behalf(offer),
    )
    if offer.allowed:
        fields = step_inputs(session, act, version, offer.step, known, errors)
        return msgspec.structs.replace(step, fields=fields)
    clauses = offer.refusal.clauses if offer.refusal else ()
    return msgspec.structs.replace(
        step,
        reason=reason_of(act.rules, version, offer),
        clause=clauses[0] if clauses else "",
        clause_label=clause_label(act.rules, clauses[0]) if clauses else "",
        lifts=lifts_of(offer),
    )


def _behalf(offer: StepOffer) -> str:
    return offer.on_behalf_of.name if offer.on_behalf_of else ""
