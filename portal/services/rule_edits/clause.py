"""One clause of the source documents, and the rows that carry it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from portal.errors import NotFound
from portal.rules.explain import sentence
from portal.services.clauses import clause_label, original_of
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import listed, rule_text


class CarriedBy(msgspec.Struct, frozen=True, kw_only=True):
    """A row in force that cites the clause."""

    table: str
    href: str
    row: str
    sentence: str
    note: str


class ClausePage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/rule_edits/clause.html; `silent`: what the source leaves open.

    original: the words of the source where `says` is a translation of them.
    """

    title: str
    id: str
    doc: str
    where: str
    says: str
    original: str
    parts: list[str]
    silent: list[tuple[str, str]]
    carried_by: list[CarriedBy]


def show_clause(act: Act, clause_id: str) -> ClausePage:
    """The clause with the rows of today's rules that rest on it; NotFound else."""
    clause = act.rules.clause(clause_id)
    if clause is None:
        raise NotFound(_("条文"), clause_id)
    labels = {"issue": _("原文没有说清"), "default": _("本店定为")}
    return ClausePage(
        title=clause_label(act.rules, clause_id),
        id=clause.id,
        doc=clause.doc,
        where=clause.where,
        says=rule_text(clause.says),
        original=original_of(clause),
        parts=[_text(one) for one in (*clause.items, *clause.fields, *clause.steps)],
        silent=[
            (label, rule_text(clause.unclear[name]))
            for name, label in labels.items()
            if name in clause.unclear
        ],
        carried_by=_carried_by(act, clause_id),
    )


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _("；").join(
            _("%(label)s：%(words)s", label=name, words=_text(one))
            for name, one in value.items()
        )
    if isinstance(value, tuple | list):
        return listed(_text(one) for one in value)
    return rule_text(value) if isinstance(value, str) else str(value)


def _carried_by(act: Act, clause_id: str) -> list[CarriedBy]:
    return [
        CarriedBy(
            table=rule_text(bound.title),
            href=f"/rules/{bound.id}#{row.id}",
            row=row.id,
            sentence=sentence(bound.table, row, rule_text),
            note=rule_text(row.note),
        )
        for bound in act.rules.values()
        if (version := bound.table.version_on(act.today)) is not None
        for row in version.rows
        if clause_id in row.clauses
    ]
