"""One refresh: changed files are tried one by one, each as the only change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.library.admit import Loaded, admit
from portal.rules.library.decided import gone, rewritten
from portal.rules.library.files import CLAUSES, RuleFile, scan
from portal.rules.library.opening import all_clauses
from portal.rules.library.order import ordered
from portal.rules.library.shelf import Key, Shelf
from portal.rules.load import Draft, draft_of, read_source, result_columns
from portal.rules.table import Version


@dataclass(frozen=True, slots=True)
class Change:
    """A table that was taken over: version dates to hashes, before and after."""

    file: str
    table: str
    site: str | None
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


class Refreshing:
    """Starts from `shelf` and ends with the shelf that should be in force."""

    def __init__(
        self,
        root: Path,
        shelf: Shelf,
        today: date,
        is_decided: Callable[[str, str], bool] | None,
        frozen: set[tuple[str | None, str, str]],
    ) -> None:
        self.root = root
        self.shelf = shelf
        self.today = today
        self.is_decided = is_decided
        self.frozen = frozen
        self.kept_back: dict[str, list[Finding]] = {}
        self.changes: list[Change] = []
        self.replaced: list[tuple[Loaded | None, Loaded]] = []

    def run(
        self, changed: set[str], earlier: Mapping[str, list[Finding]]
    ) -> list[Change]:
        """Tries the changed files, and again those that were kept back before."""
        files, misplaced = scan(self.root)
        for finding in misplaced:
            self.kept_back[finding.at.file] = [finding]
        present = {file.name for file in files}
        for one in self.shelf.loaded.values():
            if one.file.name not in present:
                self.kept_back[one.file.name] = [gone(one.file.name)]
        tried = [file for file in files if file.name in changed | earlier.keys()]
        catalogue = [n for n in changed | earlier.keys() if self._is_clauses(n)]
        if catalogue:
            self._take_clauses(files, min(catalogue))
        for file, draft in self._in_order([f for f in tried if not f.is_clauses]):
            self._take(file, draft)
        return self.changes

    def close_replaced(self) -> None:
        """Frees what the new shelf does not use, once nobody is given it any more."""
        for old, new in self.replaced:
            if old is not None:
                old.close(keep=new.matchers)

    def close_taken(self) -> None:
        """Frees what only the new shelf uses: it will not be in force after all."""
        for old, new in self.replaced:
            new.close(keep=old.matchers if old else None)

    def _is_clauses(self, name: str) -> bool:
        return name.startswith(f"{self.root.name}/{CLAUSES}/")

    def _take_clauses(self, files: list[RuleFile], name: str) -> None:
        """Takes the catalogue over, if every clause a row cites is still in it.

        `name` is the changed file under which it is kept back otherwise.
        """
        try:
            clauses = all_clauses(files, self.root)
        except BadRuleFile as bad:
            self.kept_back[name] = bad.findings
            return
        for one in self.shelf.loaded.values():
            missing = [c for c in one.table.clauses if c not in clauses]
            if missing and self.shelf.clauses:
                message = f"条款 {missing[0]} 不见了，{one.table.file} 还引用它"
                at = Position(name, 1, 1)
                self.kept_back[name] = [Finding(at, "clause", message, "请恢复它。")]
                return
        self.shelf = Shelf(self.shelf.loaded, clauses)

    def _in_order(self, files: list[RuleFile]) -> list[tuple[RuleFile, Draft]]:
        """The files that really changed, those that others require first."""
        drafts: dict[Key, tuple[RuleFile, Draft]] = {}
        requires: dict[str, list[str]] = {}
        for file in files:
            try:
                draft = draft_of(read_source(file.path, file.name), file.name)
            except BadRuleFile as bad:
                self.kept_back[file.name] = bad.findings
                continue
            old = self.shelf.loaded.get(file.key)
            if old is None or old.text != draft.text:
                drafts[file.key] = file, draft
                requires.setdefault(file.table, []).extend(draft.requires)
        try:
            order = ordered(requires, {})
        except BadRuleFile:
            # Each will be refused by itself; any order shows that.
            order = list(requires)
        place = {table: number for number, table in enumerate(order)}
        keys = sorted(drafts, key=lambda key: (place[key[1]], key[0] or ""))
        return [drafts[key] for key in keys]

    def _take(self, file: RuleFile, draft: Draft) -> None:
        """Takes one file over, with the tables it touches, or keeps it back."""
        new: dict[Key, Loaded] = {}
        try:
            self._try(file, draft, new)
        except BadRuleFile as bad:
            self.kept_back[file.name] = bad.findings
            for key, one in new.items():
                old = self.shelf.loaded.get(key)
                one.close(keep=old.matchers if old else None)
            return
        self.changes.append(
            _change(file, self.shelf.loaded.get(file.key), new[file.key])
        )
        for key, one in new.items():
            self.replaced.append((self.shelf.loaded.get(key), one))
        self.shelf = self.shelf.replaced(new)

    def _try(self, file: RuleFile, draft: Draft, new: dict[Key, Loaded]) -> None:
        """Fills `new` with the table and rebuilt dependants; raises BadRuleFile."""
        new[file.key] = self._admit(file, draft, new)
        findings = self._rewritten(file, new[file.key])
        waiting = [file.key]
        while waiting and not findings:
            key = waiting.pop()
            if not _looks_new(self.shelf.loaded.get(key), new[key]):
                continue
            for other in self.shelf.dependants(key):
                if other not in new:
                    one = self.shelf.loaded[other]
                    new[other] = self._admit(one.file, one.draft(), new)
                    waiting.append(other)
        touched = {file.table, *self._all_dependants(file.key)}
        shelf = self.shelf.replaced(new)
        findings = findings or shelf.conflicts() or shelf.failing(touched)
        if findings:
            raise BadRuleFile(findings)

    def _admit(self, file: RuleFile, draft: Draft, new: Mapping[Key, Loaded]) -> Loaded:
        shelf = self.shelf.replaced(new)
        old = self.shelf.loaded.get(file.key)
        tables = shelf.tables(file.site)
        return admit(file, draft, tables, shelf.known_clauses, old)

    def _all_dependants(self, key: Key) -> set[str]:
        found: set[Key] = set()
        waiting = [key]
        while waiting:
            for other in self.shelf.dependants(waiting.pop()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return {table for _, table in found}

    def _rewritten(self, file: RuleFile, new: Loaded) -> list[Finding]:
        """A site's first table of its own may not rewrite the house's past either."""
        old = self.shelf.loaded.get(file.key) or self.shelf.loaded.get(
            (None, file.table)
        )
        if old is None or self.is_decided is None:
            return []
        return rewritten(
            old.table, new.table, self.today, lambda v: self._decided(file.key, v)
        )

    def _decided(self, key: Key, version: Version) -> bool:
        """Also true when it decided under other words: the core remembers it."""
        mark = (*key, version.core)
        if mark in self.frozen:
            return True
        if self.is_decided is None or not self.is_decided(key[1], version.hash):
            return False
        self.frozen.add(mark)
        return True


def _looks_new(old: Loaded | None, new: Loaded) -> bool:
    return old is not None and result_columns(old.table) != result_columns(new.table)


def _change(file: RuleFile, old: Loaded | None, new: Loaded) -> Change:
    before = _hashes(old) if old else {}
    return Change(file.name, file.table, file.site, before, _hashes(new))


def _hashes(one: Loaded) -> dict[str, str]:
    return {str(version.since): version.hash for version in one.table.versions}
