"""One version of a table as a text of its own, always written the same way.

Comments, spacing and quotes do not change it, so its hash changes when the content does
and never because another version was added or the YAML library learnt new habits.
"""

import hashlib
import json
import re
from collections.abc import Mapping

from portal.rules.cell import Expression, show_value
from portal.rules.load.rows import Head
from portal.rules.load.scalars import is_misread
from portal.rules.load.tree import Entries, Items, Node, Scalar
from portal.rules.table import Column, Hit, Row

_SIMPLE = re.compile(r"[^\W\d][\w.]*(?:-[\w.]+)*\Z")


def version_text(root: Entries, version: Entries) -> str:
    """The head of the file and this version alone; loads to the same table again."""
    lines = []
    for key, node in root.values.items():
        if key == "versions":
            lines += ["versions:", *_version_lines(version)]
        elif isinstance(node, Entries) and node.values:
            lines.append(f"{key}:")
            lines += [f"  {_word(name)}: {_flow(one)}" for name, one in _pairs(node)]
        else:
            lines.append(f"{key}: {_flow(node)}")
    return "\n".join(lines) + "\n"


def _version_lines(version: Entries) -> list[str]:
    lines = []
    mark = "-"
    for key, node in version.values.items():
        if isinstance(node, Items) and node.items:
            lines.append(f"  {mark} {key}:")
            lines += [f"      - {_flow(one)}" for one in node.items]
        else:
            lines.append(f"  {mark} {key}: {_flow(node)}")
        mark = " "
    return lines


def _pairs(node: Entries) -> list[tuple[Scalar, Node]]:
    return [(key, node.values[name]) for name, key in node.keys.items()]


def _flow(node: Node) -> str:
    """The node on one line. Nesting is bounded by the parser."""
    if isinstance(node, Scalar):
        return _word(node)
    if isinstance(node, Items):
        return "[" + ", ".join(_flow(one) for one in node.items) + "]"
    pairs = (f"{_word(key)}: {_flow(one)}" for key, one in _pairs(node))
    return "{" + ", ".join(pairs) + "}"


def _word(node: Scalar) -> str:
    """Without quotes for simple words, and where quotes would change what is meant."""
    misread = is_misread(node.text)
    if node.plain if misread else _SIMPLE.match(node.text):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)


def sha256(text: str) -> str:
    """The hash under which a version's text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def core_of(head: Head, rows: tuple[Row, ...]) -> str:
    """The hash of what decides: everything but titles, labels, notes and examples.

    Columns that no row names are left out: a later version may bring new ones.
    """
    derived = {n: [d.column.type, d.expression.text] for n, d in head.derived.items()}
    tested = {name for row in rows for name in row.when}
    types = {name: one.type for name, one in head.tested.items() if name in tested}
    listed = [[row.id, _cells(row), _answers(row), list(row.clauses)] for row in rows]
    said = {name for row in rows for name in _answers(row)}
    outputs = {n: _result(head.hit, head.outputs[n]) for n in said}
    whole = [head.hit, dict(head.requires), derived, types, outputs, listed]
    return sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True))


def _result(hit: Hit, column: Column) -> list[object]:
    """What of an output column bears on the outcome under this hit policy."""
    by_order = hit in (Hit.PRIORITY, Hit.OUTPUT_ORDER)
    order = list(column.values or ()) if by_order else None
    adds_up = hit in (Hit.SUM, Hit.MIN, Hit.MAX, Hit.COUNT)
    return [column.type, order, column.when_null if adds_up else None]


def _cells(row: Row) -> Mapping[str, str]:
    return {name: cell.text for name, cell in row.when.items() if not cell.is_any}


def _answers(row: Row) -> Mapping[str, str]:
    return {
        name: answer.text if isinstance(answer, Expression) else show_value(answer)
        for name, answer in row.then.items()
        if answer is not None
    }
