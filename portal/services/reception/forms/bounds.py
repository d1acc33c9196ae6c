"""What a column can hold, told as a sentence before the database refuses it."""

import unicodedata
from decimal import Decimal

from sqlmodel import SQLModel

from portal.amounts import LARGEST
from portal.words import gettext as _


def text_problem(text: str, model: type[SQLModel], column: str) -> str:
    """Too long, or characters nobody types; "" when the column takes it."""
    longest = longest_of(model, column)
    if _has_control(text):
        return _("有不能用的字符，请重新输入。")
    if len(text) > longest:
        return _(
            "太长：最多 %(most)s 个字，现有 %(now)s 个。", most=longest, now=len(text)
        )
    return ""


def amount_problem(amount: Decimal | None) -> str:
    """Below nought, beyond reason, no number at all; "" for an amount or none."""
    if amount is None:
        return ""
    if not amount.is_finite():
        return _("这不是一个数。")
    if amount < 0:
        return _("不能是负数。")
    return _("这个数太大了，请核对。") if amount > LARGEST else ""


def longest_of(model: type[SQLModel], column: str) -> int:
    """How many characters the column holds."""
    return int(model.__table__.c[column].type.length)  # type: ignore[attr-defined]


def _has_control(text: str) -> bool:
    # Cc: control characters, Cs: halves of a pair; neither can be typed or stored.
    return any(
        unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\r\n"
        for sign in text
    )
