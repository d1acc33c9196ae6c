"""`portal rules list`, `show` and `check`: what stands in the files."""

import argparse
import os
from collections.abc import Mapping
from typing import Any

from portal.cli.output import DONE, FINDINGS, Stop, say, tell, tell_json
from portal.cli.rules.files import bound_table, library, today
from portal.rules.errors import BadRuleFile, Finding
from portal.rules.explain import sentence
from portal.rules.library import Library
from portal.rules.table import Column, Table, Version
from portal.settings import rules_dir
from portal.words import gettext as _
from portal.words import rule_text


def list_tables(arguments: argparse.Namespace) -> int:
    """Every table with its columns, versions and clauses."""
    rules = library().rules(arguments.site)
    tables = [rules[name].table for name in sorted(rules)]
    if arguments.json:
        tell_json([summary(table) for table in tables])
        return DONE
    for table in tables:
        tell(f"{table.id:<28} {rule_text(table.title)}")
    return DONE


def summary(table: Table) -> dict[str, Any]:
    """A table as `list --json` gives it."""
    return {
        "table": table.id,
        "title": table.title,
        "hit": table.hit.value,
        "inputs": _types(table.inputs),
        "outputs": _types(table.outputs),
        "versions": [version.since.isoformat() for version in table.versions],
        "clauses": list(table.clauses),
    }


def _types(columns: Mapping[str, Column]) -> dict[str, str]:
    return {name: column.type for name, column in columns.items()}


def show_table(arguments: argparse.Namespace) -> int:
    """One table, row by row, as it stands on a day."""
    table = bound_table(library().rules(arguments.site), arguments.table).table
    version = table.version_on(arguments.on or today())
    if version is None:
        raise Stop(_("“%(table)s”在这一天还没有版本。", table=table.id))
    if arguments.json:
        tell_json(summary(table) | {"version": _version(table, version)})
        return DONE
    since = version.since.isoformat()
    tell(
        _(
            "%(title)s（%(table)s）%(since)s 起",
            title=rule_text(table.title),
            table=table.id,
            since=since,
        )
    )
    for row in version.rows:
        said = sentence(table, row, rule_text)
        tell(f"  {row.id}: {said} 〔{', '.join(row.clauses)}〕")
    return DONE


def _version(table: Table, version: Version) -> dict[str, Any]:
    return {
        "since": version.since.isoformat(),
        "hash": version.hash,
        "rows": [
            {
                "id": row.id,
                "when": {name: cell.text for name, cell in row.when.items()},
                "says": sentence(table, row),
                "clauses": list(row.clauses),
                "note": row.note,
            }
            for row in version.rows
        ],
    }


def check_tables(arguments: argparse.Namespace) -> int:
    """Load every file as a start would, and say what is wrong with it."""
    findings: list[Finding] = []
    try:
        count = len(Library(rules_dir(os.environ)).rules())
    except BadRuleFile as bad:
        findings = bad.findings
    if arguments.json:
        tell_json([_finding(one) for one in findings])
    elif findings:
        for finding in findings:
            tell(str(finding))
    else:
        tell(_("规则文件无误：%(count)s 张表。", count=count))
    if findings:
        say(_("共 %(count)s 处要改。", count=len(findings)))
    return FINDINGS if findings else DONE


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.at.file,
        "line": finding.at.line,
        "column": finding.at.column,
        "kind": finding.kind,
        "version": finding.version,
        "row": finding.row,
        "message": finding.message,
        "fix": finding.fix,
        "witness": finding.witness,
    }
