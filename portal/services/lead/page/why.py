"""Why this tier, why this person's client: the reasons panel of a lead."""

from typing import Any

from sqlmodel import Session

from portal.models.decisions import Decision as Kept
from portal.models.lead import Lead
from portal.rules.errors import NotDecided
from portal.rules.evaluate import Decision, decide
from portal.services.dispatch.wording import label
from portal.services.lead.owning import owner_now
from portal.services.lead.page.claims import Attributed
from portal.services.lead.page.owner import owner_view
from portal.services.pages import form_key
from portal.services.use_case import Act
from portal.services.why import Why, facts_of, why_clauses, why_step
from portal.words import format_money
from portal.words import gettext as _

TIER, ATTRIBUTION, OWNER = "tier", "attribution", "owner"


def lead_why(
    session: Session, act: Act, lead: Lead, asked: str, whose: Attributed
) -> Why | None:
    """The panel asked for with ?why=; None for any other word."""
    if asked == TIER:
        return _tier(act, lead, session.get(Kept, lead.tier_decision_id))
    if asked == ATTRIBUTION:
        kept = session.get(Kept, lead.attribution_decision_id)
        return _attribution(act, kept, whose)
    if asked == OWNER:
        return _owner(session, act, lead)
    return None


def _tier(act: Act, lead: Lead, kept: Kept | None) -> Why | None:
    if kept is None:
        return None
    amount = lead.estimated_amount
    word = label(act.rules, "dispatch.tier", "tier", lead.tier)
    known = _("预计造价 %(amount)s，归%(tier)s。")
    unknown = _("还没有填造价，先归%(tier)s。")
    answer = (unknown if amount is None else known) % {
        "amount": format_money(amount, unit=True),
        "tier": word,
    }
    asked = _again(act, "dispatch.tier", dict(kept.facts), kept)
    return _panel(act, kept, asked, _("为什么是%(tier)s", tier=word), word, answer)


def _attribution(act: Act, kept: Kept | None, whose: Attributed) -> Why | None:
    if kept is None:
        return None
    asked = []
    for claim in kept.facts["claims"]:
        facts = {name: kept.facts[name] for name in kept.facts if name != "claims"}
        facts["principle"] = claim["principle"]
        asked += _again(act, "lead.attribution", facts, kept)
        expiry = {"principle": claim["principle"]}
        asked += _again(act, "lead.claim_expiry", expiry, kept)
    title = _("为什么算他的客户")
    return _panel(act, kept, asked, title, _("归属"), whose.says + _("。"))


def _owner(session: Session, act: Act, lead: Lead) -> Why | None:
    """Why it is his to do, and why by then: the rows that started his clocks."""
    view, owner = owner_view(session, act, lead), owner_now(session, lead)
    kept = session.get(Kept, owner.decision_id) if owner else None
    if view is None or kept is None:
        return None
    asked = _again(act, kept.table_id, dict(kept.facts), kept)
    for one in view.due:
        started = session.get(Kept, one.decision_id) if one.decision_id else None
        if started is not None:
            asked += _again(act, started.table_id, dict(started.facts), started)
    answer = _("下一步归%(who)s。", who=view.who)
    return _panel(act, kept, asked, _("为什么归他"), view.who, answer)


def _again(act: Act, table: str, facts: dict[str, Any], kept: Kept) -> list[Decision]:
    """The kept question once more; a table that lacks its day's version is left out."""
    try:
        return [decide(act.rules[table], facts, kept.decided_on)]
    except NotDecided:
        return []


def _panel(
    act: Act, kept: Kept, asked: list[Decision], title: str, word: str, answer: str
) -> Why:
    distinct = {(one.table, *one.rows): one for one in asked}.values()
    clauses = [clause for one in distinct for clause in one.clauses]
    facts = [pair for one in distinct for pair in facts_of(act.rules, one)]
    return Why(
        title=title,
        kind="go",
        word=word,
        answer=answer,
        steps=[why_step(act.rules, one) for one in distinct],
        facts=list(dict.fromkeys(facts)),
        clauses=why_clauses(act.rules, clauses),
        number=kept.no,
        number_href=f"/decisions/{kept.id}",
        replay_action=f"/decisions/{kept.id}/replay",
        idempotency_key=form_key(act),
    )
