"""Whose client is it: claims ranked by lead.attribution (pure).

lead.attribution.*: the lowest rank wins, then the earliest; where even that is equal,
the customer manager rules (and says why).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from portal.rules.evaluate import BoundTable, Decision, decide
from portal.services.decisions import Verdict

KIND = "lead.attribution"


class ClaimFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the question sees it; `at` is ISO, `days_ago` counted to the visit."""

    claim: str
    staff_no: str
    name: str
    principle: str
    at: str
    days_ago: int


class AttributionQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """All claims on one client and what is known of him."""

    claims: list[ClaimFacts]
    has_name: bool
    has_address: bool
    has_floor_area: bool
    has_phone: bool


class RankedClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its rank (None: does not count) and the row that gave it."""

    facts: ClaimFacts
    rank: int | None
    expired: bool
    row: str
    clauses: list[str]


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: the claim that wins, everyone's place, and whether it is a tie."""

    winner: ClaimFacts | None
    tied: bool
    ranking: list[RankedClaim]
    verdict: Verdict


def attribute(
    rules: Mapping[str, BoundTable], question: AttributionQuestion, on: date
) -> Attribution:
    """Rank every claim and name the winner."""
    uses: dict[str, str] = {}
    ranked = [_rank(rules, question, claim, on, uses) for claim in question.claims]
    ranked.sort(key=_place)
    standing = [one for one in ranked if one.rank is not None and not one.expired]
    tied = len(standing) > 1 and _place(standing[0]) == _place(standing[1])
    winner = standing[0] if standing and not tied else None
    return Attribution(
        winner=winner.facts if winner else None,
        tied=tied,
        ranking=ranked,
        verdict=_verdict(rules, question, on, uses, ranked, winner, tied),
    )


def _rank(
    rules: Mapping[str, BoundTable],
    question: AttributionQuestion,
    claim: ClaimFacts,
    on: date,
    uses: dict[str, str],
) -> RankedClaim:
    ranked = decide(
        rules["lead.attribution"],
        {
            "principle": claim.principle,
            "has_name": question.has_name,
            "has_address": question.has_address,
            "has_floor_area": question.has_floor_area,
            "has_phone": question.has_phone,
        },
        on,
    )
    expiry = decide(rules["lead.claim_expiry"], {"principle": claim.principle}, on)
    uses.update(ranked.uses)
    uses.update(expiry.uses)
    rank = ranked.one["rank"]
    days = expiry.one["days"]
    expired = days is not None and claim.days_ago > days
    decisive: Decision = expiry if expired else ranked
    return RankedClaim(
        facts=claim,
        rank=None if rank is None else int(rank),
        expired=expired,
        row=f"{decisive.table}#{decisive.rows[0]}",
        clauses=list(decisive.clauses),
    )


def _place(one: RankedClaim) -> tuple[bool, int, datetime]:
    out = one.rank is None or one.expired
    return out, one.rank or 0, datetime.fromisoformat(one.facts.at)


def _verdict(
    rules: Mapping[str, BoundTable],
    question: AttributionQuestion,
    on: date,
    uses: dict[str, str],
    ranked: list[RankedClaim],
    winner: RankedClaim | None,
    tied: bool,
) -> Verdict:
    version = rules[KIND].table.version_on(on)
    assert version is not None
    # With no claim at all the table is still the one that would have decided.
    uses.setdefault(KIND, version.hash)
    return Verdict(
        kind=KIND,
        table=KIND,
        on=on,
        version=version.since.isoformat(),
        hash=version.hash,
        uses=uses,
        facts=msgspec.to_builtins(question),
        rows=[winner.row] if winner else [],
        outcome={
            "attributed_to": winner.facts.staff_no if winner else None,
            "rank": winner.rank if winner else None,
            "tied": tied,
        },
        clauses=list(winner.clauses) if winner else [],
        refused=[_refusal(one) for one in ranked if one is not winner],
    )


def _refusal(one: RankedClaim) -> dict[str, Any]:
    return {
        "who": one.facts.staff_no,
        "name": one.facts.name,
        "verdict": "expired" if one.expired else f"rank {one.rank}",
        "rows": [one.row],
        "clauses": one.clauses,
        "lifts": "none",
    }


def decide_again(
    rules: Mapping[str, BoundTable], facts: Mapping[str, Any], on: date
) -> Verdict:
    """The kept question once more (replay)."""
    question = msgspec.convert(dict(facts), AttributionQuestion)
    return attribute(rules, question, on).verdict
