"""Asking the tables that guard a step."""

from collections.abc import Mapping

from portal.rules.cell import Expression
from portal.rules.evaluate import Decision, decide, plain
from portal.rules.procedures import Guard, GuardAnswer
from portal.rules.procedures.shape import Step
from portal.services.cases.facts import BUILTINS, About
from portal.services.cases.fields import typed_value
from portal.services.cases.scene import Scene


def ask_guards(
    scene: Scene, about: About, step: Step, values: Mapping[str, object]
) -> tuple[GuardAnswer, list[Decision]]:
    """The answer of all the step's tables, in turn; the first that says no ends it.

    What an earlier table's answer keeps is known to a later one.
    """
    known = dict(values)
    kept: dict[str, object] = {}
    decisions: list[Decision] = []
    for guard in step.guards:
        facts = _facts(scene, about, guard, known)
        if facts is None:
            return GuardAnswer(passes=None), decisions
        decision = decide(scene.rules[guard.table], facts, scene.today)
        decisions.append(decision)
        refused = _refused(guard, decision)
        if refused is not None:
            return refused, decisions
        new = {field: plain(decision.one[name]) for name, field in guard.keeps.items()}
        kept |= new
        known |= new
    return GuardAnswer(passes=True, keeps=kept), decisions


def _facts(
    scene: Scene, about: About, guard: Guard, values: Mapping[str, object]
) -> dict[str, object] | None:
    """The table's facts; None while one that it must have is not known yet."""
    columns = scene.rules[guard.table].table.inputs
    facts: dict[str, object] = {}
    for name, source in guard.facts.items():
        fact = _fact(scene, about, source, values)
        if fact is None and not columns[name].nullable:
            return None
        facts[name] = fact
    return facts


def _fact(
    scene: Scene, about: About, source: str | Expression, values: Mapping[str, object]
) -> object:
    fields = about.version.fields
    if isinstance(source, Expression):
        typed = {name: typed_value(f, values.get(name)) for name, f in fields.items()}
        return source.evaluate(typed)  # type: ignore[arg-type]
    if source.startswith("@"):
        return BUILTINS[source[1:]](scene, about)
    return typed_value(fields[source], values.get(source))


def _refused(guard: Guard, decision: Decision) -> GuardAnswer | None:
    for name, wanted in guard.wants.items():
        answered = _word(decision.one[name])
        if answered not in wanted:
            reason = guard.otherwise.get(answered) or guard.otherwise.get("", "")
            return GuardAnswer(False, reason, tuple(decision.clauses))
    return None


def _word(value: object) -> str:
    """A table's answer as a procedure file writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
