"""The languages the portal speaks, and which of them somebody asks for."""

from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True, slots=True)
class Language:
    """A language; `day` and `short_day` are date patterns of CLDR, `cldr` its locale.

    `name` is what its speakers call it: whoever cannot read the page finds it.
    """

    code: str
    name: str
    cldr: str
    day: str
    short_day: str

    @property
    def tag(self) -> str:
        """As `<html lang>` wants it: zh-Hans."""
        return self.code.replace("_", "-")


# The Chinese text is the message id, so the source language needs no catalogue to work.
SOURCE_LOCALE = "zh_Hans"
LANGUAGES = {
    one.code: one
    for one in (
        Language(SOURCE_LOCALE, "简体中文", "zh_Hans_CN", "yyyy-MM-dd", "MM-dd"),
        Language("zh_Hant", "繁體中文", "zh_Hant_TW", "yyyy-MM-dd", "MM-dd"),
        Language("en", "English", "en_GB", "d MMM y", "d MMM"),
    )
}
LONGEST_HEADER = 200


@lru_cache(maxsize=256)
def asked_for(header: str) -> str:
    """The language an Accept-Language header asks for first; "" when we speak none."""
    wishes = [_wish(part) for part in header[:LONGEST_HEADER].split(",")]
    for _weight, tag in sorted(wishes, key=lambda wish: -wish[0]):
        spoken = _spoken(tag)
        if spoken and _weight > 0:
            return spoken
    return ""


def _wish(part: str) -> tuple[float, str]:
    tag, _semicolon, rest = part.partition(";")
    name, _equals, weight = rest.strip().partition("=")
    try:
        return (float(weight) if name.strip() == "q" else 1.0), tag.strip()
    except ValueError:
        return 0.0, tag.strip()


def _spoken(tag: str) -> str:
    """Chinese by its script, which a region implies: zh-TW and zh-HK are zh_Hant."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return ""
    if locale.language != "zh":
        return locale.language if locale.language in LANGUAGES else ""
    return f"zh_{locale.script or 'Hans'}"
