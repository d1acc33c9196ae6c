"""The tool of the catalogues: collect, missing, fill."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from portal.locale.catalogues import Place, places, read, renew, write
from portal.locale.templates import templates
from portal.locale.traditional import traditional
from portal.words.languages import LANGUAGES, SOURCE_LOCALE
from portal.words.speaking import FOLDER

TRADITIONAL = "zh_Hant"
Said = dict[str, dict[str, Any]]


def collect(folder: Path = FOLDER) -> None:
    """Bring every catalogue up to the code, the templates and the rule files."""
    wanted = templates()
    for place in places(folder):
        catalogue, template = read(place), wanted[place.domain]
        renew(catalogue, template)
        for message in messages(catalogue):
            if place.language == TRADITIONAL:
                message.string = _drafted(message)
            elif place.language != SOURCE_LOCALE and not _said(message):
                given = template[message.id]
                message.string = given.string if given else message.string
        write(place, catalogue)


def missing(language: str, folder: Path = FOLDER) -> dict[str, list[Any]]:
    """Domain -> the messages without a translation: a text, or [one, many]."""
    found = {
        place.domain: [one.id for one in messages(read(place)) if not _said(one)]
        for place in places(folder)
        if place.language == language
    }
    return {domain: ids for domain, ids in found.items() if ids}


def fill(language: str, said: Said, folder: Path = FOLDER) -> None:
    """Take translations over; a plural's is the list of its forms, under the first."""
    for domain, texts in said.items():
        place = Place(language, domain, folder)
        catalogue = read(place)
        for chinese, text in texts.items():
            message = catalogue.get(chinese)
            if message is None:
                raise SystemExit(f"{place.po.name} has no message {chinese!r}")
            message.string = tuple(text) if isinstance(text, list) else text
        write(place, catalogue)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Every message but the header."""
    return (message for message in catalogue if message.id)


def _said(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms)


def _drafted(message: Message) -> Any:
    """Chinese does not tell one from many: a plural has one form."""
    if isinstance(message.id, str):
        return traditional(message.id)
    return (traditional(message.id[-1]),)


def main(arguments: list[str] | None = None) -> None:
    """`collect`, `missing LANGUAGE`, or `fill LANGUAGE FILE`."""
    parser = argparse.ArgumentParser(prog="python -m portal.locale")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("collect")
    for command in ("missing", "fill"):
        taking = commands.add_parser(command)
        taking.add_argument("language", choices=set(LANGUAGES) - {SOURCE_LOCALE})
    taking.add_argument("file", type=Path)
    asked = parser.parse_args(arguments)
    if asked.command == "collect":
        collect()
    elif asked.command == "missing":
        found = missing(asked.language)
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    else:
        fill(asked.language, json.loads(asked.file.read_text("utf-8")))


if __name__ == "__main__":
    main()
