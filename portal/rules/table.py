"""What a decision table is: frozen shapes shared by loader, checker and evaluators.

The words are those of DMN: inputs, outputs, hit policy, rules (here: rows),
information requirements (here: `requires`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from portal.rules.errors import Position

if TYPE_CHECKING:
    from portal.rules.cell import Cell, Expression

# A fact or an answer as the evaluator holds it. A float never occurs.
type_names = (
    "money",
    "number",
    "integer",
    "boolean",
    "text",
    "date",
    "time",
    "datetime",
    "duration",
)
Value = Decimal | bool | str | date | time | datetime | timedelta | None


class Hit(StrEnum):
    """The eleven hit policies, spelled as in the file."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    RULE_ORDER = "rule order"
    OUTPUT_ORDER = "output order"
    COLLECT = "collect"
    SUM = "collect+"
    MIN = "collect<"
    MAX = "collect>"
    COUNT = "collect#"

    @property
    def must_be_complete(self) -> bool:
        """These answer every fact of the declared domain, or the file is refused."""
        return self in (Hit.UNIQUE, Hit.ANY, Hit.FIRST, Hit.PRIORITY)

    @property
    def is_list(self) -> bool:
        """The outcome is a list of rows instead of one object."""
        return self in (Hit.RULE_ORDER, Hit.OUTPUT_ORDER, Hit.COLLECT)


@dataclass(frozen=True, slots=True)
class Column:
    """An input, output or derived column and its declared domain.

    values: the only values, in order, each with its Chinese label; None = open.
    when_null (outputs): "does_not_count" or "not_applicable"; None = "rule not set".
    """

    name: str
    label: str
    type: str
    values: Mapping[str, str] | None = None
    min: Value = None
    max: Value = None
    nullable: bool = False
    when_null: str | None = None
    note: str = ""
    at: Position | None = field(default=None, compare=False)

    @property
    def kind(self) -> str:
        """The type as expressions take it: "money", or "money?" if nullable."""
        return f"{self.type}?" if self.nullable else self.type


@dataclass(frozen=True, slots=True)
class Derived:
    """A column worked out from the inputs: `is: "= exposure + order_amount"`."""

    column: Column
    expression: "Expression"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: cells by column name (absent = any), answers by output name.

    `name` is what people call the row; the file may leave it out.
    """

    id: str
    when: Mapping[str, "Cell"]
    then: Mapping[str, "Value | Expression"]
    clauses: tuple[str, ...]
    note: str
    at: Position
    cell_at: Mapping[str, Position] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked case inside the file; it must hold or the file is refused."""

    name: str
    given: Mapping[str, Value]
    then: Mapping[str, Value] | list[Mapping[str, Value]]
    at: Position


@dataclass(frozen=True, slots=True)
class Version:
    """The rows in force from `since` on.

    `text` is a rule file of this version alone (header + this version), `hash` its
    SHA-256 in hexadecimal: replay needs nothing else but the texts of the required
    tables. `core` is the SHA-256 of what decides: equal cores decide alike, whatever
    became of titles, labels and notes.
    """

    since: date
    rows: tuple[Row, ...]
    examples: tuple[Example, ...]
    hash: str
    text: str
    at: Position
    core: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A rule file as loaded.

    `id` is folder.file, `requires` maps a local name to a table id, `required` the
    outputs of those tables as columns, keyed as cells name them: "limits.day".
    """

    id: str
    title: str
    hit: Hit
    inputs: Mapping[str, Column]
    outputs: Mapping[str, Column]
    derived: Mapping[str, Derived]
    requires: Mapping[str, str]
    versions: tuple[Version, ...]
    file: str
    site: str | None = None
    note: str = ""
    required: Mapping[str, Column] = field(default_factory=dict)

    @property
    def tested(self) -> dict[str, Column]:
        """Every column a cell may test: inputs, derived, required."""
        derived = {name: one.column for name, one in self.derived.items()}
        return {**self.inputs, **derived, **self.required}

    def version_on(self, day: date) -> Version | None:
        """The youngest version whose `since` is not after `day`."""
        found = None
        for version in self.versions:
            if version.since <= day:
                found = version
        return found

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause any row of any version cites, in order, without repeats."""
        rows = (row for version in self.versions for row in version.rows)
        return tuple(dict.fromkeys(clause for row in rows for clause in row.clauses))


class Matcher(Protocol):
    """Finds the rows whose cells are all true; engine and reference both do this."""

    def match(self, values: Mapping[str, Value]) -> list[int]:
        """Row numbers (from 0, ascending) for the values of every tested column."""
