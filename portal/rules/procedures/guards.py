"""`guards:` of a step: tables that must answer rightly before it."""

from collections.abc import Mapping

from portal.rules.cell import BadText, Expression, parse_expression
from portal.rules.cell.values import nearest
from portal.rules.load import scalars
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Entries, Node, Scalar
from portal.rules.procedures.fields import expression_kinds
from portal.rules.procedures.shape import Field, Guard

_KEYS = ("table", "facts", "wants", "else", "keeps")


def read_guards(
    node: Node | None, fields: Mapping[str, Field], faults: Faults
) -> tuple[Guard, ...]:
    """The guards in the order asked; a later one sees what an earlier one keeps."""
    found = []
    for one in scalars.items(node, faults, "guards "):
        body = scalars.entries(one, faults, "把关的表")
        if body is None:
            continue
        given = scalars.only_keys(
            body, _KEYS, faults, needed=("table", "facts", "wants", "else")
        )
        found.append(
            Guard(
                table=scalars.read_text(given.get("table"), faults, "table "),
                facts=_facts(given.get("facts"), fields, faults),
                wants=_wants(given.get("wants"), faults),
                otherwise=_otherwise(given.get("else"), faults),
                keeps=_plain(given.get("keeps"), faults),
                at=body.at,
            )
        )
    return tuple(found)


def _facts(
    node: Node | None, fields: Mapping[str, Field], faults: Faults
) -> dict[str, str | Expression]:
    found = scalars.entries(node, faults, "facts ")
    facts: dict[str, str | Expression] = {}
    for name, one in found.values.items() if found else ():
        text = scalars.read_text(one, faults, name)
        if text.startswith("="):
            expression = _expression(one, text, fields, faults)
            if expression:
                facts[name] = expression
            continue
        if text and not text.startswith("@") and text not in fields:
            fix = nearest(text, fields) or "请写栏目名,或 @ 开头的事实。"
            faults.add(one.at, "column", f"没有栏目 {text}", fix)
        facts[name] = text
    return facts


def _expression(
    node: Node, text: str, fields: Mapping[str, Field], faults: Faults
) -> Expression | None:
    try:
        return parse_expression(text, expression_kinds(fields))
    except BadText as bad:
        faults.add_bad(node, "cell", bad)
        return None


def _wants(node: Node | None, faults: Faults) -> dict[str, tuple[str, ...]]:
    """Output -> the value, or the list of values, that lets the step pass."""
    found = scalars.entries(node, faults, "wants ")
    wants = {}
    for name, one in found.values.items() if found else ():
        listed = [one] if isinstance(one, Scalar) else scalars.items(one, faults, name)
        wants[name] = tuple(w.text for w in listed if isinstance(w, Scalar))
    return wants


def _otherwise(node: Node | None, faults: Faults) -> dict[str, str]:
    if isinstance(node, Entries):
        return _plain(node, faults)
    return {"": scalars.read_text(node, faults, "else ")}


def _plain(node: Node | None, faults: Faults) -> dict[str, str]:
    found = scalars.entries(node, faults, "这里")
    if found is None:
        return {}
    return {
        name: scalars.read_text(one, faults, name) for name, one in found.values.items()
    }
