"""Every procedure file as shipped: clean, walkable, and closed to every other step."""

from pathlib import Path

import pytest

from portal.rules.procedures import (
    Shelf,
    Situation,
    load_procedure_text,
    next_steps,
    opening_steps,
)
from portal.services.cases.checking import check_procedures

RULES = Path(__file__).parents[2] / "rules"
PROCEDURES = list(Shelf(RULES))
VERSIONS = [(p, v) for p in PROCEDURES for v in p.versions]
STATES = [(v, state) for _p, v in VERSIONS for state in v.states]
every_version = pytest.mark.parametrize(
    ("procedure", "version"), VERSIONS, ids=[p.kind for p, _v in VERSIONS]
)
every_state = pytest.mark.parametrize(
    ("version", "state"), STATES, ids=[f"{v.hash[:4]}-{s}" for v, s in STATES]
)


def everybody(version, **more):
    """Somebody who holds every role, with every branch of the procedure open to him."""
    roles = {role for step in version.steps for role in step.by}
    return Situation(who="she", roles=frozenset(roles), **more)


def whoever(version, step):
    """A situation in which the step concerns the case."""
    values = {name: wanted[0] for name, wanted in step.when.items()}
    event = step.on[0] if step.on and not step.by else ""
    return everybody(version, values=values, event=event)


def test_there_is_nothing_to_mend(library):
    assert check_procedures(library.rules(), Shelf(RULES)) == []


@every_version
def test_the_kept_text_of_a_version_gives_the_same_version_again(procedure, version):
    again = load_procedure_text(version.text, procedure.kind)
    assert [one.hash for one in again.versions] == [version.hash]
    assert again.versions[0].steps and again.title == procedure.title


@every_state
def test_only_the_steps_of_a_state_may_be_taken_in_it(version, state):
    for step in [one for one in version.steps if one.from_]:
        offers = next_steps(version, state, whoever(version, step))
        offer = next(one for one in offers if one.step.id == step.id)
        assert offer.allowed == (state in step.from_), step.id
        if not offer.allowed:
            assert offer.refusal.kind in ("order", "ended")
            assert offer.refusal.clauses == step.clauses != ()


@every_version
def test_every_final_state_is_reached_from_the_first(procedure, version):
    opened = opening_steps(version, everybody(version))
    assert [one.allowed for one in opened] == [True]
    reached = set(opened[0].step.targets)
    while True:
        on = {
            target
            for state in reached
            for step in version.steps
            if state in step.from_
            for target in step.targets
        }
        if on <= reached:
            break
        reached |= on
    assert {s.name for s in version.states.values() if s.final} <= reached
    assert reached == set(version.states)


@every_version
def test_nobody_without_the_role_may_take_a_step(procedure, version):
    nobody = Situation(who="he", roles=frozenset({"owners_committee"}))
    for state in version.states:
        for offer in next_steps(version, state, nobody):
            assert not offer.allowed
            if offer.fits:
                assert offer.refusal.kind == "role"
                assert offer.refusal.names == offer.step.by


def test_an_earlier_step_of_the_same_person_bars_the_second_confirmation():
    lost = next(v for p, v in VERSIONS if p.kind == "lost")
    same = everybody(lost, did={"open": "she"})
    other = everybody(lost, did={"open": "he"})
    answers = [
        next(
            o
            for o in next_steps(lost, "store_manager_told", one)
            if o.step.id == "verify"
        )
        for one in (same, other)
    ]
    assert [one.allowed for one in answers] == [False, True]
    assert answers[0].refusal.kind == "same_person"
