"""Figures as a page shows them: the number, what it opens, how it has changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from portal.services.clauses import ClauseRef, clause_refs
from portal.services.reports.measures import BLOCKS, MEASURES, Measure
from portal.services.reports.shapes import BlockView, Line, Number
from portal.services.reports.spans import Span
from portal.services.reports.submitting import stored
from portal.services.reports.tally import Figures
from portal.services.use_case import Act
from portal.words import format_money
from portal.words import gettext as _

ROWS = "/reports/rows"
BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of a span beside those it is compared with.

    kept: those of the moment the sheet was handed in; None while it was not.
    """

    act: Act
    span: Span
    now: Figures
    before: Figures
    kept: Mapping[str, int | str] | None

    def number(self, key: str) -> Number:
        """The figure of now; where the sheet said another, that one too."""
        figure = self.now.get(key, 0)
        return Number(
            text=_text(key, figure),
            href=rows_href(self.span, key),
            handed_in=self._handed_in(key),
        )

    def earlier(self, key: str) -> Number:
        """The figure it is compared with."""
        href = rows_href(self.span, key, before=True)
        return Number(text=_text(key, self.before.get(key, 0)), href=href)

    def change(self, key: str) -> str:
        """+3, −2; "" where nothing changed."""
        by = Decimal(self.now.get(key, 0)) - Decimal(self.before.get(key, 0))
        sign = "+" if by > 0 else "−"
        return f"{sign}{_text(key, abs(by))}" if by else ""

    def keys(self, prefix: str) -> list[str]:
        """Every key that begins so, of now, of before and of the sheet."""
        known = [*self.now, *self.before, *(self.kept or {})]
        return [key for key in dict.fromkeys(known) if key.startswith(prefix)]

    @property
    def differs(self) -> int:
        """How many figures are others than the sheet says."""
        every = [key for name in MEASURES for key in (name, *self.keys(f"{name}."))]
        return sum(bool(self._handed_in(key)) for key in every)

    def _handed_in(self, key: str) -> str:
        if self.kept is None:
            return ""
        then = self.kept.get(key, 0)
        if then == stored(self.now.get(key, 0)):
            return ""
        return _text(key, Decimal(then) if isinstance(then, str) else then)


def _text(key: str, figure: int | Decimal) -> str:
    """Amounts are always written as amounts, counts with thousands commas."""
    in_money = MEASURES[key.partition(".")[0]].in_money
    return format_money(Decimal(figure)) if in_money else f"{figure:,}"


def rows_href(span: Span, key: str, *, before: bool = False) -> str:
    """Where a figure opens."""
    params = {"of": key, "kind": span.kind, "day": span.first.isoformat()}
    return f"{ROWS}?{urlencode(params | ({BEFORE: 'yes'} if before else {}))}"


def blocks(told: Told) -> list[BlockView]:
    """Every figure of the sheet under its heading."""
    return [
        BlockView(
            key=block.key,
            title=block.title(),
            lines=[line for one in block.measures for line in _lines(told, one)],
        )
        for block in BLOCKS
    ]


def _lines(told: Told, measure: Measure) -> Iterator[Line]:
    """The measure, then its parts; the sources of clients have a table of their own."""
    yield _whole(told, measure)
    for split in measure.splits:
        if split != SOURCES:
            heading = measure.source.splits[split].label()
            for key, label in parts(told, measure, split):
                yield _line(told, key, label, part=True, heading=heading)
                heading = ""


SOURCES = "channel"


def parts(told: Told, measure: Measure, split: str) -> list[tuple[str, str]]:
    """Key and label of the parts that are not nought, in the order of their table."""
    labels = measure.source.splits[split].values(told.act)
    prefix = f"{measure.key}.{split}."
    found = {key.removeprefix(prefix) for key in told.keys(prefix)}
    known = [value for value in labels if value in found]
    rest = sorted(found - set(known))
    return [
        (prefix + value, labels.get(value, value) or _("没有写"))
        for value in (*known, *rest)
    ]


def _whole(told: Told, measure: Measure) -> Line:
    return _line(
        told,
        measure.key,
        measure.label(),
        says=measure.says(),
        clauses=clause_refs(told.act.rules, list(measure.clauses)),
    )


def _line(
    told: Told,
    key: str,
    label: str,
    *,
    part: bool = False,
    heading: str = "",
    says: str = "",
    clauses: Sequence[ClauseRef] = (),
) -> Line:
    return Line(
        label=label,
        part=part,
        heading=heading,
        now=told.number(key),
        before=told.earlier(key),
        change=told.change(key),
        says=says,
        clauses=list(clauses),
    )
