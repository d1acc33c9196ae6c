"""A sheet's figures as a table, to be written to a file."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import Session

from portal.services.clauses import clause_label
from portal.services.exporting.sheets import MONEY, NUMBER, Cell, Column, Opened
from portal.services.reports.figures import Told, parts
from portal.services.reports.measures import BLOCKS, Measure
from portal.services.reports.page import asked_for, sheet_of, told_of
from portal.services.reports.spans import kind_words, span_no, span_of
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import listed

FIELDS = ("kind", "day")


def open_sheet(session: Session, act: Act, typed: Mapping[str, str]) -> Opened:
    """The sheet with all its parts; counts and amounts have a column each."""
    asked = asked_for(act, typed.get("kind", ""), typed.get("day", ""))
    span = span_of(act, asked.kind, asked.day)
    told = told_of(session, act, span, sheet_of(session, act, span))
    rows = [
        row
        for block in BLOCKS
        for measure in block.measures
        for row in _rows(told, block.title(), measure)
    ]
    title = f"{kind_words()[span.kind]} {span_no(span).replace('/', ' ')}"
    return Opened(title=title, columns=_columns(), total=len(rows), rows=lambda: rows)


def _columns() -> list[Column]:
    return [
        Column(_("哪一类")),
        Column(_("项目")),
        Column(_("分项")),
        Column(_("本期"), NUMBER),
        Column(_("本期金额"), MONEY),
        Column(_("前一期"), NUMBER),
        Column(_("前一期金额"), MONEY),
        Column(_("交表时")),
        Column(_("怎么算")),
        Column(_("条文")),
    ]


def _rows(told: Told, block: str, measure: Measure) -> list[list[Cell]]:
    lines = [(measure.key, "")]
    lines += [line for split in measure.splits for line in parts(told, measure, split)]
    clauses = listed(clause_label(told.act.rules, one) for one in measure.clauses)
    return [
        [
            block,
            measure.label(),
            part,
            *_figure(measure, told.now.get(key, 0)),
            *_figure(measure, told.before.get(key, 0)),
            told.number(key).handed_in,
            "" if part else measure.says(),
            "" if part else clauses,
        ]
        for key, part in lines
    ]


def _figure(measure: Measure, figure: int | Decimal) -> list[Cell]:
    return [None, Decimal(figure)] if measure.in_money else [int(figure), None]
