"""Who may be given a lead, in which order, and what holds the others (pure).

`weigh` asks dispatch.tier, .season, .grade, .load and .order about every designer, and
lead.idle_cooling about those it was taken back from, and gives one answer. It knows no
database and no clock, so a kept answer can be given again from its facts and the stored
rule texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from portal.rules.evaluate import BoundTable, Decision, decide
from portal.services.decisions import Verdict
from portal.services.dispatch.designers import (
    COOLING,
    OPEN,
    WRONG_GRADE,
    Candidate,
    DesignerFacts,
    Question,
)

__all__ = [
    "COOLING",
    "OPEN",
    "WRONG_GRADE",
    "Candidate",
    "Candidates",
    "DesignerFacts",
    "Question",
    "decide_again",
    "stand",
    "weigh",
]
KIND = "dispatch.offer"


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer: everyone, eligible first in turn."""

    tier: str
    season: str
    everyone: list[Candidate]
    order_clauses: list[str]
    verdict: Verdict

    @property
    def eligible(self) -> list[Candidate]:
        """Those who may be given the lead, in turn."""
        return [one for one in self.everyone if one.eligible]

    def find(self, staff_no: str) -> Candidate | None:
        """The designer with this staff number."""
        return next((c for c in self.everyone if c.facts.staff_no == staff_no), None)


class _Asked:
    """Collects every decision made on the way, for the kept answer."""

    def __init__(self, rules: Mapping[str, BoundTable], on: date) -> None:
        self.rules, self.on = rules, on
        self.uses: dict[str, str] = {}

    def ask(self, table: str, facts: Mapping[str, Any]) -> Decision:
        decision = decide(self.rules[table], facts, self.on)
        self.uses.update(decision.uses)
        return decision


def weigh(rules: Mapping[str, BoundTable], question: Question, on: date) -> Candidates:
    """Everyone's verdict on the day, from the tables alone."""
    asked = _Asked(rules, on)
    amount = question.estimated_amount
    tier = asked.ask("dispatch.tier", {"estimated_amount": amount})
    season = asked.ask("dispatch.season", {"month": on.month})
    order = asked.ask("dispatch.order", {"channel": question.channel})
    judge = _Judge(asked, tier.one["tier"], season.one["season"], question.forced)
    pool = [judge.verdict(one, up=False) for one in question.designers]
    if question.cross_grade and not any(one.eligible for one in pool):
        pool = [judge.verdict(one, up=True) for one in question.designers]
    everyone = _in_turn(pool, order.listed)
    return Candidates(
        tier=tier.one["tier"],
        season=season.one["season"],
        everyone=everyone,
        order_clauses=order.clauses,
        verdict=_verdict(asked, question, [tier, season, order], everyone),
    )


def stand(
    rules: Mapping[str, BoundTable],
    designers: list[DesignerFacts],
    on: date,
    *,
    tier: str | None = None,
    channel: str | None = None,
) -> list[Candidate]:
    """How everyone stands without a certain lead; with a tier, who of it is next."""
    asked = _Asked(rules, on)
    season = asked.ask("dispatch.season", {"month": on.month})
    judge = _Judge(asked, tier, season.one["season"], forced=False)
    pool = [judge.verdict(one, up=False) for one in designers]
    if channel is None:
        return pool
    return _in_turn(pool, asked.ask("dispatch.order", {"channel": channel}).listed)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Asks about one designer after the other under the same circumstances."""

    asked: _Asked
    tier: str | None
    season: str
    forced: bool

    def verdict(self, designer: DesignerFacts, *, up: bool) -> Candidate:
        """The grade decides first, then whether he cools off, then his load."""
        load = self.asked.ask("dispatch.load", self._load_facts(designer))
        grade = self._grade(designer, up=up)
        right_grade = grade is None or bool(grade.one["eligible"])
        judged = self._cooling(designer) or load
        decisive = judged if right_grade or grade is None else grade
        verdict = judged.one["verdict"] if right_grade else WRONG_GRADE
        return Candidate(
            facts=designer,
            eligible=verdict == OPEN,
            verdict=verdict,
            lifts=judged.one["lifts"] if right_grade else "none",
            rows=[f"{decisive.table}#{row}" for row in decisive.rows],
            clauses=list(decisive.clauses),
            limits=_limits(load),
            cross_grade=up and right_grade,
        )

    def _grade(self, designer: DesignerFacts, *, up: bool) -> Decision | None:
        if self.tier is None:
            return None
        facts = {"tier": self.tier, "grade": designer.grade, "cross_grade_reason": up}
        return self.asked.ask("dispatch.grade", facts)

    def _cooling(self, designer: DesignerFacts) -> Decision | None:
        """The answer that holds him back from this lead; None when nothing does."""
        if designer.cooling_until is None:
            return None
        facts = {"cooling": True, "forced": self.forced}
        asked = self.asked.ask("lead.idle_cooling", facts)
        return asked if asked.one["verdict"] != OPEN else None

    def _load_facts(self, designer: DesignerFacts) -> dict[str, Any]:
        return {
            "season": self.season,
            "holding": designer.holding,
            "received_today": designer.received_today,
            "received_this_week": designer.received_this_week,
            "champion": designer.champion,
            "quarter_short": designer.quarter_short,
            "forced": self.forced,
            "away": designer.away,
        }


def _limits(load: Decision) -> dict[str, int]:
    found = load.required["limits"].one
    return {name: int(found[name]) for name in ("day", "week", "hold")}


def _in_turn(pool: list[Candidate], keys: list[dict[str, Any]]) -> list[Candidate]:
    """Eligible first by the keys of dispatch.order, then the others as they came."""
    eligible = [one for one in pool if one.eligible]
    for key in reversed(keys):
        eligible.sort(
            key=lambda one: _sortable(getattr(one.facts, key["key"])),
            reverse=key["direction"] == "desc",
        )
    ranked = [
        msgspec.structs.replace(one, turn=turn) for turn, one in enumerate(eligible, 1)
    ]
    return ranked + [one for one in pool if not one.eligible]


def _sortable(value: object) -> tuple[bool, object]:
    # Whoever has never received a lead has waited longest.
    return (value is not None, value if value is not None else 0)


def _verdict(
    asked: _Asked,
    question: Question,
    common: list[Decision],
    everyone: list[Candidate],
) -> Verdict:
    load = asked.rules["dispatch.load"].table.version_on(asked.on)
    assert load is not None
    rows = [f"{one.table}#{row}" for one in common for row in one.rows]
    clauses = dict.fromkeys(c for one in common for c in one.clauses)
    return Verdict(
        kind=KIND,
        table="dispatch.load",
        on=asked.on,
        version=load.since.isoformat(),
        hash=load.hash,
        uses=asked.uses,
        facts=msgspec.to_builtins(question),
        rows=rows,
        outcome={
            "tier": common[0].one["tier"],
            "turn": [one.facts.staff_no for one in everyone if one.eligible],
        },
        clauses=list(clauses),
        refused=[_refusal(one) for one in everyone if not one.eligible],
    )


def _refusal(one: Candidate) -> dict[str, Any]:
    return {
        "who": one.facts.staff_no,
        "name": one.facts.name,
        "verdict": one.verdict,
        "rows": one.rows,
        "clauses": one.clauses,
        "lifts": one.lifts,
    }


def decide_again(
    rules: Mapping[str, BoundTable], facts: Mapping[str, Any], on: date
) -> Verdict:
    """The kept question once more (replay)."""
    return weigh(rules, msgspec.convert(dict(facts), Question), on).verdict
