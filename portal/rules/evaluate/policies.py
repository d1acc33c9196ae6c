"""The eleven hit policies: from matched rows to one outcome."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import reduce
from typing import Any

from portal.rules.cell import Expression, show_value
from portal.rules.cell.operators import MATH
from portal.rules.errors import NotDecided
from portal.rules.table import Column, Hit, Row, Table, Value
from portal.rules.witness import in_domain

Outcome = dict[str, Value] | list[dict[str, Value]]


def conclude(
    table: Table, rows: Sequence[Row], matched: list[int], values: Mapping[str, Value]
) -> tuple[list[Row], Outcome]:
    """The rows that decide and what they say.

    Raises NotDecided where the policy breaks: no row, or several that may not be.
    """
    hits = [rows[number] for number in matched]
    if table.hit.must_be_complete:
        return _single(table, hits, values)
    if table.hit is Hit.OUTPUT_ORDER:
        hits = sorted(hits, key=lambda row: _strength(table, row, values))
    answers = [answers_of(table, row, values) for row in hits]
    if table.hit.is_list:
        return hits, answers
    return hits, {
        name: _aggregate(table.hit, column, [answer[name] for answer in answers])
        for name, column in table.outputs.items()
    }


def _single(
    table: Table, hits: list[Row], values: Mapping[str, Value]
) -> tuple[list[Row], Outcome]:
    if not hits:
        raise NotDecided(f"{table.title}（{table.id}）：没有一行适用。")
    if table.hit is Hit.FIRST:
        hits = hits[:1]
    elif table.hit is Hit.PRIORITY:
        hits = [min(hits, key=lambda row: _strength(table, row, values))]
    outcome = answers_of(table, hits[0], values)
    others = hits[1:]
    if table.hit is Hit.UNIQUE and others:
        raise NotDecided(f"{table.title}（{table.id}）：{_names(hits)} 同时适用。")
    if any(answers_of(table, row, values) != outcome for row in others):
        raise NotDecided(f"{table.title}（{table.id}）：{_names(hits)} 的答案不一样。")
    return hits, outcome


def _names(rows: list[Row]) -> str:
    return "、".join(row.id for row in rows)


def _strength(table: Table, row: Row, values: Mapping[str, Value]) -> int:
    """Smaller is stronger: the place in the `values` of the first output."""
    column = next(iter(table.outputs.values()))
    order: list[Value] = list(column.values or ())
    value = answers_of(table, row, values)[column.name]
    return order.index(value) if value in order else len(order)


def answers_of(table: Table, row: Row, values: Mapping[str, Value]) -> dict[str, Value]:
    """What one row says, its expressions worked out."""
    found: dict[str, Value] = {}
    for name, column in table.outputs.items():
        answer = row.then[name]
        if isinstance(answer, Expression):
            answer = _worked_out(table, row, column, answer.evaluate(values))
        found[name] = answer
    return found


def _worked_out(table: Table, row: Row, column: Column, value: Any) -> Value:
    """The result, if it is of the output's type and domain; else nobody has decided."""
    if value is None:
        return None
    whole = column.type != "integer" or value == value.to_integral_value()
    if whole and in_domain(value, column):
        result: Value = value
        return result
    raise NotDecided(
        f"{table.title}（{table.id}）行 {row.id}：算出的{column.label} "
        f"{show_value(value)} 不在它能取的值里。"
    )


def _aggregate(hit: Hit, column: Column, answers: list[Any]) -> Value:
    """One figure of all rows; null where any is not set, unless that does not count."""
    if column.when_null == "does_not_count":
        answers = [answer for answer in answers if answer is not None]
    if hit is Hit.COUNT:
        return Decimal(len(answers))
    if not answers or None in answers:
        return None
    if hit is Hit.SUM:
        total: Decimal = reduce(MATH.add, answers)
        return total
    least_or_most: Value = min(answers) if hit is Hit.MIN else max(answers)
    return least_or_most
