"""What has decided is held to, though its file was rewritten while nobody looked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.library.decided import backdated, changed, gone, too_early
from portal.rules.library.files import file_of, is_table
from portal.rules.library.shelf import Key, Shelf
from portal.rules.load import load_text, sha256
from portal.rules.table import Table, Version

_VERSIONS = "\nversions:\n"


@dataclass(frozen=True, slots=True)
class StoredText:
    """A version's text for the database, by its hash; `site` None is the house.

    `decided`: a kept decision rests on it.
    """

    hash: str
    table: str
    site: str | None
    version: str
    text: str
    decided: bool = False

    @property
    def since(self) -> date:
        return date.fromisoformat(self.version)


@dataclass(slots=True)
class Held:
    """The tables whose files may not be used as they are, by what has decided.

    texts: the whole text that stays in force. kept_back: findings by file name.
    cores: site, table and core of every version that decided under other words.
    """

    texts: dict[Key, str] = field(default_factory=dict)
    kept_back: dict[str, list[Finding]] = field(default_factory=dict)
    cores: set[tuple[str | None, str, str]] = field(default_factory=set)


def hold(root: Path, shelf: Shelf, stored: Iterable[StoredText], today: date) -> Held:
    """Compares what was loaded with what has decided; `stored` is oldest first.

    Raises BadRuleFile for a text that no longer is what its hash says.
    """
    held = Held()
    by_key: dict[Key, list[StoredText]] = {}
    for one in stored:
        by_key.setdefault((one.site, one.table), []).append(one)
    for key, texts in by_key.items():
        if key in shelf.loaded:
            _hold_table(shelf, key, texts, today, held)
        elif is_table(key[1]) and any(one.decided for one in texts):
            name = file_of(root, key).name
            held.kept_back[name] = [gone(name)]
            held.texts[key] = _whole((), texts)
    return held


def _hold_table(
    shelf: Shelf, key: Key, texts: list[StoredText], today: date, held: Held
) -> None:
    table = shelf.loaded[key].table
    coming = {version.since: version for version in table.versions}
    findings: list[Finding] = []
    days = _decided_by_day(texts)
    for since, decided in days.items():
        version = coming.get(since)
        if version and version.hash in {one.hash for one in decided}:
            continue
        cores = set(_cores(decided, table, shelf))
        held.cores |= {(*key, core) for core in cores}
        if version is None or version.core not in cores:
            last = decided[-1].text
            findings.append(changed(since, last, version, table.file, today))
    early = backdated(table, {one.since for one in texts}, days.keys(), today)
    findings += [too_early(version, today) for version in early]
    if findings:
        held.kept_back[table.file] = findings
        taken = [version for version in table.versions if version not in early]
        held.texts[key] = _whole(taken, texts)


def _decided_by_day(texts: list[StoredText]) -> dict[date, list[StoredText]]:
    found: dict[date, list[StoredText]] = {}
    for one in texts:
        if one.decided:
            found.setdefault(one.since, []).append(one)
    return found


def _cores(decided: list[StoredText], table: Table, shelf: Shelf) -> Iterator[str]:
    """What each of them decided by; nothing for one that loads no more."""
    for one in decided:
        if sha256(one.text) != one.hash:
            raise BadRuleFile([_tampered(table, one)])
        try:
            tables = shelf.tables(one.site)
            old = load_text(one.text, table.file, one.table, tables=tables)
        except BadRuleFile:
            continue  # a table it asks has changed too: it is held to as well
        yield old.versions[0].core


def _tampered(table: Table, one: StoredText) -> Finding:
    message = f"数据库里存下的版本 {one.version} 的文本被改动过，不能据以恢复"
    at = Position(table.file, 1, 1)
    return Finding(at, "decided", message, "请恢复备份。", version=one.version)


def _whole(versions: Sequence[Version], texts: list[StoredText]) -> str:
    """One file of what stays in force, under the head of what decided last.

    What has not decided is as the file has it in `versions`, if it stands under the
    same head; else as it was stored last, and left out where it is new.
    """
    last = [one for one in texts if one.decided][-1]
    head, _, _ = last.text.partition(_VERSIONS)
    known = {one.since: one.text for one in texts}
    rows: Mapping[date, str] = {
        **{v.since: v.text for v in versions if _same_head(v, head)},
        **{v.since: known[v.since] for v in versions if _known(v, head, known)},
        **{one.since: one.text for one in texts if one.decided},
    }
    bodies = (rows[since].partition(_VERSIONS)[2] for since in sorted(rows))
    return head + _VERSIONS + "".join(bodies)


def _same_head(version: Version, head: str) -> bool:
    return version.text.partition(_VERSIONS)[0] == head


def _known(version: Version, head: str, known: Mapping[date, str]) -> bool:
    return version.since in known and not _same_head(version, head)
