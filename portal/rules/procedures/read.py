"""A procedure file to its shape; every fault of the file is found at once."""

from datetime import date
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.load import file_name, parse_tree, read_source, scalars, sha256
from portal.rules.load.canonical import version_text
from portal.rules.load.faults import Faults
from portal.rules.load.source import check_characters
from portal.rules.load.tree import Entries, Node
from portal.rules.procedures.fields import read_fields
from portal.rules.procedures.shape import Procedure, State, Version
from portal.rules.procedures.step_reader import read_steps, read_word, read_words

_HEAD = (
    "title",
    "prefix",
    "subject",
    "one_per_lead",
    "headline",
    "note",
    "clauses",
    "versions",
)
_VERSION = ("since", "note", "fields", "states", "steps")
SUBJECTS = ("lead", "none")
ONE_PER_LEAD = ("open", "ever")


def load_procedure(path: Path, root: Path, *, site: str | None = None) -> Procedure:
    """The procedure of one file under `root`; raises BadRuleFile with every finding."""
    file = file_name(path, root)
    return _build(read_source(path, file), file, path.stem, site)


def load_procedure_text(text: str, kind: str, *, site: str | None = None) -> Procedure:
    """The same from the kept text of one version."""
    check_characters(text, kind)
    return _build(text, kind, kind, site)


def _build(text: str, file: str, kind: str, site: str | None) -> Procedure:
    root = parse_tree(text, file)
    if not isinstance(root, Entries):
        at = Position(file, 1, 1)
        raise BadRuleFile([Finding(at, "yaml", "这不是一个流程", "请从 title: 写起。")])
    faults = Faults()
    given = scalars.only_keys(
        root, _HEAD, faults, needed=("title", "prefix", "subject", "versions")
    )
    versions = _versions(root, faults)
    found = Procedure(
        kind=kind,
        title=scalars.read_text(given.get("title"), faults, "title "),
        prefix=scalars.read_text(given.get("prefix"), faults, "prefix "),
        subject=read_word(given.get("subject"), SUBJECTS, faults, "subject "),
        one_per_lead=read_word(
            given.get("one_per_lead"), ONE_PER_LEAD, faults, "one_per_lead "
        ),
        clauses=read_words(given.get("clauses"), faults, "clauses "),
        versions=versions,
        file=file,
        site=site,
        note=scalars.read_text(given.get("note"), faults, "note "),
        headline=scalars.read_text(given.get("headline"), faults, "headline "),
    )
    faults.raise_any()
    return found


def _versions(root: Entries, faults: Faults) -> tuple[Version, ...]:
    node = root.values.get("versions")
    listed = scalars.items(node, faults, "versions ")
    if node is not None and not listed:
        faults.add(node.at, "date", "一个版本也没有", "请至少写一个版本。")
    found: list[Version] = []
    for one in listed:
        version = _version(root, one, faults)
        if version is None:
            continue
        if found and version.since <= found[-1].since:
            message = f"版本日期 {version.since} 不在 {found[-1].since} 之后"
            faults.add(version.at, "date", message, "各版本按日期从早到晚排。")
        found.append(version)
    return tuple(found)


def _version(root: Entries, node: Node, faults: Faults) -> Version | None:
    body = scalars.entries(node, faults, "版本")
    if body is None:
        return None
    given = scalars.only_keys(
        body, _VERSION, faults, needed=("since", "states", "steps")
    )
    since = scalars.read_date(given.get("since"), faults, "since ")
    inner = faults.inside(version=str(since)) if since else faults
    scalars.read_text(given.get("note"), inner, "note ")
    fields = read_fields(given.get("fields"), inner)
    states = _states(given.get("states"), inner)
    text = version_text(root, body)
    return Version(
        since=since or date.min,
        fields=fields,
        states=states,
        steps=read_steps(given.get("steps"), fields, states, inner),
        hash=sha256(text),
        text=text,
        at=body.at,
    )


def _states(node: Node | None, faults: Faults) -> dict[str, State]:
    found = scalars.entries(node, faults, "states ")
    states: dict[str, State] = {}
    for key in found.keys.values() if found else ():
        name = scalars.read_name(key, faults, "状态名")
        body = scalars.entries(found.values[key.text], faults, f"状态 {name} ")  # type: ignore[union-attr]
        if not name or body is None:
            continue
        given = scalars.only_keys(
            body, ("label", "final", "track"), faults, needed=("label",)
        )
        aside = given.get("track")
        states[name] = State(
            name=name,
            label=scalars.read_text(given.get("label"), faults, "label "),
            at=key.at,
            final=scalars.read_flag(given.get("final"), faults, "final "),
            track=aside is None or scalars.read_flag(aside, faults, "track "),
        )
    return states
