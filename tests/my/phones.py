"""Leads on the way to somebody's phone, and what a card there says."""

from datetime import date
from decimal import Decimal
from itertools import count

from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.reception.registering import LeadForm, register_lead
from tests.people import acting

# As the outbox asks: the sentence alone, without the page around it.
HX = {"HX-Request": "true"}
_numbers = count(1)


def a_lead(house, name, *, channel="walk_in", brought_by=None):
    """A small lead with everything dispatch asks for; answers its id."""
    number = next(_numbers)
    form = LeadForm(
        client_name=name,
        phone=f"1380014{number:04d}",
        site_address=f"锦绣花园 {number} 栋 601",
        floor_area=Decimal(128),
        renovation_date=date(2026, 3, 10),
        estimated_amount=Decimal(20000),
        channel=channel,
        brought_by=brought_by,
        grades_introduced=True,
    )
    by = "salesperson" if channel == "market" else "receptionist"
    return register_lead(acting(house, by), form).id


def in_hand(house, designer, name, **more):
    """A lead the designer has taken; answers its id."""
    lead = a_lead(house, name, **more)
    manager = acting(house, "customer_manager")
    given = offer_lead(manager, lead, designer, "客户点名")
    assert isinstance(given, Offered), given
    accept_offer(acting(house, designer), given.offer)
    return lead


def card_of(page, name):
    """The markup of the card that bears the client's name."""
    [card] = [one for one in page.split("<article") if name in one]
    return card.partition("</article>")[0]
