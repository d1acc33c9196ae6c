"""Every procedure of the rules folder, re-read when a file changes."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding
from portal.rules.load import file_name
from portal.rules.procedures.read import load_procedure
from portal.rules.procedures.shape import Procedure

FOLDER = "procedures"


@dataclass(slots=True)
class _Read:
    stamp: tuple[int, int]
    procedure: Procedure | None


@dataclass(slots=True)
class Shelf:
    """Procedures by site and kind; `kept_back`: changed files that were not taken."""

    root: Path
    kept_back: dict[str, list[Finding]] = field(default_factory=dict)
    _files: dict[Path, _Read] = field(default_factory=dict)
    _snapshots: dict[str | None, Mapping[str, Procedure]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Read everything; raises BadRuleFile when a file cannot be used."""
        self.refresh()
        if self.kept_back:
            raise BadRuleFile([one for all_ in self.kept_back.values() for one in all_])

    def of_site(self, site: str | None) -> Mapping[str, Procedure]:
        """The procedures in force at a site: its own replace the house's."""
        known = self._snapshots.get(site)
        if known is None:
            everything = [
                one.procedure for one in self._files.values() if one.procedure
            ]
            known = {p.kind: p for p in everything if p.site is None}
            known |= {p.kind: p for p in everything if site and p.site == site}
            self._snapshots[site] = known
        return known

    def __iter__(self) -> Iterator[Procedure]:
        """Every procedure of the house and of its sites."""
        return iter([one.procedure for one in self._files.values() if one.procedure])

    def refresh(self) -> list[str]:
        """Take over changed files; a bad one leaves the last good version in force."""
        with self._lock:
            return self._refresh()

    def _refresh(self) -> list[str]:
        changed = []
        paths = dict(self._paths())
        for gone in [path for path in self._files if path not in paths]:
            del self._files[gone]
            changed.append(file_name(gone, self.root))
        for path, site in paths.items():
            if self._take(path, site):
                changed.append(file_name(path, self.root))
        if changed:
            self._snapshots = {}
        return changed

    def _paths(self) -> Iterator[tuple[Path, str | None]]:
        for path in sorted((self.root / FOLDER).glob("*.yaml")):
            yield path, None
        for path in sorted((self.root / "sites").glob(f"*/{FOLDER}/*.yaml")):
            yield path, path.parents[1].name

    def _take(self, path: Path, site: str | None) -> bool:
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        earlier = self._files.get(path)
        if earlier and earlier.stamp == stamp:
            return False
        file = file_name(path, self.root)
        try:
            procedure = load_procedure(path, self.root, site=site)
        except BadRuleFile as bad:
            self.kept_back[file] = bad.findings
            self._files[path] = _Read(stamp, earlier.procedure if earlier else None)
            return False
        self.kept_back.pop(file, None)
        self._files[path] = _Read(stamp, procedure)
        return True
