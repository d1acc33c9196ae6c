"""Which files of the rules folder are what, and which of them changed."""

from dataclasses import dataclass
from pathlib import Path

from portal.rules.errors import Finding, Position
from portal.rules.load import file_name, table_id_of

# Folders whose files are not tables; each has a reader of its own.
OTHERS = frozenset({"procedures", "calendar", "handbook"})
CLAUSES = "clauses"
SITES = "sites"
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of the rules folder; `site` is None for the house's own."""

    path: Path
    name: str
    site: str | None
    table: str
    is_clauses: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        return self.site, self.table

    def stamp(self) -> Stamp | None:
        """Changes whenever the file is written; None when it is gone."""
        try:
            seen = self.path.stat()
        except OSError:
            return None
        return seen.st_mtime_ns, seen.st_size, seen.st_ino


def is_table(name: str) -> bool:
    """Whether the id is a table's: procedures and calendars keep texts as well."""
    return name.partition(".")[0] not in OTHERS


def file_of(root: Path, key: tuple[str | None, str]) -> RuleFile:
    """The file in which a site's (None: the house's) table has its place."""
    site, table = key
    base = root / SITES / site if site else root
    path = base.joinpath(*table.split(".")).with_suffix(".yaml")
    return RuleFile(path, file_name(path, root), site, table)


def scan(root: Path) -> tuple[list[RuleFile], list[Finding]]:
    """Every table and clause file below `root`, house before sites, by name.

    And a finding for each file that looks like a rule but stands in a wrong place.
    """
    found: list[RuleFile] = []
    misplaced: list[Finding] = []
    for path in sorted((*root.rglob("*.yaml"), *root.rglob("*.yml"))):
        one = _file(path, root)
        if isinstance(one, RuleFile):
            found.append(one)
        elif one is not None:
            misplaced.append(one)
    return sorted(found, key=lambda one: (one.site or "", one.name)), misplaced


def _file(path: Path, root: Path) -> RuleFile | Finding | None:
    parts = path.relative_to(root).parts
    if any(part.startswith(".") for part in parts):
        return None
    site = parts[1] if parts[0] == SITES and len(parts) > 1 else None
    inner = parts[2:] if site else parts
    name = file_name(path, root)
    if inner and inner[0] in OTHERS:
        return None
    if inner and inner[0] == CLAUSES and site is None:
        return RuleFile(path, name, None, "", is_clauses=True)
    if len(inner) < 2:
        return _misplaced(
            name, "表要放在一个主题的文件夹里", "如 rules/dispatch/tier.yaml。"
        )
    if path.suffix != ".yaml":
        return _misplaced(name, "规则文件的扩展名要写 .yaml", "请改文件名。")
    return RuleFile(path, name, site, table_id_of(path, root, site))


def _misplaced(name: str, message: str, fix: str) -> Finding:
    return Finding(Position(name, 1, 1), "file", message, fix)
