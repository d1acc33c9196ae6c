"""What a measure is: records of one source, when they count, how they divide."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select

from portal.services.exporting.records import Records
from portal.services.reports.spans import Span
from portal.services.use_case import Act

Where = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Who asks, for which span."""

    act: Act
    span: Span


@dataclass(frozen=True, slots=True)
class Split:
    """A way to divide records; label: 按单级; values: what the column holds -> its
    label, in order.
    """

    label: Callable[[], str]
    column: Callable[[Scene], Any]
    values: Callable[[Act], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Source:
    """Records of one kind and what puts them into a span; amount: a sum of money."""

    root: Callable[[Select[Any]], Select[Any]]
    records: Records
    within: Callable[[Scene], Where]
    splits: dict[str, Split] = field(default_factory=dict)
    amount: Any = None


def nothing_more(scene: Scene) -> Where:
    """Every record of the source in the span."""
    return []


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: a count of records, or with `in_money` the sum of their amounts.

    says: what is counted, in one sentence; clauses: what it rests on; splits: the ways
    its count is divided.
    """

    key: str
    source: Source
    label: Callable[[], str]
    says: Callable[[], str]
    clauses: tuple[str, ...]
    when: Callable[[Scene], Where] = nothing_more
    splits: tuple[str, ...] = ()
    in_money: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Measures that stand under one heading."""

    key: str
    title: Callable[[], str]
    measures: tuple[Measure, ...]
