"""Offers that wait for my answer, and where I stand in dispatch."""

from datetime import datetime

from sqlmodel import Session, col, select

from portal.models.base import new_id
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead
from portal.services.clauses import clause_label
from portal.services.dispatch.candidates import Candidate
from portal.services.dispatch.overdue import standing
from portal.services.dispatch.pages.rows import KINDS, lifts_text, verdict_word
from portal.services.dispatch.pages.shapes import FormAct
from portal.services.dispatch.wording import area_words, label
from portal.services.lead.own import Eyes
from portal.services.my.shapes import Decline, MyOffer, SentBack, Standing
from portal.services.pages import Pair
from portal.services.use_case import Act
from portal.time_left import time_left
from portal.words import format_date, format_datetime, format_money
from portal.words import gettext as _

FORBIDDEN = "dispatch.refuse.forbidden"
DECLINE = "decline"


def standing_of(act: Act, me: Candidate) -> Standing:
    """Open, or what holds me and when that lifts."""
    clause = me.clauses[0] if me.clauses else ""
    return Standing(
        kind=KINDS.get(me.verdict, ""),
        word=verdict_word(me, act),
        answer=lifts_text(me, act),
        clause=clause,
        clause_label=clause_label(act.rules, clause) if clause else "",
    )


def my_offers(session: Session, act: Act, back: SentBack | None) -> list[MyOffer]:
    """Those still open at this moment, the most pressing first."""
    now = act.house.clock.now()
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
    return [
        _offer(act, offer, lead, now, back)
        for offer, lead in rows
        if standing(offer, now) == OfferState.OFFERED
    ]


def _offer(
    act: Act, offer: Offer, lead: Lead, now: datetime, back: SentBack | None
) -> MyOffer:
    eyes = Eyes(act)
    return MyOffer(
        no=offer.no,
        lead_no=lead.no,
        client=eyes.show("client_name", lead.client_name, own=True),
        facts=_facts(act, eyes, offer, lead),
        left=time_left(offer.offered_at, offer.respond_by, now),
        forced=offer.forced,
        accept=FormAct(
            action=f"/my/offers/{offer.id}/accept",
            idempotency_key=str(new_id()),
            label=_("接这一单"),
        ),
        decline=_decline(act, offer, back),
    )


def _facts(act: Act, eyes: Eyes, offer: Offer, lead: Lead) -> list[Pair]:
    at = format_datetime(offer.offered_at, short=True)
    return [
        (_("单级"), label(act.rules, "dispatch.tier", "tier", lead.tier)),
        (_("预计造价"), format_money(lead.estimated_amount, unit=True)),
        (_("面积"), area_words(lead)),
        (_("装修时间"), format_date(lead.renovation_date)),
        (_("工地"), eyes.show("site_address", lead.site_address, own=True)),
        (_("谁派"), _("%(name)s　%(at)s", name=offer.offered_by_name, at=at)),
    ]


def _decline(act: Act, offer: Offer, back: SentBack | None) -> Decline:
    mine = back if back and back.subject == offer.id else None
    return Decline(
        action=f"/my/offers/{offer.id}/decline",
        # A refusal is kept under its key: what is sent next is another request.
        idempotency_key=str(new_id()),
        rule=_("派给您的客户不能推；确有特殊原因，避开客户说明理由，两位经理另定。"),
        clause=FORBIDDEN,
        clause_label=clause_label(act.rules, FORBIDDEN),
        reason=mine.typed.get("reason", "") if mine else "",
        error="".join(mine.errors.values()) if mine else "",
        open=mine is not None,
    )
