"""Catalogues on disk: one .po for people, one .mo for the portal, per language."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.words.languages import LANGUAGES, SOURCE_LOCALE
from portal.words.speaking import FOLDER, INTERFACE, RULES

HEADER = """\
# The words of {what} in {language}. The Chinese text is the message id."""
WHAT = {INTERFACE: "the interface", RULES: "the shipped rule files"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the catalogue of one language and domain lies."""

    language: str
    domain: str
    folder: Path = FOLDER

    @property
    def po(self) -> Path:
        """What people read and translators edit."""
        return self.folder / self.language / "LC_MESSAGES" / f"{self.domain}.po"

    @property
    def mo(self) -> Path:
        """What the portal reads."""
        return self.po.with_suffix(".mo")


def places(folder: Path = FOLDER) -> Iterator[Place]:
    """Every catalogue there is; the source language needs none for its rules."""
    for language in LANGUAGES:
        yield Place(language, INTERFACE, folder)
        if language != SOURCE_LOCALE:
            yield Place(language, RULES, folder)


def read(place: Place) -> Catalog:
    """The catalogue as it lies there, or a new one."""
    if not place.po.exists():
        language = LANGUAGES[place.language].name
        header = HEADER.format(what=WHAT[place.domain], language=language)
        return Catalog(
            locale=place.language,
            domain=place.domain,
            header_comment=header,
            project="portal",
            version="0",
            last_translator="The Qiantai contributors",
            language_team=place.language,
            msgid_bugs_address=" ",
            fuzzy=False,
        )
    with place.po.open("rb") as file:
        return read_po(file, locale=place.language, domain=place.domain)


def renew(catalogue: Catalog, template: Catalog) -> None:
    """Exactly the messages of the template, with the translations there are."""
    # A new message is taken over as it is, and each language fills in its own.
    catalogue.update(
        deepcopy(template), no_fuzzy_matching=True, update_creation_date=False
    )
    catalogue.obsolete.clear()


def write(place: Place, catalogue: Catalog) -> None:
    """Both files, the same bytes for the same messages."""
    place.po.parent.mkdir(parents=True, exist_ok=True)
    with place.po.open("wb") as file:
        write_po(file, catalogue, no_location=True, sort_output=True, width=88)
    with place.mo.open("wb") as file:
        write_mo(file, catalogue)
