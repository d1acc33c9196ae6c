"""One lead before it is given away: everyone with his reasons, and the acts."""

import msgspec
from sqlmodel import Session, select

from portal.access import may
from portal.errors import NotFound
from portal.models.base import new_id
from portal.models.decisions import Decision
from portal.models.dispatch import Offer
from portal.models.lead import WAITING, Lead
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label, clause_refs
from portal.services.dispatch import gate
from portal.services.dispatch.asking import candidates_for
from portal.services.dispatch.candidates import (
    WRONG_GRADE,
    Candidate,
    Candidates,
)
from portal.services.dispatch.choosing import QUEUE
from portal.services.dispatch.overdue import settle_if_due
from portal.services.dispatch.pages.acts import lead_acts
from portal.services.dispatch.pages.lead_shapes import (
    ClosedNotice,
    DispatchLeadPage,
    LeadFact,
    LeadLine,
    Problem,
)
from portal.services.dispatch.pages.queue import in_minutes, is_slow, waited
from portal.services.dispatch.pages.rows import candidate_row
from portal.services.dispatch.pages.shapes import (
    CandidateGroup,
    CandidateRow,
    FormAct,
)
from portal.services.dispatch.pages.why import why_candidate
from portal.services.dispatch.wording import area_words, label
from portal.services.masking import PersonalView
from portal.services.use_case import Act
from portal.services.why import Why
from portal.words import format_date, format_datetime, format_money
from portal.words import gettext as _


def lead_page(
    act: Act, lead_id: object, *, selected: str = "", problem: Problem | None = None
) -> DispatchLeadPage:
    """Everyone with his reasons; `selected` is a staff number."""
    settle_if_due(act)
    with act.house.db.reading() as session:
        lead = _lead(session, act, lead_id)
        candidates = candidates_for(session, act, lead)
        offer = session.exec(
            select(Offer).where(
                Offer.site_id == act.by.site_id, Offer.holds_lead == lead.id
            )
        ).first()
        kept = session.get(Decision, offer.decision_id) if offer else None
        closed = None if offer else _closed(session, act, lead)
        owner = session.get(Staff, lead.attributed_to) if lead.attributed_to else None
    whose = owner.name if owner else _("本店，无人报备")
    free = offer is None and closed is None and lead.state in WAITING
    chosen = candidates.find(selected) if selected else None
    shown = chosen or (candidates.everyone[0] if candidates.everyone else None)
    held = len(candidates.everyone) - len(candidates.eligible)
    return DispatchLeadPage(
        title=_("派单 %(no)s", no=lead.no),
        lead=_line(act, lead, whose),
        summary=_(
            "%(all)s 名设计师：可派 %(open)s，不派 %(held)s",
            all=len(candidates.everyone),
            open=len(candidates.eligible),
            held=held,
        ),
        decided=_decided(act, kept),
        decision_href=f"/decisions/{kept.id}" if kept else "",
        groups=_groups(act, lead, candidates, free=free, selected=selected),
        why=why_candidate(act, shown, candidates) if shown else None,
        acts=lead_acts(act, lead, candidates, offer, problem) if not closed else [],
        steps=[],
        closed=closed,
    )


def _closed(session: Session, act: Act, lead: Lead) -> ClosedNotice | None:
    """The gate's answer, as the act would get it, for a lead that waits."""
    if lead.state not in WAITING:
        return None
    answer = gate.ask(session, act.rules, lead, act.house.clock.now(), act.today)
    if isinstance(answer, gate.Passed):
        return None
    return ClosedNotice(
        reason=answer.reason,
        lifts=answer.lifts_when,
        clauses=clause_refs(act.rules, answer.clauses),
    )


def why_fragment(act: Act, lead_id: object, staff_no: str) -> Why:
    """The reasons panel of one designer."""
    with act.house.db.reading() as session:
        lead = _lead(session, act, lead_id)
        candidates = candidates_for(session, act, lead)
    found = candidates.find(staff_no)
    if found is None:
        raise NotFound(_("设计师"), staff_no)
    return why_candidate(act, found, candidates)


def open_candidates(act: Act, lead_id: object) -> list[Candidate]:
    """Those who may be given the lead now, in turn."""
    with act.house.db.reading() as session:
        return candidates_for(session, act, _lead(session, act, lead_id)).eligible


def _lead(session: Session, act: Act, lead_id: object) -> Lead:
    lead = session.exec(
        select(Lead).where(Lead.site_id == act.by.site_id, Lead.id == lead_id)
    ).first()
    if lead is None:
        raise NotFound(_("来单"), lead_id)
    return lead


