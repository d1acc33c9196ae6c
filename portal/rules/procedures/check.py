"""Faults of a procedure that loads: places nobody reaches or leaves, unknown names."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

from portal.rules.cell.values import nearest
from portal.rules.errors import Finding, Position
from portal.rules.procedures.shape import Guard, Procedure, Step, Version
from portal.rules.table import Table


@dataclass(frozen=True, slots=True)
class Known:
    """Names a procedure may use that stand elsewhere; None = not looked up."""

    roles: Set[str]
    clauses: Set[str]
    tables: Mapping[str, Table]
    events: Set[str]
    codes: Set[str]
    builtins: Set[str] | None = None
    effects: Set[str] | None = None
    personal: Set[str] = field(default_factory=frozenset)


def check(procedure: Procedure, known: Known) -> list[Finding]:
    """Everything wrong with the procedure, each with its place and how to mend it."""
    found = list(_unknown(procedure.clauses, known.clauses, "条文", _top(procedure)))
    for version in procedure.versions:
        found += _shape(version)
        for step in version.steps:
            found += _names(step, version, known)
        for one in version.fields.values():
            if one.personal:
                found += _unknown((one.personal,), known.personal, "个人信息", one.at)
    return found


def _top(procedure: Procedure) -> Position:
    return Position(procedure.file, 1, 1)


def _shape(version: Version) -> Iterator[Finding]:
    opening = [step for step in version.steps if not step.from_]
    if not opening:
        yield Finding(
            version.at, "start", "没有开单的步骤", "请写一个没有 from 的步骤。"
        )
    reached = _reached(version, opening)
    leavable = {
        name for step in version.steps for name in step.from_ if _leaves(step, name)
    }
    for state in version.states.values():
        if state.name not in reached:
            message = f"状态 {state.name} 走不到"
            yield Finding(state.at, "unreachable", message, "请写一步通到它,或删去。")
        elif not state.final and state.name not in leavable:
            message = f"状态 {state.name} 走不出去"
            yield Finding(
                state.at, "dead_end", message, "请写下一步,或标 final: true。"
            )
    for step in version.steps:
        if not step.by and not step.on:
            message = f"步骤 {step.id} 没有人能办"
            yield Finding(step.at, "nobody", message, "请在 by 里写角色。")
        if step.opens and not step.clauses:
            message = f"步骤 {step.id} 有期限而没有条文"
            yield Finding(step.at, "clause", message, "请写 clauses。")


def _leaves(step: Step, state: str) -> bool:
    return bool(step.by) and any(target != state for target in step.to.values())


def _reached(version: Version, opening: Iterable[Step]) -> set[str]:
    reached = {name for step in opening for name in step.targets}
    while True:
        more = {
            name
            for step in version.steps
            if reached & set(step.from_)
            for name in step.targets
        }
        if more <= reached:
            return reached
        reached |= more


def _names(step: Step, version: Version, known: Known) -> Iterator[Finding]:
    at = step.at
    yield from _unknown((*step.by, *step.when_vacant), known.roles, "角色", at)
    yield from _unknown(step.clauses, known.clauses, "条文", at)
    yield from _unknown((one.event for one in step.opens), known.events, "待办事件", at)
    yield from _unknown(step.meets, known.codes, "待办", at)
    yield from _unknown(step.effects, known.effects, "效果", at)
    facts = [one for guard in step.guards for one in guard.facts.values()]
    words = [*facts, *step.sets.values(), *(one.since for one in step.opens)]
    asked = [w[1:] for w in words if isinstance(w, str) and w.startswith("@")]
    yield from _unknown(asked, known.builtins, "事实 @", at)
    for guard in step.guards:
        yield from _guard(guard, known)
    if step.to_by:
        yield from _branches(step, version)


def _branches(step: Step, version: Version) -> Iterator[Finding]:
    values = version.fields[step.to_by].values or {}
    for name in [name for name in values if name not in step.to]:
        message = f"{step.to_by} 是 {name} 时步骤 {step.id} 没有去处"
        yield Finding(step.at, "dead_end", message, "请在 to 里补上。")


def _guard(guard: Guard, known: Known) -> Iterator[Finding]:
    table = known.tables.get(guard.table)
    if table is None:
        yield from _unknown((guard.table,), known.tables, "表", guard.at)
        return
    yield from _unknown(guard.facts, table.inputs, "输入", guard.at)
    yield from _unknown((*guard.wants, *guard.keeps), table.outputs, "输出", guard.at)
    for name, column in table.inputs.items():
        if name not in guard.facts and not column.nullable:
            message = f"表 {guard.table} 要的 {name} 没有给"
            yield Finding(guard.at, "column", message, "请在 facts 里写上。")
    for name, values in guard.wants.items():
        output = table.outputs.get(name)
        if output and output.values is not None:
            yield from _unknown(values, output.values, f"{name} 的值", guard.at)


def _unknown(
    names: Iterable[str], known: Iterable[str] | None, what: str, at: Position
) -> Iterator[Finding]:
    if known is None:
        return
    known = set(known)
    for name in names:
        if name not in known:
            fix = nearest(name, known) or "请核对名字。"
            yield Finding(at, "unknown", f"没有{what} {name}", fix)
