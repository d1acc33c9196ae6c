"""A designer's verdict as a sentence: figures and labels come from the tables."""

from datetime import date

from portal.models.lead import Lead
from portal.rules.library import RuleSet
from portal.services.dispatch.candidates import (
    COOLING,
    WRONG_GRADE,
    Candidate,
    Candidates,
)
from portal.words import NOT_SET, rule_labels
from portal.words import gettext as _


def label(rules: RuleSet, table: str, column: str, value: str | None) -> str:
    """The label a table gives to one of its values."""
    if value is None:
        return ""
    shape = rules[table].table
    found = shape.inputs.get(column) or shape.outputs[column]
    return rule_labels(found.values).get(value, value)


def area_words(lead: Lead) -> str:
    """The floor area with its unit: 128 平方米."""
    if lead.floor_area is None:
        return NOT_SET
    return _("%(area)s 平方米", area=f"{lead.floor_area.normalize():f}")


def verdict_in_words(one: Candidate, candidates: Candidates) -> str:
    """Why he is (not) open, with his figure and the limit."""
    facts, limits = one.facts, one.limits
    sentences = {
        "open": _("%(name)s可派。"),
        "hold": _("%(name)s本周在手 %(holding)s 单，到了停派线 %(hold)s。"),
        "day_cap": _("%(name)s今日已派 %(today)s 单，到了日上限 %(day)s。"),
        "week_cap": _("%(name)s本周已派 %(week_received)s 单，到了周上限 %(week)s。"),
        "away": _("%(name)s不在岗。"),
        COOLING: _("这张单刚从%(name)s手上收回，还在冷却期。"),
        WRONG_GRADE: _("%(name)s的级别与这张单的单级不对应。"),
    }
    return sentences[one.verdict] % {
        "name": facts.name,
        "holding": facts.holding,
        "today": facts.received_today,
        "week_received": facts.received_this_week,
        **limits,
    }


def lifts_in_words(one: Candidate, rules: RuleSet, on: date) -> str:
    """When he opens, in the table's words."""
    if one.verdict == WRONG_GRADE:
        return _("这张单不放开。")
    return label(rules, judge_of(one), "lifts", one.lifts)


def judge_of(one: Candidate) -> str:
    """The table whose verdict he has, where it is not his grade."""
    return "lead.idle_cooling" if one.verdict == COOLING else "dispatch.load"
