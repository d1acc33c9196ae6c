"""What desks and designers do with leads, at random: one function for each move.

Every move takes the ground it is played on and a Random, and answers what the service
answered, or None where there was nothing to do.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from threading import Lock
from uuid import uuid4

from sqlmodel import select

from portal.models.dispatch import Offer, OfferState
from portal.models.lead import Lead
from portal.services.dispatch.answering import accept_offer, decline_offer
from portal.services.dispatch.offers import (
    agree_to_offer,
    offer_lead,
    reassign_lead,
    refuse_agreement,
    withdraw_offer,
)
from portal.services.dispatch.overdue import settle_offers
from portal.services.lead.moving import measure_lead, sign_contract
from portal.services.people import set_away

TIERS = ("small", "small", "medium", "large")
CHANNELS = ("walk_in", "phone", "online", "referral")
HOUR = timedelta(hours=1)


class Wrong(AssertionError):
    """An act ended in neither an answer, a refusal nor a lost race."""


@dataclass
class Ground:
    """What the threads play with: the store, the leads at hand, and one clock."""

    store: object
    leads: list
    turning: Lock = field(default_factory=Lock)

    def take(self, random, model, *conditions):
        """A random row of the site that meets the conditions, as it stood just now."""
        with self.store.house.db.reading() as session:
            rows = session.exec(
                select(model).where(model.site_id == self.store.site.id, *conditions)
            ).all()
        return random.choice(rows) if rows else None


def bring(ground, random):
    """A new client; the oldest lead at hand makes room."""
    lead_id = ground.store.lead(random.choice(TIERS), random.choice(CHANNELS))
    ground.leads[random.randrange(len(ground.leads))] = lead_id
    return lead_id


def offer(ground, random):
    """By turn, for a named designer, or across a grade; sometimes sent twice."""
    manager = random.choice(ground.store.managers)
    act = ground.store.act(manager, key=str(uuid4()), fingerprint="same")
    lead_id = random.choice(ground.leads)
    asked = {}
    if random.random() < 1 / 2:
        asked["designer_no"] = random.choice(list(ground.store.designers))
    if random.random() < 1 / 2:
        asked["reason"] = "客户指名"
    first = offer_lead(act, lead_id, **asked)
    if random.random() < 1 / 10 and offer_lead(act, lead_id, **asked) != first:
        raise Wrong(f"the second answer to one request differs from {first}")
    return first


def force(ground, random):
    """A manager wants it for somebody who is held."""
    who = random.choice(("design_manager", "customer_manager"))
    designer = random.choice(list(ground.store.designers))
    lead_id = random.choice(ground.leads)
    act = ground.store.act(who)
    return offer_lead(act, lead_id, designer, "两位经理商定", forced=True)


def agree(ground, random):
    """The other manager nods, or either tries to nod to himself."""
    found = ground.take(random, Offer, Offer.state == OfferState.AWAITING)
    who = random.choice(("design_manager", "customer_manager"))
    return found and agree_to_offer(ground.store.act(who), found.id)


def disagree(ground, random):
    """The other manager does not nod."""
    found = ground.take(random, Offer, Offer.state == OfferState.AWAITING)
    return found and refuse_agreement(ground.store.act(found.awaiting_role), found.id)


def _open_offer(ground, random):
    return ground.take(random, Offer, Offer.state == OfferState.OFFERED)


def accept(ground, random):
    """The designer takes it; now and then somebody else tries to."""
    found = _open_offer(ground, random)
    if found is None:
        return None
    who = ground.store.person(found.designer_id).staff_no
    if random.random() < 1 / 20:
        who = random.choice(list(ground.store.designers))
    return accept_offer(ground.store.act(who), found.id)


def decline(ground, random):
    """The designer asks not to take it, mostly as one should."""
    found = _open_offer(ground, random)
    if found is None:
        return None
    reason = random.choice(("在外地量房", "在外地量房", ""))
    who = ground.store.person(found.designer_id).staff_no
    act = ground.store.act(who)
    return decline_offer(act, found.id, reason, before_client=random.random() < 1 / 5)


def _standing_offer(ground, random):
    return ground.take(random, Offer, Offer.holds_lead.is_not(None))


def withdraw(ground, random):
    """Back into the queue."""
    found = _standing_offer(ground, random)
    manager = random.choice(ground.store.managers)
    return found and withdraw_offer(ground.store.act(manager), found.id, "客户改期")


def reassign(ground, random):
    """To another designer, named or whoever is next."""
    found = _standing_offer(ground, random)
    if found is None:
        return None
    manager = ground.store.act(random.choice(ground.store.managers))
    named = random.choice([None, *ground.store.designers])
    return reassign_lead(manager, found.id, named, "经理会商后另派")


def measure(ground, random):
    """The home was measured: the lead stays with its designer."""
    found = ground.take(random, Lead, Lead.state == "assigned")
    return found and measure_lead(ground.store.act("design_manager"), found.id)


def sign(ground, random):
    """A contract frees the designer's hands."""
    found = ground.take(random, Lead, Lead.state == "measured")
    if found is None:
        return None
    act = ground.store.act("store_manager")
    return sign_contract(act, found.id, Decimal("48000"), act.today)


def settle(ground, random):
    """The worker writes down what silence meant."""
    return settle_offers(ground.store.act("admin"))


def leave(ground, random):
    """A designer is away for some hours."""
    now = ground.store.clock.now()
    until = now + random.randint(1, 6) * HOUR
    number = random.choice(list(ground.store.designers))
    return set_away(ground.store.act("admin"), number, now, until)


def wait(ground, random):
    """Time passes: some minutes, or the night."""
    span = random.choice((HOUR / 6, HOUR / 2, HOUR / 2, 4 * HOUR, 15 * HOUR))
    with ground.turning:
        ground.store.clock.advance(span)


WEIGHTS = {
    bring: 8,
    offer: 40,
    force: 8,
    agree: 6,
    disagree: 2,
    accept: 12,
    decline: 6,
    withdraw: 5,
    reassign: 6,
    measure: 6,
    sign: 4,
    settle: 1,
    leave: 1,
    wait: 3,
}
