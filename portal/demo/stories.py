"""What becomes of a client: registered, attributed, slip, offers, contract, loss."""

from collections.abc import Generator
from datetime import datetime, timedelta
from uuid import UUID

from portal.demo.cast import Member
from portal.demo.clients import Newcomer
from portal.demo.endings import call, follow, lose_in_vain, waits
from portal.demo.papers import open_slip, pass_slip_on
from portal.demo.town import Story, Town
from portal.errors import LostRace, PortalError
from portal.models.dispatch import Offer, OfferState
from portal.services.dispatch.answering import (
    accept_offer,
    choose_designer,
    decline_offer,
)
from portal.services.dispatch.candidates import Candidate
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.dispatch.overdue import settle_offers
from portal.services.dispatch.pages.lead import open_candidates
from portal.services.lead.claims import ClaimForm
from portal.services.reception.registering import LeadForm, register_lead

MARKET = ("market", "estate")
REMARKS = ("", "", "", "急着入住", "要先看样板房", "朋友介绍过来的", "预算还没有定")
PATIENCE = 8  # how often the manager tries before the client gives up
WAITS_BEFORE_UP = 2
UP_REASON = "本级几位都停派，客户等不及，上调一级"
DECLINE_REASON = "手上两户同时开工，这周量不过来"


def client_story(town: Town, newcomer: Newcomer) -> Story:
    """A client comes in; everything that follows, step by step."""
    salesperson = _brought_by(town, newcomer)
    lead_id = _register(town, newcomer, salesperson)
    if salesperson is not None:
        yield town.after(3, 25)
        yield from open_slip(town, lead_id, salesperson)
    yield town.after(*town.haste)
    yield from _hand_out(town, lead_id, salesperson)
    if waits(town, lead_id):
        yield from lose_in_vain(town, lead_id)


def _hand_out(town: Town, lead_id: UUID, salesperson: Member | None) -> Story:
    """From designer to designer until one keeps him, or nobody is found."""
    offered = yield from _dispatch(town, lead_id, salesperson)
    while offered is not None:
        answered = yield from _answer(town, offered)
        if answered:
            called = yield from call(town, lead_id)
            if salesperson is not None:
                yield from pass_slip_on(town, lead_id)
            if called and (yield from follow(town, lead_id)):
                return
        yield town.after(10, 60)
        offered = yield from _dispatch(town, lead_id, salesperson)


def _brought_by(town: Town, newcomer: Newcomer) -> Member | None:
    if newcomer.channel in MARKET:
        return town.random.choice(town.store.all("salesperson"))
    return None


def _register(town: Town, newcomer: Newcomer, salesperson: Member | None) -> UUID:
    claims = []
    if salesperson is not None:
        claims.append(_claim(town, salesperson, "invited", "电话约到店"))
        if town.lucky(0.15):
            other = town.random.choice(town.store.all("salesperson"))
            claims.append(_claim(town, other, "first_contact", "小区扫楼登记"))
    form = LeadForm(
        client_name=newcomer.name,
        phone=newcomer.phone,
        site_address=newcomer.address,
        floor_area=newcomer.area,
        renovation_date=newcomer.renovation,
        estimated_amount=newcomer.amount,
        channel=newcomer.channel,
        brought_by=salesperson.no if salesperson else None,
        grades_introduced=True,
        remarks=town.random.choice(REMARKS),
        claims=claims,
    )
    desk = town.random.choice(town.store.all("receptionist"))
    return register_lead(town.act(desk), form).id


def _claim(town: Town, member: Member, principle: str, evidence: str) -> ClaimForm:
    ago = timedelta(hours=town.random.uniform(2, 72))
    at = town.clock.now() - ago
    return ClaimForm(principle=principle, staff=member.no, at=at, evidence=evidence)


def _dispatch(
    town: Town, lead_id: UUID, salesperson: Member | None
) -> Generator[datetime, None, Offered | None]:
    """Offer the lead; nobody open: later again, then one grade up in writing."""
    manager = town.store.first("customer_manager")
    for attempt in range(PATIENCE):
        reason = UP_REASON if attempt >= WAITS_BEFORE_UP else ""
        chosen = None
        if salesperson is not None:
            chosen = _choose(town, lead_id, salesperson)
        try:
            answer = offer_lead(town.act(manager), lead_id, chosen, reason)
        except LostRace:
            return None
        if isinstance(answer, Offered):
            return answer
        yield town.after(45, 600)
    return None


def _choose(town: Town, lead_id: UUID, salesperson: Member) -> str | None:
    """The salesperson picks one of the eligible (dispatch.market.choice)."""
    act = town.act(salesperson)
    eligible: list[Candidate] = open_candidates(act, lead_id)
    if not eligible:
        return None
    picked = town.random.choice(eligible).facts.staff_no
    try:
        choose_designer(act, lead_id, picked)
    except PortalError:
        return None
    return picked


def _answer(town: Town, offered: Offered) -> Generator[datetime, None, bool]:
    """Most accept in time, some stay silent, a few ask not to."""
    designer = next(m for m in town.store.people if m.no == offered.designer)
    luck = town.random.random()
    if luck < 0.1:
        yield town.after(31, 50)
        settle_offers(town.act(town.store.first("customer_manager")))
        return _accepted(town, offered)
    yield town.after(1, 24)
    try:
        if luck > 0.94:
            decline_offer(town.act(designer), offered.offer, DECLINE_REASON)
        else:
            accept_offer(town.act(designer), offered.offer)
    except LostRace:
        pass  # too late: what his silence meant counts
    return _accepted(town, offered)


def _accepted(town: Town, offered: Offered) -> bool:
    with town.house.db.reading() as session:
        offer = session.get(Offer, offered.offer)
    return offer is not None and offer.state == OfferState.ACCEPTED