def _line(act: Act, lead: Lead, whose: str) -> LeadLine:
    now = act.house.clock.now()
    view = PersonalView(act.rules, act.by, act.today)
    own = act.by.staff_id in (lead.brought_by, lead.attributed_to, lead.designer_id)
    tier = decide(
        act.rules["dispatch.tier"],
        {"estimated_amount": lead.estimated_amount},
        act.today,
    )
    waiting = lead.state in WAITING
    facts = [
        LeadFact(
            label=_("工地"),
            text=view.show("site_address", lead.site_address, own=own),
        ),
        LeadFact(label=_("面积"), text=area_words(lead)),
        LeadFact(label=_("装修"), text=format_date(lead.renovation_date)),
        LeadFact(
            label=_("造价"),
            text=format_money(lead.estimated_amount, unit=True),
            strong=label(act.rules, "dispatch.tier", "tier", lead.tier),
            clause=tier.clauses[0],
            clause_label=clause_label(act.rules, tier.clauses[0]),
        ),
        LeadFact(
            label=_("渠道"),
            text=label(act.rules, "lead.channel", "channel", lead.channel),
        ),
        LeadFact(label=_("归属"), text=whose),
    ]
    return LeadLine(
        no=lead.no,
        href=f"/leads/{lead.id}",
        client=view.show("client_name", lead.client_name, own=own),
        facts=facts,
        wait_kind="hold" if waiting and is_slow(act, lead, now) else "",
        since=(lead.ready_at or lead.registered_at).isoformat() if waiting else "",
        wait=in_minutes(waited(lead, now)) if waiting else "",
    )


def _decided(act: Act, kept: Decision | None) -> str:
    if kept is None:
        return ""
    at = format_datetime(kept.at, short=True)
    return _("决定 %(no)s　%(at)s", no=kept.no, at=at)


def _groups(
    act: Act,
    lead: Lead,
    candidates: Candidates,
    *,
    free: bool,
    selected: str,
) -> list[CandidateGroup]:
    """Eligible in turn, then held, then other grades; empty groups are left out."""
    held = [
        c for c in candidates.everyone if not c.eligible and c.verdict != WRONG_GRADE
    ]
    other = [c for c in candidates.everyone if c.verdict == WRONG_GRADE]
    tier = label(act.rules, "dispatch.tier", "tier", candidates.tier)
    order = candidates.order_clauses[0] if candidates.order_clauses else ""
    parts = [
        (
            _("可派 %(n)s 人，依次序", n=len(candidates.eligible)),
            order,
            candidates.eligible,
        ),
        (_("够级别，眼下不派 %(n)s 人", n=len(held)), "", held),
        (
            _("级别不对应%(tier)s %(n)s 人", tier=tier, n=len(other)),
            other[0].clauses[0] if other else "",
            other,
        ),
    ]
    return [
        CandidateGroup(
            title=title,
            clause=clause,
            clause_label=clause_label(act.rules, clause) if clause else "",
            rows=[
                _with_buttons(act, lead, one, free=free, selected=selected)
                for one in those
            ],
        )
        for title, clause, those in parts
        if those
    ]


def _with_buttons(
    act: Act, lead: Lead, one: Candidate, *, free: bool, selected: str
) -> CandidateRow:
    row = candidate_row(one, act, selected=one.facts.staff_no == selected)
    why = f"/dispatch/{lead.id}"
    row = msgspec.structs.replace(
        row,
        why_href=f"{why}?designer={one.facts.staff_no}#why",
        why_fragment=f"{why}/why?designer={one.facts.staff_no}",
    )
    if not (free and one.eligible) or not may(
        act.rules, act.by, "dispatch.offer", act.today
    ):
        return row
    asked = decide(act.rules["dispatch.offer"], {"channel": lead.channel}, act.today)
    by_queue = asked.one["chooser"] == QUEUE
    in_turn = (
        one.turn == 1 if by_queue else str(lead.chosen_designer) == one.facts.staff_id
    )
    if in_turn or (not by_queue and lead.chosen_designer is None):
        return msgspec.structs.replace(row, offer=_offer(lead, one, main=in_turn))
    return msgspec.structs.replace(
        row,
        choose_href=f"{why}?designer={one.facts.staff_no}&choose=true#choose-reason",
    )


def _offer(lead: Lead, one: Candidate, *, main: bool) -> FormAct:
    return FormAct(
        action=f"/dispatch/{lead.id}/offers",
        idempotency_key=str(new_id()),
        label=_("派给%(name)s", name=one.facts.name),
        main=main,
    )
