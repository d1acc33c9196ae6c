"""Rule tables and kept decisions as JSON; the same answers as the command line."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.errors import BadInput, NotFound
from portal.models.decisions import Decision
from portal.rules.errors import UnknownTable
from portal.rules.evaluate import decide, loads
from portal.rules.table import Column, Table
from portal.services.api.bodies import Asking
from portal.services.replaying import decision_of, replay_decision
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text


def tables_json(act: Act) -> list[dict[str, Any]]:
    """Every table in force at the person's site."""
    return [summary(act.rules[name].table) for name in sorted(act.rules)]


def summary(table: Table) -> dict[str, Any]:
    """A table as `portal rules list --json` gives it, with its title in words."""
    return {
        "table": table.id,
        "title": rule_text(table.title),
        "hit": table.hit.value,
        "inputs": _types(table.inputs),
        "outputs": _types(table.outputs),
        "versions": [version.since.isoformat() for version in table.versions],
        "clauses": list(table.clauses),
    }


def _types(columns: Mapping[str, Column]) -> dict[str, str]:
    return {name: column.type for name, column in columns.items()}


def evaluate(act: Act, table_id: str, asked: Asking, body: bytes) -> dict[str, Any]:
    """The table's answer; BadFacts, NotDecided or NotFound else.

    The facts are read from the body itself, so that a number keeps every digit.
    """
    rules = act.house.library.rules(_site(act, asked.site))
    try:
        table = rules[table_id]
    except UnknownTable:
        raise NotFound(_("规则表"), table_id) from None
    facts = _exact_facts(body)
    return decide(table, facts, asked.on or act.today).answer()


def _site(act: Act, code: str | None) -> str:
    if code is None:
        return act.by.site_code
    if code not in {site.code for site in act.house.sites()}:
        raise BadInput({"site": _("没有这一店：%(code)s。", code=code)})
    return code


def _exact_facts(body: bytes) -> Mapping[str, object]:
    try:
        facts: Mapping[str, object] = loads(body)["facts"]
    except (ValueError, RecursionError):
        raise BadInput({"facts": _("看不懂这些事实。")}) from None
    return facts


def decision_json(act: Act, decision_id: UUID) -> dict[str, Any]:
    """A kept decision."""
    with act.house.db.reading() as session:
        return _kept(decision_of(session, act.by.site_id, decision_id))


def _kept(kept: Decision) -> dict[str, Any]:
    return {
        "id": kept.id,
        "no": kept.no,
        "kind": kept.kind,
        "table": kept.table_id,
        "on": kept.decided_on,
        "version": kept.version,
        "hash": kept.hash,
        "uses": kept.uses,
        "facts": kept.facts,
        "rows": kept.rows,
        "outcome": kept.outcome,
        "clauses": kept.clauses,
        "refused": kept.refused,
        "at": kept.at,
        "by": kept.by_name,
    }


def replay_json(act: Act, decision_id: UUID) -> dict[str, Any]:
    """The same question asked again of the kept texts."""
    with act.house.db.reading() as session:
        kept = decision_of(session, act.by.site_id, decision_id)
        again = replay_decision(session, kept)
    return {
        "id": kept.id,
        "same": again.same,
        "differences": again.differences,
        "rows": again.rows,
        "outcome": again.outcome,
    }
