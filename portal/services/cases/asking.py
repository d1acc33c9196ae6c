"""Whether a step may be taken with what is handed in: ready, refused, or a fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.errors import BadInput, NotAllowed, NotFound
from portal.rules.evaluate import Decision
from portal.rules.procedures import StepOffer, Version
from portal.services.answers import Refused
from portal.services.audit import Subject
from portal.services.cases.facts import About
from portal.services.cases.fields import check_together, read_fields
from portal.services.cases.scene import scene_of
from portal.services.cases.situation import Answer, answer_for
from portal.services.cases.wording import lifts_of, reason_of, role_labels
from portal.services.decisions import verdict_of
from portal.services.use_case import Tx
from portal.words import gettext as _
from portal.words import rule_text


@dataclass(frozen=True, slots=True)
class Ready:
    """The step may be taken: with these fields, because of these decisions."""

    offer: StepOffer
    fields: Mapping[str, object]
    decisions: list[Decision]


def ask(
    tx: Tx,
    about: About,
    step_id: str,
    given: Mapping[str, object],
    subject: Subject | None,
    event: str = "",
) -> Ready | Refused:
    """Ask who may and in which order, read the fields, ask again with them.

    Raises NotFound for an unknown step, NotAllowed for somebody else's (403), BadInput
    with a sentence per field. Every other no is an answer.
    """
    scene = scene_of(tx)
    step = about.version.step(step_id)
    if step is None:
        raise NotFound(_("步骤"), step_id)
    answer = answer_for(scene, about, event=event)
    offer = _allowed(tx, answer, step_id)
    if offer is None:
        return _refused(tx, about, answer, step_id, subject)
    fields = read_fields(scene, about.version, step, given)
    known = about.case.fields if about.case else {}
    check_together(about.version, {**known, **fields})
    answer = answer_for(scene, about, fields, event)
    offer = _allowed(tx, answer, step_id)
    if offer is None:
        return _refused(tx, about, answer, step_id, subject)
    _stop_unless_complete(about.version, offer)
    return Ready(offer, fields, answer.decisions.get(step_id, []))


def _allowed(tx: Tx, answer: Answer, step_id: str) -> StepOffer | None:
    """The step when it may be taken. Not one's own step is a fault, not an answer."""
    offer = answer.find(step_id)
    if offer is None or offer.refusal is None:
        return offer
    if offer.refusal.kind == "role":
        roles = role_labels(tx.rules, offer.refusal.names)
        raise NotAllowed(rule_text(offer.step.label), roles)
    return None


def _stop_unless_complete(version: Version, offer: StepOffer) -> None:
    if offer.missing:
        fields = version.fields
        labels = {name: rule_text(fields[name].label) for name in offer.missing}
        raise BadInput(
            {name: _("请填%(label)s。", label=label) for name, label in labels.items()}
        )


def _refused(
    tx: Tx, about: About, answer: Answer, step_id: str, subject: Subject | None
) -> Refused:
    """The refusal with its clauses; only its decision and an audit row are written."""
    found = answer.decisions.get(step_id, [])
    kept = [tx.keep(verdict_of(one, tx.today), subject) for one in found[-1:]]
    tx.audit("case.refused", subject, step=step_id)
    offer = answer.find(step_id)
    if offer is None or offer.refusal is None:
        return Refused(reason=_("这张单用不到这一步。"), clauses=[])
    return Refused(
        reason=reason_of(tx.rules, about.version, offer),
        clauses=list(offer.refusal.clauses),
        lifts_at=offer.refusal.lifts_at,
        lifts_when=lifts_of(offer),
        decision_id=kept[0].id if kept else None,
    )
