"""Pure deciding: a table, facts and a day give a decision."""

from portal.rules.evaluate.decide import BoundTable, decide
from portal.rules.evaluate.decision import Decision
from portal.rules.evaluate.examples import failing_examples
from portal.rules.evaluate.facts import read_fact, read_facts
from portal.rules.evaluate.matcher import ReferenceMatcher
from portal.rules.evaluate.policies import Outcome, answers_of
from portal.rules.evaluate.values import dumps, loads, plain, to_json

__all__ = [
    "BoundTable",
    "Decision",
    "Outcome",
    "ReferenceMatcher",
    "answers_of",
    "decide",
    "dumps",
    "failing_examples",
    "loads",
    "plain",
    "read_fact",
    "read_facts",
    "to_json",
]
