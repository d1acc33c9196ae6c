"""Opening a rules folder: every file must be good, and all faults are told together."""

from collections.abc import Mapping
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding
from portal.rules.library.admit import Loaded, admit
from portal.rules.library.clauses import Clause, read_clauses
from portal.rules.library.files import RuleFile, file_of, scan
from portal.rules.library.order import ordered
from portal.rules.library.shelf import Key, Shelf
from portal.rules.load import Draft, draft_of, read_source

_NOTHING: Mapping[Key, str] = {}


def open_shelf(root: Path, instead: Mapping[Key, str] = _NOTHING) -> Shelf:
    """Every table below `root`; raises BadRuleFile with the findings of all files.

    `instead` has texts that are used in place of what stands in the file, also where
    the file is gone.
    """
    opening = _Opening(root, instead)
    try:
        return opening.run()
    except BadRuleFile:
        opening.close()
        raise


def all_clauses(files: list[RuleFile], root: Path) -> dict[str, Clause]:
    """The catalogue of all clause files; raises BadRuleFile."""
    found: dict[str, Clause] = {}
    for file in files:
        if file.is_clauses:
            found |= read_clauses(file.path, root, found)
    return found


class _Opening:
    def __init__(self, root: Path, instead: Mapping[Key, str]) -> None:
        self.root = root
        self.instead = instead
        self.findings: list[Finding] = []
        self.loaded: dict[Key, Loaded] = {}
        self.drafts: dict[Key, Draft] = {}
        self.files: dict[Key, RuleFile] = {}
        self.requires: dict[Key, list[str]] = {}

    def run(self) -> Shelf:
        files, self.findings = scan(self.root)
        clauses = all_clauses(files, self.root)
        tables = {file.key: file for file in files if not file.is_clauses}
        gone = [file_of(self.root, key) for key in self.instead if key not in tables]
        for file in (*tables.values(), *gone):
            self._read(file)
        shelf = Shelf(self.loaded, clauses)
        for site in dict.fromkeys(key[0] for key in self.files):
            self._admit_site(site, shelf)
        self._raise_any()
        self.findings += shelf.conflicts()
        self._raise_any()
        self.findings += shelf.failing()
        self._raise_any()
        return shelf

    def close(self) -> None:
        for one in self.loaded.values():
            one.close()

    def _raise_any(self) -> None:
        if self.findings:
            raise BadRuleFile(self.findings)

    def _read(self, file: RuleFile) -> None:
        try:
            text = self.instead.get(file.key) or read_source(file.path, file.name)
            draft = draft_of(text, file.name)
        except BadRuleFile as bad:
            self.findings += bad.findings
            return
        self.drafts[file.key] = draft
        self.requires[file.key] = draft.requires
        self.files[file.key] = file

    def _admit_site(self, site: str | None, shelf: Shelf) -> None:
        own = {
            key[1]: needed for key, needed in self.requires.items() if key[0] == site
        }
        places = {
            key[1]: file.name for key, file in self.files.items() if key[0] == site
        }
        try:
            order = ordered(own, places)
        except BadRuleFile as bad:
            self.findings += bad.findings
            return
        for table_id in order:
            self._admit((site, table_id), shelf)

    def _admit(self, key: Key, shelf: Shelf) -> None:
        """Admits one table, unless it waits for one that already has findings."""
        site = key[0]
        tables = shelf.tables(site)
        bad = {other for place, other in self.files if place in (None, site)}
        if any(one in bad and one not in tables for one in self.requires[key]):
            return
        try:
            self.loaded[key] = admit(
                self.files[key], self.drafts[key], tables, shelf.known_clauses
            )
        except BadRuleFile as fault:
            self.findings += fault.findings
