"""Finds leads by whatever of the client somebody remembers."""

import unicodedata

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import and_, col, or_, select

from portal.models.lead import Client, Lead
from portal.services.contact import address_key, digits_of, phone_head, phone_key
from portal.services.lead.own import Eyes, owned_by
from portal.services.periods import figure
from portal.services.use_case import Act

# No phone goes on after what is typed with more than this (E.164: fifteen digits).
HIGHEST = "999999999999999"


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
        ("phone", by_phone(act, plain)),
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


def by_phone(act: Act, text: str) -> ColumnElement[bool] | None:
    """The beginning or the end of a phone; None while too few digits are typed.

    Both are ranges of an index, whatever the order of letters of the database.
    """
    if not is_phone(act, text):
        return None
    region = str(figure(act.rules, "lead.settings", "phone_region", act.today))
    clients = select(Client.id).where(
        Client.site_id == act.by.site_id,
        or_(
            _begins(col(Client.phone), phone_head(text, region)),
            _begins(col(Client.phone_key), phone_key(text)),
        ),
    )
    return col(Lead.client_id).in_(clients)


def is_phone(act: Act, text: str) -> bool:
    """Whether the text is looked for as a phone: enough digits and no letters."""
    least = figure(act.rules, "lead.settings", "phone_digits_before_search", act.today)
    letters = any(sign.isalpha() for sign in text)
    return len(digits_of(text)) >= int(str(least)) and not letters


def _begins(column: Mapped[str], digits: str) -> ColumnElement[bool]:
    return column.between(digits, digits + HIGHEST)


def _by_address(plain: str) -> ColumnElement[bool] | None:
    key = address_key(plain)
    return _like(col(Lead.address_key), key) if key else None


def _like(column: Mapped[str], text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True)
