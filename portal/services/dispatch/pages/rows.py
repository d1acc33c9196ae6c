"""A candidate as a row: his figures, his verdict, his clause, when it lifts."""

from portal.services.clauses import clause_label
from portal.services.dispatch.asking import lifts_at
from portal.services.dispatch.candidates import COOLING, OPEN, WRONG_GRADE, Candidate
from portal.services.dispatch.pages.shapes import CandidateRow, Load
from portal.services.dispatch.wording import judge_of, label, lifts_in_words
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _

KINDS = {
    OPEN: "go",
    "hold": "hold",
    COOLING: "hold",
    "day_cap": "stop",
    "week_cap": "stop",
}


def loads_of(one: Candidate) -> tuple[Load, Load, Load]:
    """Today, this week, in hand; a figure at its limit is marked."""
    facts, limits = one.facts, one.limits
    return (
        _load(_("今日"), facts.received_today, limits["day"], "full"),
        _load(_("本周"), facts.received_this_week, limits["week"], "full"),
        _load(_("在手"), facts.holding, limits["hold"], "held"),
    )


def _load(name: str, count: int, limit: int, at_limit: str) -> Load:
    return Load(
        label=name,
        text=f"{count}/{limit}",
        count=count,
        limit=limit,
        kind=at_limit if count >= limit else "",
    )


def verdict_word(one: Candidate, act: Act) -> str:
    """The verdict in two or three words."""
    if one.verdict == WRONG_GRADE:
        return _("不在档")
    return label(act.rules, judge_of(one), "verdict", one.verdict)


def lifts_text(one: Candidate, act: Act) -> str:
    """When he opens: the hour where a clock does it, else what must happen."""
    at = lifts_at(one, act)
    if at is not None:
        return format_datetime(at, short=True)
    return "" if one.eligible else lifts_in_words(one, act.rules, act.today)


def note_of(one: Candidate, act: Act) -> str:
    """A few words beside the verdict: champion, one grade up."""
    champion = one.facts.champion
    words = []
    if champion != "none":
        words.append(label(act.rules, "dispatch.load", "champion", champion))
    if one.cross_grade:
        words.append(_("跨一级"))
    return "　".join(words)


def candidate_row(one: Candidate, act: Act, *, selected: bool = False) -> CandidateRow:
    """Everything of the row but its buttons."""
    day, week, hold = loads_of(one)
    clause = one.clauses[0] if one.clauses else ""
    return CandidateRow(
        staff_no=one.facts.staff_no,
        name=one.facts.name,
        grade=label(act.rules, "dispatch.grade", "grade", one.facts.grade),
        turn=str(one.turn) if one.turn else "",
        first=one.turn == 1,
        off=one.verdict == WRONG_GRADE,
        selected=selected,
        day=day,
        week=week,
        hold=hold,
        kind=KINDS.get(one.verdict, ""),
        word=verdict_word(one, act),
        note=note_of(one, act),
        clause=clause,
        clause_label=clause_label(act.rules, clause) if clause else "",
        lifts=lifts_text(one, act),
    )
