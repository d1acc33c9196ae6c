"""`portal rules eval`: put facts to a table and print the answer."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from portal.cli.output import DONE, Stop, tell, tell_json
from portal.cli.rules.files import bound_table, library, today
from portal.rules.errors import RuleError
from portal.rules.evaluate import Decision, decide, loads
from portal.rules.explain import explain
from portal.rules.library import BoundTable, Library
from portal.words import gettext as _
from portal.words import rule_text


def evaluate(arguments: argparse.Namespace) -> int:
    """One question on the command line, or many from a file."""
    if bool(arguments.cases) == bool(arguments.table):
        raise Stop(_("请写一张规则表和 --facts，或者写 --cases。"))
    if arguments.cases:
        return _evaluate_cases(arguments)
    facts = _object(_json(arguments.facts or "{}"))
    table = bound_table(library().rules(arguments.site), arguments.table)
    decision = decide(table, facts, arguments.on or today())
    if arguments.json:
        tell_json(decision.answer())
    else:
        _tell_answer(table, decision)
    return DONE


def _tell_answer(table: BoundTable, decision: Decision) -> None:
    explanation = explain(table, decision, rule_text)
    tell(f"{explanation.title} 〔{decision.ref}〕")
    for label, value in explanation.facts:
        tell("  " + _("%(label)s：%(words)s", label=label, words=value))
    for row in explanation.rows:
        if row.decided:
            said = _("%(label)s：%(words)s", label=row.name, words=row.then)
            tell(f"▶ {said} 〔{', '.join(row.clauses)}〕 {row.note}")
    if not decision.rows:
        tell(_("没有一行说到这种情形。"))


def _evaluate_cases(arguments: argparse.Namespace) -> int:
    cases = _json(_read(arguments.cases))
    if not isinstance(cases, list):
        raise Stop(_("--cases 里应是一个 JSON 数组。"))
    rules = library()
    tell_json([_answer_case(rules, case, arguments) for case in cases])
    return DONE


def _answer_case(
    rules: Library, case: object, arguments: argparse.Namespace
) -> dict[str, Any]:
    """The answer to one case, or {"error": sentence} in its place."""
    try:
        question = _object(case)
        site = question.get("site", arguments.site)
        table = bound_table(rules.rules(site), str(question.get("table", "")))
        on = _day(question.get("on")) or arguments.on or today()
        facts = _object(question.get("facts", {}))
        return dict(decide(table, facts, on).answer())
    except (Stop, RuleError, ValueError) as error:
        return {"error": str(error)}


def _day(text: object) -> date | None:
    return None if text is None else date.fromisoformat(str(text))


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(_("读不了 %(file)s：%(why)s", file=name, why=error)) from None


def _json(text: str) -> object:
    try:
        return loads(text)
    except ValueError as error:
        raise Stop(_("不是合格的 JSON：%(why)s", why=error)) from None


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Stop(_("这里应是一个 JSON 对象。"))
    return value
