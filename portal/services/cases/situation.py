"""The facts of a moment that `next_steps` depends on, read from the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from portal.models.cases import CaseEvent
from portal.models.people import Delegation, Staff, StaffRole
from portal.rules.evaluate import Decision
from portal.rules.procedures import (
    Delegated,
    GuardAnswer,
    Situation,
    StepOffer,
    next_steps,
    opening_steps,
)
from portal.rules.procedures.shape import Step
from portal.services.cases.facts import About
from portal.services.cases.guards import ask_guards
from portal.services.cases.scene import Scene


@dataclass(frozen=True, slots=True)
class Answer:
    """Every step with its answer, and the decisions that were asked on the way."""

    offers: list[StepOffer]
    decisions: dict[str, list[Decision]]

    def find(self, step_id: str) -> StepOffer | None:
        """The answer for one step; None when it does not concern this case."""
        return next((one for one in self.offers if one.step.id == step_id), None)


def answer_for(
    scene: Scene,
    about: About,
    handed_in: Mapping[str, object] | None = None,
    event: str = "",
) -> Answer:
    """What may happen next, with the fields handed in taken for known."""
    known = dict(about.case.fields) if about.case else {}
    values = {**known, **(handed_in or {})}
    steps = [
        one for one in about.version.steps if about.state in (one.from_ or (None,))
    ]
    answers, decisions = _guards(scene, about, steps, values)
    delegated, coming = delegations(scene)
    situation = Situation(
        who=str(scene.by.staff_id or ""),
        roles=scene.by.roles,
        delegated=delegated,
        coming=coming,
        vacant=_vacant(scene, steps),
        did=_did(scene, about),
        values=values,
        answers=answers,
        lead_state=str(about.lead.state) if about.lead else None,
        event=event,
    )
    if about.state is None:
        return Answer(opening_steps(about.version, situation), decisions)
    return Answer(next_steps(about.version, about.state, situation), decisions)


def _guards(
    scene: Scene, about: About, steps: Iterable[Step], values: Mapping[str, object]
) -> tuple[dict[str, GuardAnswer], dict[str, list[Decision]]]:
    asked = {
        one.id: ask_guards(scene, about, one, values) for one in steps if one.guards
    }
    answers = {step_id: answer for step_id, (answer, _decisions) in asked.items()}
    return answers, {step_id: found for step_id, (_answer, found) in asked.items()}


def delegations(scene: Scene) -> tuple[dict[str, Delegated], dict[str, Delegated]]:
    """Role -> for whom the person may sign now, and from a later moment on."""
    rows = scene.s.exec(
        select(Delegation, Staff.name)
        .join(Staff, col(Staff.id) == col(Delegation.delegator_id))
        .where(
            Delegation.site_id == scene.site_id,
            Delegation.delegate_id == scene.by.staff_id,
            Delegation.ends_at > scene.now,
            col(Delegation.revoked_at).is_(None),
        )
        .order_by(col(Delegation.starts_at).desc())
    )
    now: dict[str, Delegated] = {}
    later: dict[str, Delegated] = {}
    for row, name in rows:
        found = Delegated(str(row.delegator_id), name, row.starts_at, row.ends_at)
        (now if row.starts_at <= scene.now else later)[row.role] = found
    return now, later


def _vacant(scene: Scene, steps: Iterable[Step]) -> frozenset[str]:
    """Roles a stand-in is named for and nobody holds today."""
    asked = {role for one in steps if one.when_vacant for role in one.by}
    if not asked:
        return frozenset()
    held = scene.s.exec(
        select(StaffRole.role).where(
            StaffRole.site_id == scene.site_id,
            col(StaffRole.role).in_(asked),
            StaffRole.since <= scene.today,
            (col(StaffRole.until).is_(None)) | (col(StaffRole.until) >= scene.today),
        )
    )
    return frozenset(asked - set(held))


def _did(scene: Scene, about: About) -> dict[str, str]:
    if about.case is None:
        return {}
    rows = scene.s.exec(
        select(CaseEvent.step, CaseEvent.by_id)
        .where(CaseEvent.site_id == scene.site_id, CaseEvent.case_id == about.case.id)
        .order_by(col(CaseEvent.seq))
    )
    return {step: str(by_id) for step, by_id in rows if by_id}


def last_event(scene: Scene, case_id: UUID) -> CaseEvent | None:
    """The youngest line of the case's log."""
    return scene.s.exec(
        select(CaseEvent)
        .where(CaseEvent.site_id == scene.site_id, CaseEvent.case_id == case_id)
        .order_by(col(CaseEvent.seq).desc())
        .limit(1)
    ).first()


def moment_of(value: object, otherwise: datetime) -> datetime:
    """A kept field or fact as a moment."""
    if isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value)) if value else otherwise
