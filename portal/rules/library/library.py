"""The library: snapshots to decide with, and the refresh that swaps them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.rules.errors import Finding
from portal.rules.library.files import Stamp, scan
from portal.rules.library.opening import open_shelf
from portal.rules.library.refreshing import Change, Refreshing
from portal.rules.library.ruleset import RuleSet
from portal.rules.library.shelf import Shelf

# Snapshots that are kept for sites without tables of their own.
MOST_SITES = 500


@dataclass(frozen=True, slots=True)
class StoredText:
    """A version's text for the database, by its hash; `site` None is the house."""

    hash: str
    table: str
    site: str | None
    version: str
    text: str


class _State:
    """One shelf and its snapshots, replaced as a whole."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rulesets = {site: shelf.ruleset(site) for site in shelf.sites()}

    def ruleset(self, site: str | None) -> RuleSet:
        found = self.rulesets.get(site)
        if found is None:
            found = self.shelf.ruleset(site)
            if len(self.rulesets) < MOST_SITES:
                found = self.rulesets.setdefault(site, found)
        return found


class Library:
    """The rules of one folder; many threads may decide while one refreshes.

    `kept_back` has, by file name, the findings of changes that were not taken: there
    the last good content is in force.
    """

    def __init__(self, root: Path) -> None:
        """Loads every table; raises BadRuleFile with all findings when any is bad."""
        self.root = Path(root)
        self.kept_back: dict[str, list[Finding]] = {}
        self._refreshing = threading.Lock()
        self._stamps = self._seen()
        self._state = _State(open_shelf(self.root))
        self._frozen: set[tuple[str | None, str, str]] = set()

    def rules(self, site: str | None = None) -> RuleSet:
        """The snapshot in force for a site; the house's if it has no own tables."""
        return self._state.ruleset(site)

    def texts(self) -> list[StoredText]:
        """Every version in force, to be kept before anything is decided with it."""
        return [
            StoredText(version.hash, name, site, str(version.since), version.text)
            for (site, name), one in self._state.shelf.loaded.items()
            for version in one.table.versions
        ]

    def refresh(
        self, today: date, is_decided: Callable[[str, str], bool] | None = None
    ) -> list[Change]:
        """Takes over the files that changed and are good; what is bad is kept back.

        `is_decided(table id, version hash)` says whether a version has decided: then
        its rows may not change any more. Safe to call from several threads, cheap when
        nothing changed.
        """
        with self._refreshing:
            seen = self._seen()
            if seen == self._stamps:
                return []
            shelf = self._state.shelf
            run = Refreshing(self.root, shelf, today, is_decided, self._frozen)
            changes = run.run(self._changed(seen), self.kept_back)
            if run.shelf is not shelf:
                self._state = _State(run.shelf)
            run.close_replaced()
            self.kept_back = run.kept_back
            self._stamps = seen
            return changes

    def close(self) -> None:
        """Frees the engine's memory; snapshots still held answer from the reference."""
        with self._refreshing:
            for one in self._state.shelf.loaded.values():
                one.close()

    def _seen(self) -> dict[str, Stamp | None]:
        """Stamps by file name; a misplaced file is seen, but has none."""
        files, misplaced = scan(self.root)
        seen: dict[str, Stamp | None] = {one.at.file: None for one in misplaced}
        return seen | {file.name: file.stamp() for file in files}

    def _changed(self, seen: dict[str, Stamp | None]) -> set[str]:
        names = seen.keys() | self._stamps.keys()
        return {name for name in names if seen.get(name) != self._stamps.get(name)}
