"""The clause catalogue of rules/clauses/: what the source documents say, by id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.rules.load import Entries, Node, Scalar, file_name, parse_tree, read_source
from portal.rules.load.faults import Faults
from portal.rules.load.scalars import entries, items, only_keys

_TEXTS = ("id", "doc", "where", "says", "en", "kind")
_PARTS = ("params", "items", "fields", "steps", "unclear")
ANNEX = "附"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule of a source document.

    `doc` is the document's number, `where` the place in it, `says` the rule in our
    words. `unclear` holds what the source leaves open and what the house does instead.
    """

    id: str
    doc: str
    where: str
    says: str
    en: str
    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    unclear: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Any, ...] = ()
    fields: tuple[Any, ...] = ()
    steps: tuple[Any, ...] = ()

    @property
    def place(self) -> str:
        """The end of `where`, for short references: 一.5, 操作程序I."""
        last = self.where.rsplit("/", 1)[-1]
        # An annex names itself before the number: 附:传递单制度.4 is 4.
        if last.startswith(ANNEX):
            last = last.rsplit(".", 1)[-1]
        # 4.5)操作程序I stands under a heading of its own: 操作程序I.
        return last.rpartition(")")[2]


def read_clauses(
    path: Path, root: Path, earlier: Mapping[str, Clause]
) -> dict[str, Clause]:
    """The clauses of one file; raises BadRuleFile, also for ids of `earlier` files."""
    file = file_name(path, root)
    faults = Faults()
    found: dict[str, Clause] = {}
    for node in items(parse_tree(read_source(path, file), file), faults, "条款 "):
        clause = _clause(node, faults)
        if clause is None:
            continue
        if clause.id in found or clause.id in earlier:
            faults.add(
                node.at, "duplicate", f"条款 {clause.id} 写了两次", "请删去一处。"
            )
        found[clause.id] = clause
    faults.raise_any()
    return found


def _clause(node: Node, faults: Faults) -> Clause | None:
    body = entries(node, faults, "条款 ")
    if body is None:
        return None
    given = only_keys(body, (*_TEXTS, *_PARTS), faults, needed=_TEXTS)
    texts = {n: one.text for n in _TEXTS if isinstance(one := given.get(n), Scalar)}
    if len(texts) < len(_TEXTS):
        return None
    parts = {name: plain_node(given[name]) for name in _PARTS if name in given}
    return Clause(**texts, **parts)  # type: ignore[arg-type]


def plain_node(node: Node) -> Any:
    """A tree as plain values: dicts, tuples, texts, Decimals, bools and None."""
    if isinstance(node, Scalar):
        return _plain_scalar(node)
    if isinstance(node, Entries):
        return {name: plain_node(one) for name, one in node.values.items()}
    return tuple(plain_node(one) for one in node.items)


def _plain_scalar(node: Scalar) -> Any:
    if not node.plain:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if node.text == "null":
        return None
    return Decimal(node.text) if _NUMBER.match(node.text) else node.text
