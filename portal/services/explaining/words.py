"""Facts and outcomes of a kept decision in words."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.models.decisions import Decision
from portal.rules.cell import show_value
from portal.rules.evaluate import BoundTable, dumps
from portal.rules.explain.words import number_words, value_words
from portal.rules.table import Column, Table
from portal.services.explaining.shapes import FactTable, Pairs
from portal.words import format_datetime, listed, rule_text
from portal.words import gettext as _

Bound = Mapping[str, BoundTable]
# Facts that are ISO moments, and those only a database reads.
MOMENTS = frozenset({"at", "last_received_at", "away_until", "cooling_until"})
IDS = frozenset({"staff_id", "claim"})
# Kept JSON is sorted by name; people look for the person first.
FIRST = ("staff_no", "name", "grade")


def labels_of(bound: Bound) -> dict[str, Column]:
    """Every column the question could have meant, the deciding tables' first."""
    columns: dict[str, Column] = {}
    for one in bound.values():
        for found in (one.table.inputs, one.table.outputs):
            for name, column in found.items():
                columns.setdefault(name, column)
    return columns


def outcome_words(
    kept: Decision, bound: Bound, labels: Mapping[str, Column]
) -> list[Pairs]:
    """The answer in words: one block an object of the outcome."""
    blocks = kept.outcome if isinstance(kept.outcome, list) else [kept.outcome]
    own: Table = bound[kept.table_id].table
    columns, people = {**labels, **own.outputs}, _people(kept.facts)
    return [
        [
            (_label(name, columns), _words(name, _named(value, people), columns))
            for name, value in b.items()
        ]
        for b in blocks
    ]


def _people(facts: Mapping[str, Any]) -> dict[str, str]:
    """Staff number -> number and name, of everybody the facts name."""
    return {
        one["staff_no"]: f"{one['staff_no']} {one['name']}"
        for rows in facts.values()
        if _is_table(rows)
        for one in rows
        if "staff_no" in one
    }


def _named(value: Any, people: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_named(one, people) for one in value]
    return people.get(value, value) if isinstance(value, str) else value


def fact_words(facts: Mapping[str, Any], columns: Mapping[str, Column]) -> Pairs:
    return [
        (_label(name, columns), _words(name, value, columns))
        for name, value in facts.items()
        if not _is_table(value)
    ]


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def fact_tables(
    facts: Mapping[str, Any], columns: Mapping[str, Column]
) -> list[FactTable]:
    return [
        FactTable(
            label=_label(name, columns),
            columns=[_label(key, columns) for key in _shown(rows)],
            rows=[
                [_words(key, one.get(key), columns) for key in _shown(rows)]
                for one in rows
            ],
        )
        for name, rows in facts.items()
        if _is_table(rows)
    ]


def _shown(rows: list[dict[str, Any]]) -> list[str]:
    first = [key for key in FIRST if key in rows[0]]
    return [*first, *(key for key in rows[0] if key not in {*IDS, *first})]


def _label(name: str, columns: Mapping[str, Column]) -> str:
    own = _names().get(name)
    return own or (rule_text(columns[name].label) if name in columns else name)


def _words(name: str, value: Any, columns: Mapping[str, Column]) -> str:
    if value is None:
        return _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return listed(_words(name, one, columns) for one in value) or _("没有")
    if isinstance(value, dict):
        return dumps(value)
    if name in MOMENTS:
        return format_datetime(datetime.fromisoformat(value))
    if isinstance(value, str):
        return _typed(value, columns.get(name))
    return show_value(value)


def _typed(text: str, column: Column | None) -> str:
    """A kept text is a number where its column is one."""
    if column is None:
        return text
    is_number = column.type in ("money", "number", "integer")
    if is_number:
        return number_words(Decimal(text))
    return value_words(text, column, rule_text)


def questions() -> dict[str, str]:
    """What was asked, where several tables answered together."""
    return {
        "dispatch.offer": _("这一单谁可以接"),
        "lead.attribution": _("这位客户归谁"),
    }


def _names() -> dict[str, str]:
    """Words for facts that are no column of a table."""
    return {
        "designers": _("当时的设计师"),
        "staff_no": _("工号"),
        "name": _("姓名"),
        "last_received_at": _("上次派到"),
        "away_until": _("离岗到"),
        "cooling_until": _("冷却到"),
        "cross_grade": _("已写明跨级理由"),
        "claims": _("声称归属的"),
        "at": _("时间"),
        "days_ago": _("几天前"),
        "turn": _("轮到的次序"),
        "attributed_to": _("归谁"),
        "tied": _("相持不下"),
    }
