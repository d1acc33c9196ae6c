"""The messages to translate: of the interface (code and templates), of the rules."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from portal.locale.rule_texts import rule_texts
from portal.words.speaking import INTERFACE, RULES

ROOT = Path(__file__).parents[2]
# The evaluator is handed what speaks for it, and calls it `say`.
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None}


def templates() -> dict[str, Catalog]:
    """Domain -> its messages; a message has a translation where its file gives one."""
    return {INTERFACE: _interface(), RULES: _rules()}


def _interface() -> Catalog:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = Catalog(fuzzy=False)
    extracted = extract_from_dir(ROOT, methods, options, KEYWORDS)
    for _file, _line, message, *_rest in extracted:
        found.add(message)
    return found


def _rules() -> Catalog:
    found = Catalog(fuzzy=False)
    for text, english in rule_texts(ROOT / "rules").items():
        found.add(text, english)
    return found
