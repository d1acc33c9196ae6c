"""What the evaluator says when a rule file or a set of facts cannot be used."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """Where a thing stands in a rule file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a rule file: where, what is wrong, and how to mend it.

    `kind` is a short English word (yaml, column, type, clause, example, gap,
    overlap, masked, unreachable, duplicate, date, size, requires, cell);
    `message` and `fix` are Chinese sentences for the manager who edits the file.
    """

    at: Position
    kind: str
    message: str
    fix: str = ""
    version: str | None = None
    row: str | None = None
    witness: str | None = None

    def __str__(self) -> str:
        place = f"{self.at}"
        if self.version:
            place += f", 版本 {self.version}"
        if self.row:
            place += f", 行 {self.row}"
        return f"{place}: {self.message}" + (f"。{self.fix}" if self.fix else "")


class RuleError(Exception):
    """Anything the evaluator refuses."""


class BadRuleFile(RuleError):
    """A rule file that may not be used; `findings` says why, line by line."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(str(one) for one in findings))
        self.findings = findings


class BadFacts(RuleError):
    """Facts the table cannot take: `problems` maps the fact's name to a sentence."""

    def __init__(self, table: str, problems: dict[str, str]) -> None:
        super().__init__(
            f"{table}: " + "; ".join(f"{k}: {v}" for k, v in problems.items())
        )
        self.table = table
        self.problems = problems


class UnknownTable(RuleError, KeyError):
    """No table of this name is in force; a missing key to whoever looks it up."""

    __str__ = Exception.__str__


class NotDecided(RuleError):
    """The table has no answer: no version on that day, or the hit policy broke."""
