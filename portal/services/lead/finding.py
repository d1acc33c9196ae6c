"""Finds leads by whatever of the client somebody remembers."""

import unicodedata

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import and_, col, or_, select

from portal.models.lead import Client, Lead
from portal.services.contact import address_key
from portal.services.lead.own import Eyes, owned_by
from portal.services.periods import figure
from portal.services.use_case import Act


def matching(act: Act, text: str) -> ColumnElement[bool]:
    """Leads whose number, name, pinyin, phone or address holds the text.

    Whoever sees a field masked finds by it only among his own leads: else a search
    would tell what the mask hides.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    eyes, own = Eyes(act), owned_by(act.by)
    found: list[ColumnElement[bool]] = [_like(col(Lead.no), plain)]
    for field, condition in (
        ("client_name", _by_name(plain)),
        ("phone", _by_phone(act, plain)),
        ("site_address", _by_address(plain)),
    ):
        if condition is not None:
            found.append(condition if eyes.full(field) else and_(condition, own))
    return or_(*found)


def _by_name(plain: str) -> ColumnElement[bool]:
    """Part of the name, or the beginning of its initials or of its pinyin."""
    key = plain.casefold()
    clients = select(Client.id).where(
        or_(
            col(Client.name_key).startswith(key, autoescape=True),
            col(Client.name_key).contains(f" {key}", autoescape=True),
        )
    )
    name = _like(col(Lead.client_name), plain)
    return or_(name, col(Lead.client_id).in_(clients)) if key.isascii() else name


def _by_phone(act: Act, plain: str) -> ColumnElement[bool] | None:
    """The end of a phone, or the whole of it with blanks and dashes."""
    if not is_phone(act, plain):
        return None
    return col(Lead.phone).endswith(_digits(plain), autoescape=True)


def is_phone(act: Act, text: str) -> bool:
    """Whether the text is looked for as a phone: enough digits and no letters."""
    least = figure(act.rules, "lead.settings", "phone_digits_before_search", act.today)
    letters = any(sign.isalpha() for sign in text)
    return len(_digits(text)) >= int(str(least)) and not letters


def _digits(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign.isdigit())


def _by_address(plain: str) -> ColumnElement[bool] | None:
    key = address_key(plain)
    return _like(col(Lead.address_key), key) if key else None


def _like(column: Mapped[str], text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True)
