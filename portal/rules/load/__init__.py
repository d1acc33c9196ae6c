"""Rule files to tables: every fault of a file is found before any of it is used."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.load.canonical import sha256
from portal.rules.load.document import read_head, read_versions
from portal.rules.load.faults import Faults
from portal.rules.load.requires import required_ids, result_columns
from portal.rules.load.source import LARGEST, check_characters, read_source, too_large
from portal.rules.load.tree import Entries, Node, Scalar, parse_tree
from portal.rules.table import Table

__all__ = [
    "Draft",
    "Entries",
    "Node",
    "Scalar",
    "build_table",
    "draft_of",
    "file_name",
    "load_table",
    "load_text",
    "parse_tree",
    "read_source",
    "required_ids",
    "result_columns",
    "sha256",
    "table_id_of",
]
_NO_TABLES: Mapping[str, Table] = {}


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a rule file and its parsed tree: not yet a table."""

    text: str
    tree: Node

    @property
    def requires(self) -> list[str]:
        """The ids of the tables it wants to be asked first."""
        return required_ids(self.tree)


def load_table(
    path: Path,
    root: Path,
    *,
    site: str | None = None,
    known_clauses: Set[str] | None = None,
    tables: Mapping[str, Table] = _NO_TABLES,
) -> Table:
    """The table of one file under the rules folder `root`; raises BadRuleFile.

    `tables` holds the tables it may require. Without `known_clauses` clause ids are not
    looked up.
    """
    file = file_name(path, root)
    tree = parse_tree(read_source(path, file), file)
    table_id = table_id_of(path, root, site)
    return build_table(tree, file, table_id, site, known_clauses, tables)


def draft_of(text: str, file: str) -> Draft:
    """Parses a text; raises BadRuleFile when it is no plain YAML document."""
    if len(text.encode()) > LARGEST:
        raise too_large(file)
    check_characters(text, file)
    return Draft(text, parse_tree(text, file))


def load_text(
    text: str,
    file: str,
    table_id: str,
    *,
    site: str | None = None,
    known_clauses: Set[str] | None = None,
    tables: Mapping[str, Table] = _NO_TABLES,
) -> Table:
    """The same from a text, such as the kept text of one version."""
    tree = draft_of(text, file).tree
    return build_table(tree, file, table_id, site, known_clauses, tables)


def build_table(
    tree: Node,
    file: str,
    table_id: str,
    site: str | None,
    known_clauses: Set[str] | None,
    tables: Mapping[str, Table],
) -> Table:
    """The table of a parsed document; raises BadRuleFile with every finding."""
    if not isinstance(tree, Entries):
        at = Position(file, 1, 1)
        raise BadRuleFile([Finding(at, "yaml", "这不是一张表", "请从 title: 写起。")])
    faults = Faults()
    head = read_head(tree, tables, known_clauses, faults)
    versions = read_versions(tree, head, faults)
    faults.raise_any()
    return Table(
        id=table_id,
        title=head.title,
        hit=head.hit,
        inputs=head.inputs,
        outputs=head.outputs,
        derived=head.derived,
        requires=head.requires,
        versions=versions,
        file=file,
        site=site,
        note=head.note,
        required=head.required,
    )


def file_name(path: Path, root: Path) -> str:
    """How findings name the file: from the folder of the rules root on."""
    return (Path(root.name) / path.relative_to(root)).as_posix()


def table_id_of(path: Path, root: Path, site: str | None) -> str:
    """dispatch/tier.yaml -> dispatch.tier, below the root or below sites/<site>/."""
    base = root / "sites" / site if site else root
    return ".".join(path.relative_to(base).with_suffix("").parts)
