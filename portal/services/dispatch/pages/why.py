"""Why (not) this designer: the answer, the rows, his figures, the way out."""

from portal.rules.evaluate import Decision, decide
from portal.services.dispatch.candidates import (
    COOLING,
    WRONG_GRADE,
    Candidate,
    Candidates,
)
from portal.services.dispatch.pages.rows import KINDS, lifts_text, verdict_word
from portal.services.dispatch.wording import lifts_in_words, verdict_in_words
from portal.services.use_case import Act
from portal.services.why import Why, facts_of, why_clauses, why_step
from portal.words import gettext as _


def why_candidate(act: Act, one: Candidate, candidates: Candidates) -> Why:
    """The panel for a candidate of a lead; the same facts are asked once more."""
    grade = decide(
        act.rules["dispatch.grade"],
        {
            "tier": candidates.tier,
            "grade": one.facts.grade,
            "cross_grade_reason": one.cross_grade,
        },
        act.today,
    )
    load = decide(act.rules["dispatch.load"], _load_facts(one, candidates), act.today)
    cooling = decide(act.rules["lead.idle_cooling"], _cooling_facts(one), act.today)
    title = _("为什么可以派给%(name)s") if one.eligible else _("为什么不派给%(name)s")
    return Why(
        title=title % {"name": one.facts.name},
        kind=KINDS.get(one.verdict, ""),
        word=verdict_word(one, act),
        answer=verdict_in_words(one, candidates),
        steps=[
            why_step(act.rules, asked) for asked in _asked(one, grade, load, cooling)
        ],
        facts=[
            fact
            for asked in _asked(one, grade, load, cooling)
            for fact in facts_of(act.rules, asked)
        ],
        clauses=why_clauses(act.rules, one.clauses),
        lifts=_lifts(one, act),
    )


def _asked(
    one: Candidate, grade: Decision, load: Decision, cooling: Decision
) -> list[Decision]:
    """The tables that had a say, the decisive one first."""
    if one.verdict == WRONG_GRADE:
        return [grade]
    if one.verdict == COOLING:
        return [cooling, grade]
    return [load, grade]


def _cooling_facts(one: Candidate) -> dict[str, object]:
    return {"cooling": one.facts.cooling_until is not None, "forced": False}


def _load_facts(one: Candidate, candidates: Candidates) -> dict[str, object]:
    facts = one.facts
    return {
        "season": candidates.season,
        "holding": facts.holding,
        "received_today": facts.received_today,
        "received_this_week": facts.received_this_week,
        "champion": facts.champion,
        "quarter_short": facts.quarter_short,
        "forced": False,
        "away": facts.away,
    }


def _lifts(one: Candidate, act: Act) -> str:
    if one.eligible:
        return ""
    words = lifts_in_words(one, act.rules, act.today)
    at = lifts_text(one, act)
    if at == words:
        return words
    return _("%(words)s（%(at)s）", words=words, at=at)
