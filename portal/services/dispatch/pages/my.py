"""My work: offers to answer, designers to choose, leads in hand, what is due."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from portal.access import may
from portal.models.base import new_id
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import ACTIVE, WAITING, Lead, LeadState
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label
from portal.services.dispatch.candidates import Candidate, stand
from portal.services.dispatch.choosing import QUEUE
from portal.services.dispatch.loads import Moment, designers_at
from portal.services.dispatch.overdue import standing
from portal.services.dispatch.pages.my_shapes import (
    Decline,
    Declined,
    MyChoice,
    MyJob,
    MyOffer,
    MyPage,
    Standing,
)
from portal.services.dispatch.pages.rows import (
    KINDS,
    lifts_text,
    loads_of,
    verdict_word,
)
from portal.services.dispatch.pages.shapes import FormAct
from portal.services.dispatch.wording import area_words, label
from portal.services.obligations import due_for
from portal.services.use_case import Act
from portal.time_left import time_left
from portal.words import format_date, format_money
from portal.words import gettext as _

FORBIDDEN = "dispatch.refuse.forbidden"


def my_page(act: Act, declined: Declined | None = None) -> MyPage:
    """Whatever the person who asks has in hand."""
    now = act.house.clock.now()
    with act.house.db.reading() as session:
        moment = Moment(act.by.site_id, now, act.today, act.rules)
        everyone = stand(act.rules, designers_at(session, moment), act.today)
        me = next((c for c in everyone if c.facts.staff_no == act.by.staff_no), None)
        offers = _offers(session, act)
        jobs = _jobs(session, act)
        choices = _choices(session, act)
        due = due_for(session, act)
    open_offers = [
        (offer, lead)
        for offer, lead in offers
        if standing(offer, now) == OfferState.OFFERED
    ]
    return MyPage(
        title=_("我的"),
        verdict=_standing(act, me) if me else None,
        loads=list(loads_of(me)) if me else [],
        offers=[_offer(act, offer, lead, now, declined) for offer, lead in open_offers],
        choices=choices,
        jobs=[_job(act, lead) for lead in jobs if not _still_open(lead, open_offers)],
        due=due,
    )


def _still_open(lead: Lead, offers: Sequence[tuple[Offer, Lead]]) -> bool:
    return any(offered.id == lead.id for _offer, offered in offers)


def _standing(act: Act, me: Candidate) -> Standing:
    clause = me.clauses[0] if me.clauses else ""
    return Standing(
        kind=KINDS.get(me.verdict, ""),
        word=verdict_word(me, act),
        answer=lifts_text(me, act),
        clause=clause,
        clause_label=clause_label(act.rules, clause) if clause else "",
    )


def _offers(session: Session, act: Act) -> list[tuple[Offer, Lead]]:
    rows = session.exec(
        select(Offer, Lead)
        .join(Lead, col(Lead.id) == col(Offer.lead_id))
        .where(
            Offer.site_id == act.by.site_id,
            Offer.designer_id == act.by.staff_id,
            Offer.state == OfferState.OFFERED,
        )
        .order_by(col(Offer.respond_by))
    )
    return list(rows)


def _offer(
    act: Act, offer: Offer, lead: Lead, now: datetime, declined: Declined | None
) -> MyOffer:
    typed = declined if declined and declined.offer_id == str(offer.id) else None
    return MyOffer(
        no=offer.no,
        lead_no=lead.no,
        client=lead.client_name,
        facts=[
            (_("工地"), lead.site_address),
            (_("面积"), area_words(lead)),
            (_("装修时间"), format_date(lead.renovation_date)),
            (_("预计造价"), format_money(lead.estimated_amount, unit=True)),
            (_("单级"), label(act.rules, "dispatch.tier", "tier", lead.tier)),
        ],
        left=time_left(offer.offered_at, offer.respond_by, now),
        forced=offer.forced,
        accept=_act(f"/my/offers/{offer.id}/accept", _("接这一单")),
        decline=Decline(
            action=f"/my/offers/{offer.id}/decline",
            idempotency_key=str(new_id()),
            rule=_(
                "派给您的客户不能推；确有特殊原因，避开客户说明理由，两位经理另定。"
            ),
            clause=FORBIDDEN,
            clause_label=clause_label(act.rules, FORBIDDEN),
            reason=typed.reason if typed else "",
            error=typed.error if typed else "",
            open=typed is not None,
        ),
    )


def _jobs(session: Session, act: Act) -> Sequence[Lead]:
    return session.exec(
        select(Lead)
        .where(
            Lead.site_id == act.by.site_id,
            Lead.designer_id == act.by.staff_id,
            col(Lead.state).in_(ACTIVE),
        )
        .order_by(col(Lead.touched_at).desc())
    ).all()


def _job(act: Act, lead: Lead) -> MyJob:
    words = {
        LeadState.OFFERED: _("已接"),
        LeadState.ASSIGNED: _("已接，待量房"),
        LeadState.MEASURED: _("已量房，跟到签约"),
        LeadState.DORMANT: _("搁置，待回访"),
    }
    can_measure = may(act.rules, act.by, "lead.measure", act.today)
    measured = _act(f"/leads/{lead.id}/measured", _("已量房"))
    return MyJob(
        no=lead.no,
        href=f"/leads/{lead.id}",
        client=lead.client_name,
        address=lead.site_address,
        kind="hold" if lead.state == LeadState.DORMANT else "go",
        word=words[lead.state],
        steps=[measured] if can_measure and lead.state == LeadState.ASSIGNED else [],
    )


def _choices(session: Session, act: Act) -> list[MyChoice]:
    """Leads I brought where the salesperson chooses (dispatch.market.choice)."""
    leads = session.exec(
        select(Lead).where(
            Lead.site_id == act.by.site_id,
            Lead.brought_by == act.by.staff_id,
            col(Lead.state).in_(WAITING),
            col(Lead.chosen_designer).is_(None),
        )
    )
    return [_choice(act, lead) for lead in leads if _his_to_choose(act, lead)]


def _his_to_choose(act: Act, lead: Lead) -> bool:
    asked = decide(act.rules["dispatch.offer"], {"channel": lead.channel}, act.today)
    return bool(asked.one["chooser"] != QUEUE)


def _choice(act: Act, lead: Lead) -> MyChoice:
    tier = label(act.rules, "dispatch.tier", "tier", lead.tier)
    return MyChoice(
        no=lead.no,
        client=lead.client_name,
        href=f"/my/leads/{lead.id}",
        summary=f"{tier}　{lead.site_address}",
    )


def _act(action: str, text: str) -> FormAct:
    return FormAct(action=action, idempotency_key=str(new_id()), label=text)
