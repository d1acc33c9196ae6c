"""The rules in force: loaded once, checked as a whole, swapped while people decide."""

from portal.rules.evaluate import BoundTable
from portal.rules.library.clauses import Clause
from portal.rules.library.holding import StoredText
from portal.rules.library.library import Library
from portal.rules.library.refreshing import Change
from portal.rules.library.ruleset import RuleSet

__all__ = ["BoundTable", "Change", "Clause", "Library", "RuleSet", "StoredText"]
