"""`portal rules coverage`: which rows and steps carry which clause of the source."""

import argparse
import os
from collections.abc import Iterable, Iterator

from portal.cli.output import DONE, tell, tell_json
from portal.cli.rules.files import library
from portal.rules.errors import RuleError
from portal.rules.evaluate import decide
from portal.rules.library import BoundTable, RuleSet
from portal.rules.procedures import Procedure, Shelf
from portal.rules.table import Example, Version
from portal.settings import rules_dir
from portal.words import gettext as _

Covered = dict[str, dict[str, list[str]]]


def show_coverage(arguments: argparse.Namespace) -> int:
    """Every clause with what carries it and what shows it at work."""
    covered = coverage(library().rules(), Shelf(rules_dir(os.environ)))
    if arguments.json:
        tell_json(covered)
        return DONE
    for clause, places in covered.items():
        tell(f"{clause}: {', '.join(places['carried_by']) or '-'}")
    carried = sum(bool(places["carried_by"]) for places in covered.values())
    tell(_("%(carried)s / %(total)s 条已有承载", carried=carried, total=len(covered)))
    return DONE


def coverage(rules: RuleSet, procedures: Iterable[Procedure] = ()) -> Covered:
    """clause id -> {"carried_by": rows and steps, "shown_by": examples}."""
    covered: Covered = {
        clause: {"carried_by": [], "shown_by": []} for clause in sorted(rules.clauses)
    }
    for name in sorted(rules):
        for kind, clause, place in _places(rules[name]):
            covered[clause][kind].append(place)
    for procedure in procedures:
        for clause, place in _steps(procedure):
            if clause in covered:
                covered[clause]["carried_by"].append(place)
    return covered


def _steps(procedure: Procedure) -> Iterator[tuple[str, str]]:
    for clause in procedure.clauses:
        yield clause, procedure.table_id
    for version in procedure.versions:
        since = version.since.isoformat()
        for step in version.steps:
            for clause in step.clauses:
                yield clause, f"{procedure.table_id}#{step.id}@{since}"


def _places(bound: BoundTable) -> Iterator[tuple[str, str, str]]:
    table = bound.table
    for version in table.versions:
        since = version.since.isoformat()
        for row in version.rows:
            for clause in row.clauses:
                yield "carried_by", clause, f"{table.id}#{row.id}@{since}"
        for example in version.examples:
            for clause in _shown(bound, version, example):
                yield "shown_by", clause, f"{table.id}@{since}: {example.name}"


def _shown(bound: BoundTable, version: Version, example: Example) -> list[str]:
    try:
        return decide(bound, example.given, version.since).clauses
    except RuleError:
        return []  # an example may show a refusal, which rests on no row
