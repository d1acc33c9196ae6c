"""`steps:` of a procedure: who, from where, to where, on what conditions."""

from collections.abc import Iterable, Mapping

from portal.rules.cell.values import nearest
from portal.rules.load import scalars
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Entries, Items, Node, Scalar
from portal.rules.procedures.guards import read_guards
from portal.rules.procedures.shape import Field, Opens, State, Step

_KEYS = (
    *("id", "label", "note", "from", "to", "by", "when_vacant", "when", "delegable"),
    *("signature", "danger", "needs", "takes", "sets", "different_from", "guards"),
    *("opens", "meets", "effects", "prints", "on", "lead_in", "clauses"),
)


def read_steps(
    node: Node | None,
    fields: Mapping[str, Field],
    states: Mapping[str, State],
    faults: Faults,
) -> tuple[Step, ...]:
    """Steps in the order written; ids are unique, names of fields and states exist."""
    found: dict[str, Step] = {}
    for one in scalars.items(node, faults, "steps "):
        body = scalars.entries(one, faults, "步骤")
        step = _step(body, fields, states, faults) if body else None
        if step is None:
            continue
        if step.id in found:
            faults.add(step.at, "duplicate", f"步骤 {step.id} 写了两次", "请改名。")
        found[step.id] = step
    for step in found.values():
        _known(step.different_from, found, step, "步骤", faults)
    return tuple(found.values())


def _step(
    body: Entries,
    fields: Mapping[str, Field],
    states: Mapping[str, State],
    faults: Faults,
) -> Step | None:
    given = scalars.only_keys(body, _KEYS, faults, needed=("id", "label"))
    step_id = scalars.read_row_id(given.get("id"), faults)
    inner = faults.inside(row=step_id)
    step = _filled(step_id, body, given, fields, inner)
    if not step.from_ and not step.to:
        message = f"开单的步骤 {step.id} 没有 to"
        inner.add(step.at, "column", message, "请写开单后的状态。")
    _check_names(step, fields, states, inner)
    return step


def _filled(
    step_id: str,
    body: Entries,
    given: Mapping[str, Node],
    fields: Mapping[str, Field],
    inner: Faults,
) -> Step:

    def words(key: str) -> tuple[str, ...]:
        return read_words(given.get(key), inner, f"{key} ")

    def flag(key: str) -> bool:
        return scalars.read_flag(given.get(key), inner, f"{key} ")

    to_by, to = _to(given.get("to"), inner)
    return Step(
        id=step_id,
        label=scalars.read_text(given.get("label"), inner, "label "),
        at=body.at,
        by=words("by"),
        from_=words("from"),
        to=to,
        to_by=to_by,
        when_vacant=words("when_vacant"),
        when=_when(given.get("when"), inner),
        delegable=flag("delegable"),
        signature=flag("signature"),
        danger=flag("danger"),
        needs=words("needs"),
        takes=words("takes"),
        sets=_texts(given.get("sets"), inner),
        different_from=words("different_from"),
        guards=read_guards(given.get("guards"), fields, inner),
        opens=_opens(given.get("opens"), inner),
        meets=words("meets"),
        effects=words("effects"),
        prints=words("prints"),
        on=words("on"),
        lead_in=words("lead_in"),
        clauses=words("clauses"),
        note=scalars.read_text(given.get("note"), inner, "note "),
    )


def _check_names(
    step: Step,
    fields: Mapping[str, Field],
    states: Mapping[str, State],
    faults: Faults,
) -> None:
    _known((*step.from_, *step.to.values()), states, step, "状态", faults)
    used = (*step.needs, *step.takes, *step.sets, *step.when)
    kept = (name for guard in step.guards for name in guard.keeps.values())
    branch = (step.to_by,) if step.to_by else ()
    asked = (name for one in step.opens for name in one.when)
    _known((*used, *kept, *branch, *asked), fields, step, "栏目", faults)


def _known(
    names: Iterable[str],
    known: Iterable[str],
    step: Step,
    what: str,
    faults: Faults,
) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            fix = nearest(name, known) or f"可用:{'、'.join(known)}。"
            message = f"步骤 {step.id} 用到的{what} {name} 没有"
            faults.add(step.at, "column", message, fix)


def read_words(node: Node | None, faults: Faults, what: str) -> tuple[str, ...]:
    """A list of words, or one word alone."""
    if isinstance(node, Scalar):
        word = scalars.read_text(node, faults, what)
        return (word,) if word else ()
    listed = scalars.items(node, faults, what)
    words = [scalars.read_text(one, faults, what) for one in listed]
    return tuple(word for word in words if word)


def read_word(
    node: Node | None, known: tuple[str, ...], faults: Faults, what: str
) -> str:
    """One of the known words; "" where nothing stands or after a finding."""
    word = scalars.read_text(node, faults, what)
    if node is not None and word and word not in known:
        fix = nearest(word, known) or f"可用:{'、'.join(known)}。"
        faults.add(node.at, "type", f"{what}不能是 {word}", fix)
        return ""
    return word


def _to(node: Node | None, faults: Faults) -> tuple[str, dict[str, str]]:
    """`to: closed`, or `to: {by: kind, is: {invalid: confirmed, failed: opened}}`."""
    if not isinstance(node, Entries):
        word = scalars.read_text(node, faults, "to ")
        return "", ({"": word} if word else {})
    given = scalars.only_keys(node, ("by", "is"), faults, needed=("by", "is"))
    return scalars.read_text(given.get("by"), faults, "by "), _texts(
        given.get("is"), faults
    )


def _texts(node: Node | None, faults: Faults) -> dict[str, str]:
    found = scalars.entries(node, faults, "这里")
    if found is None:
        return {}
    return {
        name: scalars.read_text(one, faults, name) for name, one in found.values.items()
    }


def _when(node: Node | None, faults: Faults) -> dict[str, tuple[str, ...]]:
    found = scalars.entries(node, faults, "when ")
    if found is None:
        return {}
    return {name: read_words(one, faults, name) for name, one in found.values.items()}


def _opens(node: Node | None, faults: Faults) -> tuple[Opens, ...]:
    """Events as words, or `{event: slip.pending, since: "@signer_returns"}`."""
    listed = node.items if isinstance(node, Items) else ([node] if node else [])
    found = []
    for one in listed:
        if isinstance(one, Entries):
            keys = ("event", "since", "when")
            given = scalars.only_keys(one, keys, faults, needed=("event",))
            event = scalars.read_text(given.get("event"), faults, "event ")
            since = scalars.read_text(given.get("since"), faults, "since ")
            when = _when(given.get("when"), faults)
            found.append(Opens(event, one.at, since, when))
        else:
            found.append(Opens(scalars.read_text(one, faults, "opens "), one.at))
    return tuple(found)
