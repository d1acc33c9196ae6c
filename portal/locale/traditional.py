"""Traditional Chinese: drafted by OpenCC, put right by a reviewed list of terms."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from portal.words.speaking import FOLDER

TERMS = FOLDER / "zh_Hant" / "terms.yaml"
# Words of Taiwan, not only its characters.
CONVERSION = "s2twp"


def traditional(text: str) -> str:
    """The text as Traditional Chinese writes it; whole texts first, then terms."""
    reviewed = _reviewed(TERMS)
    whole = reviewed["texts"].get(text)
    return whole if whole is not None else _with_terms(text, reviewed["terms"])


def _with_terms(text: str, terms: dict[str, str]) -> str:
    longest_first = sorted(terms, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return "".join(terms.get(part) or _draft(part) for part in parts)


def _draft(text: str) -> str:
    return _converter()(text)


@cache
def _converter() -> Callable[[str], str]:
    # Imported here: the tool of the catalogues has it, an installed portal has not.
    from opencc import OpenCC

    return OpenCC(CONVERSION).convert


@cache
def _reviewed(file: Path) -> dict[str, dict[str, str]]:
    """`texts`: whole messages; `terms`: words inside of them."""
    read: dict[str, dict[str, str]] = YAML(typ="safe").load(file)
    return {name: read.get(name) or {} for name in ("texts", "terms")}
