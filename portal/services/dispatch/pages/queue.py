"""The dispatch page: what waits, what is being answered, how everyone stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.access import may
from portal.models.base import new_id
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import WAITING, Lead, LeadState
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.dispatch.candidates import Candidate, DesignerFacts, stand
from portal.services.dispatch.gate import intake_facts
from portal.services.dispatch.loads import Moment, designers_at
from portal.services.dispatch.overdue import settle_if_due, standing
from portal.services.dispatch.pages.rows import candidate_row
from portal.services.dispatch.pages.shapes import (
    AgreementRow,
    AwaitingRow,
    CandidateRow,
    FormAct,
    QueueGroup,
    QueueRow,
)
from portal.services.dispatch.pages.taken_back import TakenBack, taken_back
from portal.services.dispatch.wording import label
from portal.services.masking import PersonalView
from portal.services.periods import figure
from portal.services.use_case import Act
from portal.time_left import time_left
from portal.words import format_minutes, format_money, rule_labels
from portal.words import gettext as _


class DispatchQueuePage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/dispatch/queue.html."""

    title: str
    summary: str
    groups: list[QueueGroup]
    taken_back: list[TakenBack]
    awaiting: list[AwaitingRow]
    agreements: list[AgreementRow]
    designers: list[CandidateRow]


def queue_page(act: Act) -> DispatchQueuePage:
    """Everything the customer manager needs to hand leads out."""
    settle_if_due(act)
    now = act.house.clock.now()
    with act.house.db.reading() as session:
        back = taken_back(session, act)
        moment = Moment(act.by.site_id, now, act.today, act.rules)
        designers = designers_at(session, moment)
        leads = waiting_leads(session, act)
        offers = _open_offers(session, act)
        groups = _groups(session, act, leads, designers, now)
    longest = max((waited(lead, now) for lead in leads), default=timedelta())
    everyone = stand(act.rules, designers, act.today)
    return DispatchQueuePage(
        title=_("派单"),
        summary=_(
            "待派 %(n)s 单，最久 %(wait)s", n=len(leads), wait=in_minutes(longest)
        ),
        groups=groups,
        taken_back=back,
        awaiting=[
            _awaiting(act, offer, lead, designer, now)
            for offer, lead, designer in offers
            if standing(offer, now) == OfferState.OFFERED
        ],
        agreements=[
            _agreement(act, offer, lead, designer)
            for offer, lead, designer in offers
            if offer.state == OfferState.AWAITING
        ],
        designers=[candidate_row(one, act) for one in everyone],
    )


def waiting_leads(session: Session, act: Act) -> Sequence[Lead]:
    """Leads that wait for a designer, the longest-waiting first."""
    held = select(Offer.holds_lead).where(
        Offer.site_id == act.by.site_id, col(Offer.holds_lead).is_not(None)
    )
    return session.exec(
        select(Lead)
        .where(
            Lead.site_id == act.by.site_id,
            col(Lead.state).in_(WAITING),
            col(Lead.id).not_in(held),
        )
        .order_by(col(Lead.registered_at))
    ).all()


def waited(lead: Lead, now: datetime) -> timedelta:
    """How long the lead has waited since it came (or came back)."""
    return now - (lead.ready_at or lead.registered_at)


