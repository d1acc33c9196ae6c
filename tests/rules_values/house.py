"""The rule files of the house as the tests ask them."""

from datetime import date
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from portal.rules.evaluate import decide
from portal.rules.library import Library

ROOT = Path(__file__).parents[2]
DAY = date(2025, 10, 1)


def read(name):
    """One of the YAML files beside this module."""
    text = (Path(__file__).parent / name).read_text("utf-8")
    return YAML(typ="safe", pure=True).load(text)


@cache
def library():
    """The shipped rule files, loaded once a process."""
    return Library(ROOT / "rules")


def outcome(table, site=None, **facts):
    """The answer of a table in force on DAY."""
    return decide(library().rules(site)[table], facts, DAY).outcome
