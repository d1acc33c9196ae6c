"""Gives a kept decision again, from its facts and the stored rule texts alone."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlmodel import Session, select

from portal.errors import NotFound
from portal.models.decisions import Decision, RuleText
from portal.rules.evaluate import BoundTable, dumps, plain
from portal.rules.replay import Kept, bind, replay
from portal.services.decisions import TABLE, Verdict
from portal.services.dispatch import candidates
from portal.services.lead import attribution
from portal.words import gettext as _

# A question made of several tables is asked again by the function that asked it.
Question = Callable[[Mapping[str, BoundTable], Mapping[str, Any], date], Verdict]
QUESTIONS: dict[str, Question] = {
    candidates.KIND: candidates.decide_again,
    attribution.KIND: attribution.decide_again,
}


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the same came out; `differences` are sentences, none when it did."""

    same: bool
    differences: list[str]
    rows: list[str]
    outcome: Any


def replay_decision(session: Session, kept: Decision) -> Replayed:
    """Decide again with the versions of then; no rule file is read."""

    def text_of(digest: str) -> str:
        found = session.get(RuleText, digest)
        if found is None:
            raise NotFound(_("规则文本"), digest)
        return found.text

    if kept.kind == TABLE:
        return _one_table(kept, text_of)
    verdict = QUESTIONS[kept.kind](
        bind(kept.uses, text_of), kept.facts, kept.decided_on
    )
    return _compared(kept, verdict)


def decision_of(session: Session, site_id: UUID, decision_id: UUID) -> Decision:
    """A kept decision of the site."""
    found = session.exec(
        select(Decision).where(Decision.site_id == site_id, Decision.id == decision_id)
    ).first()
    if found is None:
        raise NotFound(_("决定"), decision_id)
    return found


def _one_table(kept: Decision, text_of: Callable[[str], str]) -> Replayed:
    again = replay(
        Kept(
            table=kept.table_id,
            on=kept.decided_on,
            version=kept.version,
            hash=kept.hash,
            uses=kept.uses,
            facts=kept.facts,
            rows=kept.rows,
            outcome=kept.outcome,
        ),
        text_of,
    )
    return Replayed(
        same=again.same,
        differences=again.differences,
        rows=again.decision.rows,
        outcome=again.decision.kept()["outcome"],
    )


def _compared(kept: Decision, verdict: Verdict) -> Replayed:
    pairs = (
        (_("命中的行"), kept.rows, verdict.rows),
        (_("答案"), kept.outcome, verdict.outcome),
        (_("不派的人"), kept.refused, verdict.refused),
    )
    # As values: the database gives the keys of an object back in an order of its own.
    differences = [
        _(
            "%(what)s：当时 %(then)s，现在 %(now)s",
            what=what,
            then=dumps(a),
            now=dumps(b),
        )
        for what, a, b in pairs
        if plain(a) != plain(b)
    ]
    return Replayed(
        same=not differences,
        differences=differences,
        rows=verdict.rows,
        outcome=verdict.outcome,
    )
