"""Facts as they come from a form, a program or a kept decision, to exact values."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from portal.rules.cell import BadText, read_value, show_value
from portal.rules.cell.values import NUMERIC, TYPE_WORDS, nearest
from portal.rules.errors import BadFacts
from portal.rules.table import Column, Table, Value
from portal.rules.witness import in_domain

# Digits before and after the point that a fact may have; DMN's numbers hold 34.
MOST_DIGITS = 34
# Unknown facts that are answered by name; the search for the nearest one takes time.
MOST_UNKNOWN = 20
_CLASSES: dict[str, type] = {
    "boolean": bool,
    "date": date,
    "time": time,
    "datetime": datetime,
    "duration": timedelta,
}


def read_facts(table: Table, facts: Mapping[str, object]) -> dict[str, Value]:
    """Every input of the table with its value; an optional one left out is null.

    Raises BadFacts naming each fact that is missing, unknown or of no use.
    """
    inputs = table.inputs
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for name, column in inputs.items():
        try:
            values[name] = read_fact(facts.get(name), column)
        except BadText as bad:
            problems[name] = f"{bad.message}。{bad.fix}"
    if len(facts) > len(inputs) or not facts.keys() <= inputs.keys():
        problems |= _unknown(table, facts)
    if problems:
        raise BadFacts(table.id, problems)
    return values


def _unknown(table: Table, facts: Mapping[str, object]) -> dict[str, str]:
    listed = "、".join(table.inputs) or "（无）"
    unknown = (str(name) for name in facts if name not in table.inputs)
    return {
        name: f"不是本表的输入。本表的输入：{listed}。{nearest(name, table.inputs)}"
        for name in islice(unknown, MOST_UNKNOWN)
    }


def read_fact(fact: object, column: Column) -> Value:
    """One fact as the column's type; raises BadText when it is not of its domain."""
    if fact is None:
        if column.nullable:
            return None
        raise BadText(f"缺少{column.label}", "这一项必须有值。")
    value: Value = _typed(fact, column.type)
    if not in_domain(value, column):
        raise BadText(
            f"{show_value(value)} 不是{column.label}能取的值", _domain(column)
        )
    return value


def _domain(column: Column) -> str:
    if column.values is not None:
        return f"可取：{'、'.join(column.values)}。"
    ends = [show_value(v) if v is not None else "…" for v in (column.min, column.max)]
    return f"范围是 {ends[0]} 到 {ends[1]}。"


def _typed(fact: object, type_: str) -> Any:
    if type_ in NUMERIC:
        return _number(fact, type_)
    if type_ == "text":
        return _text(fact)
    if isinstance(fact, _CLASSES[type_]):
        return _moment(fact, type_)
    if isinstance(fact, str) and type_ != "boolean":
        return read_value(fact, type_)
    raise _not(fact, type_)


def _moment(fact: Any, type_: str) -> Any:
    """A datetime is no date; a moment without an offset would be read in two ways."""
    if type_ == "date" and isinstance(fact, datetime):
        raise _not(fact, type_)
    if (type_ == "datetime" and fact.tzinfo is None) or (
        type_ == "time" and fact.tzinfo
    ):
        raise _not(fact, type_)
    return fact


def _text(fact: object) -> str:
    if not isinstance(fact, str):
        raise _not(fact, "text")
    if not fact.isascii() and any("\ud800" <= letter <= "\udfff" for letter in fact):
        raise BadText("文字里有残缺的字符", "请重新输入。")
    if "\x00" in fact:
        raise BadText("文字里有不能用的字符", "请重新输入。")
    return fact


def _number(fact: object, type_: str) -> Decimal:
    if isinstance(fact, Decimal):
        number = fact
    elif isinstance(fact, int) and not isinstance(fact, bool):
        if fact.bit_length() > 4 * MOST_DIGITS:
            raise BadText("数字太长", f"最多 {MOST_DIGITS} 位。")
        number = Decimal(fact)
    elif isinstance(fact, str):
        number = _written(fact, type_)
    else:
        raise _not(fact, type_)
    _check_size(number, type_)
    return number


def _written(fact: str, type_: str) -> Decimal:
    value = read_value(fact, type_)
    if not isinstance(value, Decimal):
        raise _not(fact, type_)
    return value


def _check_size(number: Decimal, type_: str) -> None:
    """An exponent could otherwise stand for more digits than anyone can print."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise BadText(f"{number} 不是数字", "请填一个数。")
    if number.adjusted() > MOST_DIGITS or exponent < -MOST_DIGITS:
        raise BadText("数字太长", f"最多 {MOST_DIGITS} 位。")
    if type_ == "integer" and exponent < 0 and number != number.to_integral_value():
        raise _not(number, type_)


def _not(fact: object, type_: str) -> BadText:
    shown = "这一项"
    if isinstance(fact, Decimal):
        shown = str(fact)[:40]
    elif isinstance(fact, str | bool | date | time):
        shown = show_value(fact)[:40]
    elif isinstance(fact, int | float) and abs(fact) < 10**MOST_DIGITS:
        shown = str(fact)
    return BadText(f"{shown} 不是{TYPE_WORDS[type_]}", "请核对类型。")
