"""A parsed document to a table: head first, then every version, all faults together."""

from collections.abc import Mapping, Set
from datetime import date

from portal.rules.load import columns, requires, rows, scalars
from portal.rules.load.canonical import core_of, sha256, version_text
from portal.rules.load.faults import Faults
from portal.rules.load.rows import Head
from portal.rules.load.tree import Entries, Node
from portal.rules.table import Hit, Table, Version

_KEYS = (
    "title",
    "hit",
    "note",
    "inputs",
    "outputs",
    "derived",
    "requires",
    "versions",
)


def read_head(
    root: Entries,
    tables: Mapping[str, Table],
    known_clauses: Set[str] | None,
    faults: Faults,
) -> Head:
    """Everything above `versions:`."""
    given = scalars.only_keys(
        root, _KEYS, faults, needed=("title", "hit", "outputs", "versions")
    )
    hit = _hit(given.get("hit"), faults)
    inputs = columns.read_columns(given.get("inputs"), faults)
    outputs = columns.read_columns(given.get("outputs"), faults, outputs=True)
    columns.check_outputs(hit, outputs, root, faults)
    names, required = requires.read_requires(
        given.get("requires"), inputs, tables, faults
    )
    known = {name: one.kind for name, one in {**inputs, **required}.items()}
    return Head(
        title=scalars.read_text(given.get("title"), faults, "title "),
        hit=hit,
        inputs=inputs,
        outputs=outputs,
        derived=columns.read_derived(given.get("derived"), known, faults),
        requires=names,
        required=required,
        note=scalars.read_text(given.get("note"), faults, "note "),
        known_clauses=known_clauses,
    )


def _hit(node: Node | None, faults: Faults) -> Hit:
    word = scalars.read_text(node, faults, "hit ")
    try:
        return Hit(word)
    except ValueError:
        if node is not None and word:
            fix = f"可用：{'、'.join(Hit)}。"
            faults.add(node.at, "type", f"没有命中方式 {word}", fix)
        return Hit.UNIQUE


def read_versions(root: Entries, head: Head, faults: Faults) -> tuple[Version, ...]:
    """`versions:` in ascending order of `since`."""
    node = root.values.get("versions")
    listed = scalars.items(node, faults, "versions ")
    if node is not None and not listed:
        faults.add(node.at, "date", "一个版本也没有", "请至少写一个版本。")
    found: list[Version] = []
    for one in listed:
        version = _version(root, one, head, faults)
        if version is None:
            continue
        if found and version.since <= found[-1].since:
            message = f"版本日期 {version.since} 不在 {found[-1].since} 之后"
            faults.add(version.at, "date", message, "各版本按日期从早到晚排。")
        found.append(version)
    return tuple(found)


def _version(root: Entries, node: Node, head: Head, faults: Faults) -> Version | None:
    body = scalars.entries(node, faults, "版本")
    if body is None:
        return None
    keys = ("since", "note", "rows", "examples")
    given = scalars.only_keys(body, keys, faults, needed=("since", "rows"))
    since = scalars.read_date(given.get("since"), faults, "since ")
    inner = faults.inside(version=str(since)) if since else faults
    scalars.read_text(given.get("note"), inner, "note ")
    listed = rows.read_rows(given.get("rows"), head, inner)
    examples = rows.read_examples(given.get("examples"), head, inner)
    text = version_text(root, body)
    return Version(
        since=since or date.min,
        rows=listed,
        examples=examples,
        hash=sha256(text),
        text=text,
        at=body.at,
        core=core_of(head, listed),
    )
