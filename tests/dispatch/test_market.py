"""Leads of the market department: the slip first, then the salesperson's choice."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.cases import Case
from portal.models.dispatch import Offer
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case
from portal.services.dispatch.answering import choose_designer, decline_offer
from portal.services.dispatch.offers import Offered, reassign_lead
from portal.services.people import set_away

SIGNATURES = (("market_manager", "market_sign"), ("store_manager", "store_sign"))


@pytest.fixture
def lead(hand):
    """A lead the salesperson 1004 brought from the market."""
    return hand.store.lead(channel="market", brought_by="1004")


def open_slip(store, lead_id):
    """The salesperson's slip; its number."""
    done = open_case(store.act("salesperson"), "slip", {}, lead_id)
    assert isinstance(done, Done), done
    return done.no


def sign(store, no, *steps):
    for who, step in steps:
        done = advance(store.act(who), no, step, {})
        assert isinstance(done, Done), done


def slip_of(store, lead_id):
    """The lead's slip as it stands."""
    with store.house.db.reading() as session:
        return session.exec(select(Case).where(Case.lead_id == lead_id)).one()


def test_without_its_slip_signed_twice_a_market_lead_is_not_given_away(hand, lead):
    refused = hand.offer(lead, "2001")
    assert isinstance(refused, Refused)
    assert "slip.signatures" in refused.clauses
    no = open_slip(hand.store, lead)
    sign(hand.store, no, SIGNATURES[0])
    assert isinstance(hand.offer(lead, "2001"), Refused)
    sign(hand.store, no, SIGNATURES[1])
    assert isinstance(hand.offer(lead, "2001"), Offered)
    slip = slip_of(hand.store, lead)
    assert slip.fields["designer"] == "2001", "dispatch fills in the designer"


@pytest.fixture
def signed(hand, lead):
    """The same lead with its slip signed by both."""
    sign(hand.store, open_slip(hand.store, lead), *SIGNATURES)
    return lead


def test_until_the_salesperson_has_chosen_nobodys_turn_comes(hand, signed):
    refused = hand.offer(signed)
    assert isinstance(refused, Refused)
    assert refused.clauses[0] == "dispatch.market.choice"


def test_the_lead_goes_to_the_one_the_salesperson_chose(hand, signed):
    chosen = choose_designer(hand.store.act("salesperson"), signed, "2002")
    assert isinstance(chosen, Done)
    offered = hand.offer(signed)
    assert isinstance(offered, Offered)
    assert offered.designer == "2002", "whoever's turn it is by the queue"


def test_the_chosen_one_must_still_be_open_when_the_lead_is_given(hand, signed):
    choose_designer(hand.store.act("salesperson"), signed, "2002")
    hand.given("2002")
    hand.given("2002")
    refused = hand.offer(signed)
    assert isinstance(refused, Refused)
    assert refused.clauses == ["dispatch.cap.day"]


def test_when_the_chosen_one_declines_the_salesperson_chooses_again(hand, signed):
    sales = hand.store.act("salesperson")
    choose_designer(sales, signed, "2002")
    offered = hand.offer(signed)
    decline_offer(hand.store.act("2002"), offered.offer, "在外地量房")
    refused = hand.offer(signed)
    assert isinstance(refused, Refused)
    assert refused.clauses[0] == "dispatch.market.choice"
    choose_designer(sales, signed, "2001")
    assert hand.offer(signed).designer == "2001"


def away(store, who, span):
    now = store.clock.now()
    number = store.people[who].staff_no
    set_away(store.act("admin"), number, now, now + span)


@pytest.mark.parametrize(
    ("hours", "kind"), [(47, Offered), (48, Refused), (49, Refused)]
)
def test_a_signer_away_for_less_than_two_days_signs_later(hand, lead, hours, kind):
    no = open_slip(hand.store, lead)
    sign(hand.store, no, SIGNATURES[0])
    away(hand.store, "store_manager", timedelta(hours=hours))
    offered = hand.offer(lead, "2001")
    assert isinstance(offered, kind)
    if kind is Offered:
        assert hand.store.read(Offer, offered.offer).pending_signature


def test_an_offer_still_lacks_the_signature_when_it_goes_to_another(hand, lead):
    sign(hand.store, open_slip(hand.store, lead), SIGNATURES[0])
    away(hand.store, "store_manager", timedelta(hours=6))
    first = hand.offer(lead, "2001")
    manager = hand.store.act("customer_manager")
    following = reassign_lead(manager, first.offer, "2002", "两位经理商定")
    assert hand.store.read(Offer, following.offer).pending_signature
    assert slip_of(hand.store, lead).fields["designer"] == "2002"


def test_taken_from_the_one_who_was_chosen_the_salesperson_chooses_again(hand, signed):
    choose_designer(hand.store.act("salesperson"), signed, "2002")
    offered = hand.offer(signed)
    manager = hand.store.act("customer_manager")
    refused = reassign_lead(manager, offered.offer, None, "他明天出差")
    assert isinstance(refused, Refused)
    assert refused.clauses[0] == "dispatch.market.choice"
    following = reassign_lead(manager, offered.offer, "2001", "他明天出差")
    assert isinstance(following, Offered)
    assert following.designer == "2001"
