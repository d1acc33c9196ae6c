"""The rule files a command works on, and the day it asks about."""

import os
from datetime import date
from functools import cache
from pathlib import Path

from portal.cli.output import Stop
from portal.clock import SystemClock, business_date
from portal.rules.errors import UnknownTable
from portal.rules.library import BoundTable, Library, RuleSet
from portal.settings import rules_dir, timezone
from portal.words import gettext as _


def library() -> Library:
    """Every rule file, loaded and checked; BadRuleFile when one is bad."""
    return _load(rules_dir(os.environ))


@cache  # one process asks many questions, of rules that stand still meanwhile
def _load(root: Path) -> Library:
    return Library(root)


def bound_table(rules: RuleSet, name: str) -> BoundTable:
    """The table of this name; stops when there is none."""
    try:
        return rules[name]
    except (UnknownTable, KeyError):
        message = _("没有“%(table)s”这张规则表。", table=name)
        raise Stop(message) from None


def today() -> date:
    """The business date now."""
    return business_date(SystemClock().now(), timezone(os.environ))
