"""Phones, names and addresses in the one form they are stored and compared in."""

import re
import unicodedata

import phonenumbers
from pypinyin import Style, lazy_pinyin

_NOT_LETTERS = re.compile(r"[\W_]+")


def normal_phone(text: str, region: str) -> str | None:
    """E.164 of a phone as typed (full-width, blanks, dashes); None: not a phone."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(stored: str, region: str = "CN") -> str:
    """As people of the region write it: 138 0013 4471."""
    try:
        number = phonenumbers.parse(stored, region)
    except phonenumbers.NumberParseException:
        return stored
    home = phonenumbers.country_code_for_region(region) == number.country_code
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, style.NATIONAL if home else style.INTERNATIONAL
    )


def phone_head(text: str, region: str) -> str:
    """The beginning of an E.164 number of which only this much is typed."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.startswith("+"):
        return "+" + digits_of(plain)
    country = phonenumbers.country_code_for_region(region)
    return f"+{country}{digits_of(plain).removeprefix('0')}"


def phone_key(phone: str) -> str:
    """The digits of a phone from the last to the first."""
    return digits_of(phone)[::-1]


def digits_of(text: str) -> str:
    """The digits alone, full-width ones in their plain form."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign.isdigit())


def address_key(text: str) -> str:
    """An address without blanks, marks and width, so that two ways of writing meet."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def name_key(name: str) -> str:
    """Pinyin initials and full pinyin, for finding 张三 by zs or zhangsan."""
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return f"{initials} {''.join(lazy_pinyin(name))}".casefold()
