"""`portal procedures ...`: read and check the procedure files."""

import os
from argparse import ArgumentParser, Namespace
from typing import Any

from portal.cli.output import DONE, FINDINGS, Stop, tell, tell_json
from portal.cli.rules.files import library, today
from portal.rules.errors import BadRuleFile, Finding
from portal.rules.procedures import Procedure, Shelf, Step
from portal.services.cases.checking import check_procedures
from portal.settings import rules_dir
from portal.words import gettext as _
from portal.words import listed, rule_text


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help=_("列出全部流程"))
    listing.set_defaults(run=list_procedures)
    show = actions.add_parser("show", help=_("显示一个流程的步骤"))
    show.add_argument("kind", metavar="KIND")
    show.set_defaults(run=show_procedure)
    checking = actions.add_parser("check", help=_("检查全部流程文件"))
    checking.set_defaults(run=check_all)
    for one in (listing, show, checking):
        one.add_argument("--json", action="store_true", help=_("输出 JSON"))


def list_procedures(arguments: Namespace) -> int:
    """Every procedure with its steps' number, versions and clauses."""
    found = list(_shelf())
    if arguments.json:
        tell_json([summary(one) for one in found])
        return DONE
    for one in found:
        tell(f"{one.kind:<28} {one.title}")
    return DONE


def show_procedure(arguments: Namespace) -> int:
    """The steps in force today: who, from where, to where."""
    procedure = _shelf().of_site(None).get(arguments.kind)
    version = procedure.version_on(today()) if procedure else None
    if procedure is None or version is None:
        raise Stop(_("没有“%(kind)s”这个流程。", kind=arguments.kind))
    if arguments.json:
        steps = [_step(one) for one in version.steps]
        tell_json(summary(procedure) | {"hash": version.hash, "steps": steps})
        return DONE
    tell(f"{rule_text(procedure.title)} {version.since.isoformat()}")
    for step in version.steps:
        way = f"{'|'.join(step.from_) or '-'} -> {'|'.join(step.targets)}"
        who = listed(step.by) or "-"
        tell(f"  {step.id:<20} {rule_text(step.label)}　{way}　{who}")
    return DONE


def check_all(arguments: Namespace) -> int:
    """Every finding with file, line and column; 1 when there is any."""
    try:
        findings = check_procedures(library().rules(), _shelf())
    except BadRuleFile as bad:
        findings = bad.findings
    if arguments.json:
        tell_json([_finding(one) for one in findings])
    else:
        for one in findings:
            tell(str(one))
        tell(_("%(n)s 处要改", n=len(findings)) if findings else _("流程文件没有问题"))
    return FINDINGS if findings else DONE


def _shelf() -> Shelf:
    return Shelf(rules_dir(os.environ))


def summary(one: Procedure) -> dict[str, Any]:
    """A procedure as `list --json` gives it."""
    cited = (c for v in one.versions for s in v.steps for c in s.clauses)
    return {
        "procedure": one.kind,
        "title": one.title,
        "site": one.site,
        "versions": [version.since.isoformat() for version in one.versions],
        "clauses": list(dict.fromkeys((*one.clauses, *cited))),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "step": step.id,
        "label": step.label,
        "from": list(step.from_),
        "to": list(step.targets),
        "by": list(step.by),
        "clauses": list(step.clauses),
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "file": one.at.file,
        "line": one.at.line,
        "column": one.at.column,
        "kind": one.kind,
        "message": one.message,
        "fix": one.fix,
        "version": one.version,
        "step": one.row,
    }