def in_minutes(span: timedelta) -> str:
    """A span as people read it: 26 分, 3:24, 2 天."""
    return format_minutes(span // timedelta(minutes=1))


def is_slow(act: Act, lead: Lead, now: datetime) -> bool:
    """Waiting longer than dispatch.settings allows without a mark."""
    minutes = figure(
        act.rules, "dispatch.settings", "longest_wait_warning_minutes", act.today
    )
    return waited(lead, now) >= timedelta(minutes=int(str(minutes)))


def _groups(
    session: Session,
    act: Act,
    leads: Sequence[Lead],
    designers: list[DesignerFacts],
    now: datetime,
) -> list[QueueGroup]:
    tiers = rule_labels(act.rules["dispatch.tier"].table.outputs["tier"].values)
    staff = dict(
        session.exec(
            select(Staff.id, Staff.name).where(Staff.site_id == act.by.site_id)
        ).all()
    )
    view = PersonalView(act.rules, act.by, act.today)
    groups = []
    for tier, name in reversed(list(tiers.items())):
        those = [lead for lead in leads if lead.tier == tier]
        if those:
            turn = next_of(act, designers, tier, those[0].channel)
            groups.append(
                QueueGroup(
                    label=name,
                    summary=_("%(n)s 单", n=len(those)),
                    turn=turn.facts.name if turn else "",
                    rows=[_row(act, lead, view, staff, now) for lead in those],
                )
            )
    return groups


def next_of(
    act: Act,
    designers: list[DesignerFacts],
    tier: str,
    channel: str,
) -> Candidate | None:
    """Whose turn it is for a lead of this tier."""
    ranked = stand(act.rules, designers, act.today, tier=tier, channel=channel)
    return next((one for one in ranked if one.turn == 1), None)


def _row(
    act: Act, lead: Lead, view: PersonalView, staff: dict[UUID, str], now: datetime
) -> QueueRow:
    own = act.by.staff_id in (lead.brought_by, lead.attributed_to, lead.designer_id)
    ready = lead.state == LeadState.READY
    slow = is_slow(act, lead, now)
    return QueueRow(
        id=lead.id,
        no=lead.no,
        href=f"/dispatch/{lead.id}",
        client=view.show("client_name", lead.client_name, own=own),
        address=view.show("site_address", lead.site_address, own=own),
        area=f"{lead.floor_area.normalize():f}" if lead.floor_area else "—",
        amount=format_money(lead.estimated_amount),
        channel=label(act.rules, "lead.channel", "channel", lead.channel),
        attribution=staff[lead.attributed_to] if lead.attributed_to else _("本店"),
        since=(lead.ready_at or lead.registered_at).isoformat(),
        wait=in_minutes(waited(lead, now)),
        slow=slow,
        kind="hold" if slow or not ready else "",
        word=_state_word(lead, slow),
        ready=ready,
        missing="" if ready else _missing(act, lead),
    )


def _state_word(lead: Lead, slow: bool) -> str:
    if lead.state == LeadState.REGISTERED:
        return _("归属待裁定")
    if lead.state == LeadState.ATTRIBUTED:
        return _("资料待补")
    return _("待派过久") if slow else _("待派")


def _missing(act: Act, lead: Lead) -> str:
    decided = decide(act.rules["lead.intake"], intake_facts(lead), act.today)
    missing = decided.one["missing"]
    return (
        label(act.rules, "lead.intake", "missing", missing) if missing != "none" else ""
    )


def _open_offers(session: Session, act: Act) -> Sequence[tuple[Offer, Lead, Staff]]:
    rows = session.exec(
        select(Offer, Lead, Staff)
        .join(Lead, col(Lead.id) == col(Offer.lead_id))
        .join(Staff, col(Staff.id) == col(Offer.designer_id))
        .where(
            Offer.site_id == act.by.site_id,
            col(Offer.state).in_((OfferState.OFFERED, OfferState.AWAITING)),
        )
        .order_by(col(Offer.respond_by))
    )
    return list(rows)


def _awaiting(
    act: Act, offer: Offer, lead: Lead, designer: Staff, now: datetime
) -> AwaitingRow:
    view = PersonalView(act.rules, act.by, act.today)
    left = time_left(offer.offered_at, offer.respond_by, now)
    return AwaitingRow(
        no=lead.no,
        href=f"/dispatch/{lead.id}",
        designer=designer.name,
        lead=view.show("client_name", lead.client_name),
        left=left,
        kind="hold" if offer.pending_signature else "",
        word=_("待应答，待补签") if offer.pending_signature else _("待应答"),
    )


def _agreement(act: Act, offer: Offer, lead: Lead, designer: Staff) -> AgreementRow:
    view = PersonalView(act.rules, act.by, act.today)
    mine = offer.awaiting_role in act.by.roles and offer.offered_by != act.by.staff_id
    can_refuse = may(act.rules, act.by, "dispatch.agree", act.today)
    return AgreementRow(
        no=offer.no,
        href=f"/dispatch/{lead.id}",
        lead=f"{lead.no}　{view.show('client_name', lead.client_name)}",
        designer=designer.name,
        asked_by=offer.offered_by_name,
        reason=offer.reason,
        agree=_act(f"/dispatch/offers/{offer.id}/agree") if mine else None,
        refuse=_act(f"/dispatch/offers/{offer.id}/disagree") if can_refuse else None,
    )


def _act(action: str) -> FormAct:
    return FormAct(action=action, idempotency_key=str(new_id()))
