"""The library: snapshots to decide with, and the refresh that swaps them."""

import threading
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding
from portal.rules.library.files import Stamp, scan
from portal.rules.library.holding import Held, StoredText, hold
from portal.rules.library.opening import open_shelf
from portal.rules.library.refreshing import Change, Refreshing
from portal.rules.library.ruleset import RuleSet
from portal.rules.library.shelf import Shelf

# Snapshots that are kept for sites without tables of their own.
MOST_SITES = 500


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
        return _texts(self._state.shelf)

    def hold_to(self, stored: Iterable[StoredText], today: date) -> None:
        """Puts back what has decided, where a file was rewritten before the start.

        `stored` are the texts of a database, the oldest first. The files are listed in
        `kept_back`. Raises BadRuleFile when what has decided does not work any more.
        """
        with self._refreshing:
            held = hold(self.root, self._state.shelf, stored, today)
            self._frozen |= held.cores
            if held.texts:
                self._put_back(held)

    def _put_back(self, held: Held) -> None:
        old = self._state.shelf
        try:
            self._state = _State(open_shelf(self.root, held.texts))
        except BadRuleFile as bad:
            before = [one for all_ in held.kept_back.values() for one in all_]
            raise BadRuleFile([*before, *bad.findings]) from None
        self.kept_back = {**self.kept_back, **held.kept_back}
        old.close()

    def refresh(
        self,
        today: date,
        is_decided: Callable[[str, str], bool] | None = None,
        before_swap: Callable[[list[StoredText]], None] | None = None,
    ) -> list[Change]:
        """Takes over the files that changed and are good; what is bad is kept back.

        `is_decided(table id, version hash)` says whether a version has decided: then
        its rows may not change any more. `before_swap` is given every text that is
        about to be in force; when it raises, everything stays as it was. Safe to call
        from several threads, cheap when nothing changed.
        """
        with self._refreshing:
            seen = self._seen()
            if seen == self._stamps:
                return []
            shelf = self._state.shelf
            run = Refreshing(self.root, shelf, today, is_decided, self._frozen)
            changes = run.run(self._changed(seen), self.kept_back)
            if run.shelf is not shelf:
                if before_swap is not None:
                    _tell(before_swap, run)
                self._state = _State(run.shelf)
            run.close_replaced()
            self.kept_back = run.kept_back
            self._stamps = seen
            return changes

    def close(self) -> None:
        """Frees the engine's memory; snapshots still held answer from the reference."""
        with self._refreshing:
            self._state.shelf.close()

    def _seen(self) -> dict[str, Stamp | None]:
        """Stamps by file name; a misplaced file is seen, but has none."""
        files, misplaced = scan(self.root)
        seen: dict[str, Stamp | None] = {one.at.file: None for one in misplaced}
        return seen | {file.name: file.stamp() for file in files}

    def _changed(self, seen: dict[str, Stamp | None]) -> set[str]:
        names = seen.keys() | self._stamps.keys()
        return {name for name in names if seen.get(name) != self._stamps.get(name)}


def _texts(shelf: Shelf) -> list[StoredText]:
    return [
        StoredText(version.hash, name, site, str(version.since), version.text)
        for (site, name), one in shelf.loaded.items()
        for version in one.table.versions
    ]


def _tell(before_swap: Callable[[list[StoredText]], None], run: Refreshing) -> None:
    try:
        before_swap(_texts(run.shelf))
    except BaseException:
        run.close_taken()
        raise
