"""Reads one scalar as a word, text, literal or cell; refuses what tools misread."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from portal.rules.cell import ANY, BadText, Cell, parse_cell, read_value, show_value
from portal.rules.cell.values import TYPE_WORDS, nearest
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Entries, Items, Node, Scalar
from portal.rules.table import Column, Value
from portal.rules.witness import in_domain

# Unquoted words that one YAML reader or another turns into something else than text.
_MISREAD = re.compile(
    r"(?:~|null|y|n|yes|no|on|off|true|false|=|<<"
    r"|[-+]?\.?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?"
    r"|[-+]?0(?:x[0-9a-f_]+|o[0-7_]+|b[01_]+)"
    r"|[-+]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"
    r"|[-+]?\.(?:inf|nan))?\Z",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d]\w*\Z")
_ROW_ID = re.compile(r"\w[\w.-]*\Z")


def is_misread(text: str) -> bool:
    """Whether the word, unquoted, is not plainly text to every YAML reader."""
    return bool(_MISREAD.match(text))


def read_text(node: Node | None, faults: Faults, what: str) -> str:
    """A text, quoted where it could be misread; "" after a finding."""
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        faults.add(node.at, "type", f"{what}应是一段文字", "请写成一个词或一句话。")
        return ""
    if node.plain and is_misread(node.text):
        faults.add(node.at, "type", *_unquoted(node.text))
        return ""
    return node.text


def _unquoted(text: str) -> tuple[str, str]:
    if not text:
        return "这里是空的", "请写上内容。"
    return f"{text} 没有加引号，会被读成别的值", f'请写成 "{text}"。'


def read_name(scalar: Scalar, faults: Faults, what: str) -> str:
    """The name of a column or of a required table, usable in expressions."""
    name = read_text(scalar, faults, what)
    if name and not _NAME.match(name):
        faults.add(scalar.at, "column", f"“{name}”不能作名字", "用字母、数字和下划线。")
    return name


def read_row_id(node: Node | None, faults: Faults) -> str:
    """The id of a row: no spaces and no signs that a reference uses."""
    row_id = read_text(node, faults, "行的 id ")
    if node is not None and row_id and not _ROW_ID.match(row_id):
        faults.add(
            node.at, "type", f"“{row_id}”不能作行的 id", "用字母、数字、- 和 _。"
        )
    return row_id


def read_flag(node: Node | None, faults: Faults, what: str) -> bool:
    """true or false; false where nothing stands."""
    if node is None:
        return False
    if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
        return node.text == "true"
    faults.add(node.at, "type", f"{what}只能是 true 或 false", "请改写。")
    return False


def read_date(node: Node | None, faults: Faults, what: str) -> date | None:
    """An ISO date, quoted or not."""
    if isinstance(node, Scalar):
        try:
            value = read_value(node.text, "date")
        except BadText as bad:
            faults.add_bad(node, "date", bad)
            return None
        return value if isinstance(value, date) else None
    if node is not None:
        faults.add(node.at, "date", f"{what}应是日期", "写成 2025-01-01。")
    return None


def read_literal(node: Node, column: Column, faults: Faults) -> Value:
    """A literal of the column's type, null included; None also after a finding."""
    if not isinstance(node, Scalar):
        word = TYPE_WORDS[column.type]
        faults.add(node.at, "type", f"{column.name} 应是{word}", "请写成一个值。")
        return None
    if node.plain and node.text == "null":
        return None
    if refuse_unquoted(node, column, faults):
        return None
    try:
        return read_value(node.text, column.type)
    except BadText as bad:
        faults.add_bad(node, "type", bad)
        return None


def refuse_unquoted(node: Scalar, column: Column, faults: Faults) -> bool:
    """Adds a finding for an unquoted word that other readers misread."""
    quoted_only = column.type in ("text", "time", "datetime", "duration")
    if node.plain and ((quoted_only and is_misread(node.text)) or not node.text):
        faults.add(node.at, "type", *_unquoted(node.text))
        return True
    return False


def refuse_outside(node: Node, value: Value, column: Column, faults: Faults) -> None:
    """Adds a finding for a value outside the column's declared domain."""
    if value is None or in_domain(value, column):
        return
    shown = show_value(value)
    if column.values is not None:
        fix = nearest(shown, column.values) or f"可用的值：{'、'.join(column.values)}。"
        faults.add(node.at, "type", f"“{shown}”不是{column.label}的值", fix)
        return
    least, most = (
        show_value(v) if v is not None else "…" for v in (column.min, column.max)
    )
    faults.add(
        node.at,
        "type",
        f"{shown} 不在{column.label}的范围内",
        f"范围是 {least} 到 {most}。",
    )


def read_cell(node: Node, column: Column, faults: Faults) -> Cell:
    """The cell of a row; any value after a finding."""
    if not isinstance(node, Scalar):
        faults.add(node.at, "cell", "一格里只能写一个条件", '多个值写成 "甲, 乙"。')
        return ANY
    unquoted_null = node.plain and node.text == "null"
    if not unquoted_null and refuse_unquoted(node, column, faults):
        return ANY
    try:
        return parse_cell(node.text, column)
    except BadText as bad:
        faults.add_bad(node, "cell", bad)
        return ANY


def entries(node: Node | None, faults: Faults, what: str) -> Entries | None:
    """The node as a mapping; None where nothing stands or after a finding."""
    if node is None or isinstance(node, Entries):
        return node
    faults.add(node.at, "type", f"{what}应写成 {{名字: 值}}", "请核对冒号和缩进。")
    return None


def items(node: Node | None, faults: Faults, what: str) -> list[Node]:
    """The node as a list; empty where nothing stands or after a finding."""
    if node is None:
        return []
    if isinstance(node, Items):
        return node.items
    faults.add(node.at, "type", f"{what}应是一张清单", "每项前写 - ,或用 [ ] 括起。")
    return []


def only_keys(
    node: Entries, allowed: Iterable[str], faults: Faults, needed: Iterable[str] = ()
) -> Mapping[str, Node]:
    """The values, after findings for unknown keys and for those that are missing."""
    allowed = tuple(allowed)
    for name, key in node.keys.items():
        if name not in allowed:
            fix = nearest(name, allowed) or f"可以写：{'、'.join(allowed)}。"
            faults.add(key.at, "column", f"不认识的项 {name}", fix)
    for name in needed:
        if name not in node.values:
            faults.add(node.at, "column", f"缺少 {name}", "请补上。")
    return node.values
