"""Gathers what is wrong with a file, so that a manager sees all of it at once."""

from dataclasses import dataclass, field, replace

from portal.rules.cell import BadText
from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.load.tree import Node, Scalar


@dataclass(frozen=True, slots=True)
class Faults:
    """The findings so far; `version` and `row` stamp what is added from here on."""

    found: list[Finding] = field(default_factory=list)
    version: str | None = None
    row: str | None = None

    def inside(self, version: str | None = None, row: str | None = None) -> "Faults":
        """The same list, stamped with the version or row being read."""
        return replace(self, version=version or self.version, row=row or self.row)

    def add(self, at: Position, kind: str, message: str, fix: str = "") -> None:
        stamp = {"version": self.version, "row": self.row}
        self.found.append(Finding(at, kind, message, fix, **stamp))

    def add_bad(self, node: Node, kind: str, bad: BadText) -> None:
        """A fault inside the text of a scalar, at its own column where it has one."""
        self.add(inner_position(node, bad.offset), kind, bad.message, bad.fix)

    def raise_any(self) -> None:
        if self.found:
            raise BadRuleFile(sorted(self.found, key=_place))


def _place(finding: Finding) -> tuple[int, int]:
    return finding.at.line, finding.at.column


def inner_position(node: Node, offset: int) -> Position:
    """Where the character at `offset` of a one-line scalar stands in the file."""
    if not isinstance(node, Scalar) or node.folded:
        return node.at
    quote = 0 if node.plain else 1
    return Position(node.at.file, node.at.line, node.at.column + quote + offset)
