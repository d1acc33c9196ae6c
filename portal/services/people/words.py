"""Texts typed about people: trimmed, within the column, else a sentence beside it."""

from sqlmodel import SQLModel

from portal.errors import BadInput
from portal.words import gettext as _


def sized(model: type[SQLModel], column: str, text: str, field: str = "") -> str:
    """The text as stored; BadInput under the field's name when empty or too long."""
    plain = " ".join(text.split())
    longest = length_of(model, column)
    if not plain:
        raise BadInput({field or column: _("请填写。")})
    if len(plain) > longest:
        raise BadInput({field or column: _("最多 %(n)s 个字。", n=longest)})
    return plain


def sized_or_empty(model: type[SQLModel], column: str, text: str) -> str:
    """As `sized`, where nothing is an answer too."""
    return sized(model, column, text) if text.strip() else ""


def length_of(model: type[SQLModel], column: str) -> int:
    """How many characters the column holds."""
    return int(model.__table__.c[column].type.length)  # type: ignore[attr-defined]
