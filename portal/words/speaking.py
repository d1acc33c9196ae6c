"""Gettext through a ContextVar: what is said is said in the reader's language.

Two catalogues: `portal` has the words of the interface, `rules` those of the shipped
rule files. In both the Chinese text is the message id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from portal.words.languages import LANGUAGES, SOURCE_LOCALE, Language

FOLDER = Path(__file__).parents[1] / "locale"
INTERFACE, RULES = "portal", "rules"

# What a function that speaks is handed: the text in, the reader's words out.
Say = Callable[[str], str]

_locale: ContextVar[str] = ContextVar("locale", default=SOURCE_LOCALE)


def gettext(message: str, **values: object) -> str:
    """`message` in the reader's language, `%(name)s` filled in from `values`."""
    text = _translations(INTERFACE, _locale.get()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """As gettext, for languages that tell one from many; `%(num)s` is `n`."""
    return choose(singular, plural, n) % {"num": n, **values}


def choose(singular: str, plural: str, n: int) -> str:
    """The form of the message for `n`, its values not yet filled in."""
    return _translations(INTERFACE, _locale.get()).ngettext(singular, plural, n)


def rule_text(text: str) -> str:
    """A text of a rule file, or of a record, in the reader's language.

    What people wrote themselves stands in no catalogue and is shown as they wrote it.
    """
    locale = _locale.get()
    if locale == SOURCE_LOCALE or not text:
        return text
    return _translations(RULES, locale).gettext(text)


def rule_labels(values: Mapping[str, str] | None) -> dict[str, str]:
    """The labels of a column's values, by value, in the order of the file."""
    return {value: rule_text(label) for value, label in (values or {}).items()}


def listed(parts: Iterable[str]) -> str:
    """Several words as one list: 前台、财务."""
    return gettext("、").join(parts)


def N_(message: str) -> str:
    """Marks words that are kept in a record as they are; `rule_text` says them."""
    return message


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak `locale` until the block ends."""
    token = _locale.set(locale)
    try:
        yield
    finally:
        _locale.reset(token)


def current_locale() -> str:
    """The language being spoken: a key of LANGUAGES."""
    return _locale.get()


def current_language() -> Language:
    """The language being spoken, with how it writes days."""
    return LANGUAGES.get(_locale.get()) or LANGUAGES[SOURCE_LOCALE]


@cache
def _translations(domain: str, locale: str) -> NullTranslations:
    found = Translations.load(str(FOLDER), [locale], domain=domain)
    if domain == RULES:
        # Phrases of the evaluator are words of the interface.
        found.add_fallback(_translations(INTERFACE, locale))
    return found
