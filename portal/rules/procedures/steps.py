"""What may happen next in a case: the one answer behind buttons and server."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.rules.procedures.shape import Step, Version, holds


@dataclass(frozen=True, slots=True)
class Delegated:
    """A role somebody may sign in for another person until `ends_at`."""

    staff_id: str
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class GuardAnswer:
    """What the tables of a step said; `passes` None = not all facts are known yet.

    keeps: fields the answers fill in.
    """

    passes: bool | None
    reason: str = ""
    clauses: tuple[str, ...] = ()
    keeps: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything of the moment the answer depends on, as plain data.

    roles: held by the person; delegated, coming: role -> on whose behalf, in force and
    not yet; vacant: roles nobody holds; did: step id -> who did it last; values: the
    case's fields with what is being handed in; answers: step id -> what its guards say;
    event: set when another part of the portal takes the step.
    """

    who: str
    roles: frozenset[str]
    delegated: Mapping[str, Delegated] = field(default_factory=dict)
    coming: Mapping[str, Delegated] = field(default_factory=dict)
    vacant: frozenset[str] = frozenset()
    did: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    answers: Mapping[str, GuardAnswer] = field(default_factory=dict)
    lead_state: str | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not. kind: order, ended, role, term, same_person, lead, guard.

    names: what the kind is about (steps to take first, roles that may, earlier step).
    """

    kind: str
    names: tuple[str, ...] = ()
    reason: str = ""
    clauses: tuple[str, ...] = ()
    lifts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepOffer:
    """One step with the answer: allowed (as which role, for whom) or refused.

    fits: the case is in a state the step starts from; missing: fields still to give.
    """

    step: Step
    fits: bool
    refusal: Refusal | None = None
    as_role: str = ""
    on_behalf_of: Delegated | None = None
    missing: tuple[str, ...] = ()
    keeps: Mapping[str, object] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        """Whether the step may be taken now."""
        return self.refusal is None


def opening_steps(version: Version, situation: Situation) -> list[StepOffer]:
    """The answer for the steps that open a case."""
    return [
        _offer(version, one, None, situation) for one in version.steps if not one.from_
    ]


def next_steps(version: Version, state: str, situation: Situation) -> list[StepOffer]:
    """The answer for every step of the procedure, in the order of the file.

    Steps that do not concern this case (`when`) are left out; so are those only the
    portal takes, unless the event that takes them is at hand.
    """
    return [
        _offer(version, step, state, situation)
        for step in version.steps
        if step.from_ and _concerns(step, situation)
    ]


def _concerns(step: Step, situation: Situation) -> bool:
    if step.driven_only and situation.event not in step.on:
        return False
    return holds(step.when, situation.values)


def _offer(
    version: Version, step: Step, state: str | None, situation: Situation
) -> StepOffer:
    if state is not None and state not in step.from_:
        return StepOffer(step, fits=False, refusal=_wrong_order(version, step, state))
    if situation.event:
        as_role, behalf, refusal = "", None, None
        if situation.event not in step.on:
            refusal = Refusal("role", step.by, clauses=step.clauses)
    else:
        as_role, behalf, refusal = _role(step, situation)
    answer = situation.answers.get(step.id, GuardAnswer(passes=True))
    refusal = refusal or _hindrance(step, situation, answer)
    return StepOffer(
        step,
        fits=True,
        refusal=refusal,
        as_role=as_role,
        on_behalf_of=behalf,
        missing=tuple(
            n for n in step.needs if situation.values.get(n) in (None, "", [])
        ),
        keeps=answer.keeps,
    )


def _wrong_order(version: Version, step: Step, state: str) -> Refusal:
    """What has to be done first: whatever leads to the first state in `from`."""
    before = tuple(
        one.label
        for one in version.steps
        if one.by and one.id != step.id and step.from_[0] in one.to.values()
    )
    ended = version.states[state].final
    return Refusal("ended" if ended else "order", before, clauses=step.clauses)


def _role(
    step: Step, situation: Situation
) -> tuple[str, Delegated | None, Refusal | None]:
    """In which role, and for whom, the person takes the step."""
    may = list(_may_take(step, situation))
    for role in may:
        if role in situation.roles:
            return role, None, None
    for role in may if step.delegable else ():
        if role in situation.delegated:
            return role, situation.delegated[role], None
    for role in may if step.delegable else ():
        if role in situation.coming:
            at = situation.coming[role].starts_at
            return "", None, Refusal("term", (role,), clauses=step.clauses, lifts_at=at)
    return "", None, Refusal("role", tuple(may), clauses=step.clauses)


def _may_take(step: Step, situation: Situation) -> Iterator[str]:
    yield from step.by
    if step.when_vacant and all(role in situation.vacant for role in step.by):
        yield from step.when_vacant


def _hindrance(step: Step, situation: Situation, answer: GuardAnswer) -> Refusal | None:
    if step.lead_in and situation.lead_state not in (None, *step.lead_in):
        return Refusal("lead", (str(situation.lead_state),), clauses=step.clauses)
    for earlier in step.different_from:
        if situation.who and situation.did.get(earlier) == situation.who:
            return Refusal("same_person", (earlier,), clauses=step.clauses)
    if answer.passes is False:
        return Refusal("guard", reason=answer.reason, clauses=answer.clauses)
    return None
