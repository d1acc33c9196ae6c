"""The same request twice does its work once; another one under its key is refused."""

import functools
from datetime import timedelta

import pytest
from sqlmodel import select

from portal.errors import KeyReused, LostRace
from portal.models.audit import AuditEntry
from portal.models.dispatch import Offer
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead
from tests.support.crowd import Crowd


def counts(store):
    """How many offers and audit entries there are."""
    with store.house.db.reading() as session:
        return tuple(len(session.exec(select(m)).all()) for m in (Offer, AuditEntry))


def test_a_request_sent_again_gets_its_first_answer_and_writes_nothing(hand):
    lead = hand.store.lead()
    act = hand.store.act("customer_manager", key="k1", fingerprint="f")
    first = offer_lead(act, lead)
    hand.next_day()
    before = counts(hand.store)
    again = hand.store.act("customer_manager", key="k1", fingerprint="f")
    assert offer_lead(again, lead) == first
    assert counts(hand.store) == before


def test_a_refusal_is_kept_as_well(hand):
    hand.given("2001")
    hand.given("2001")
    lead = hand.store.lead()
    act = hand.store.act("customer_manager", key="k1", fingerprint="f")
    refused = offer_lead(act, lead, "2001")
    hand.next_day(7)
    assert offer_lead(act, lead, "2001") == refused


def test_the_same_key_with_other_content_is_refused(hand):
    lead = hand.store.lead()
    offer_lead(hand.store.act("customer_manager", key="k1", fingerprint="f"), lead)
    before = counts(hand.store)
    for act in (
        hand.store.act("customer_manager", key="k1", fingerprint="g"),
        hand.store.act("customer_manager", key="k1", fingerprint=""),
    ):
        with pytest.raises(KeyReused):
            offer_lead(act, hand.store.lead_now(lead).id)
    with pytest.raises(KeyReused):
        accept_offer(
            hand.store.act("customer_manager", key="k1", fingerprint="f"), lead
        )
    assert counts(hand.store) == before


def test_two_people_may_use_the_same_key(hand):
    first, second = hand.store.lead(), hand.store.lead()
    one = offer_lead(hand.store.act("1101", key="k1", fingerprint="f"), first)
    other = offer_lead(hand.store.act("1102", key="k1", fingerprint="f"), second)
    assert {one.lead, other.lead} == {first, second}


def test_one_request_sent_eight_times_at_once_has_one_answer(any_store):
    with Crowd(8) as crowd:
        for n in range(5):
            lead = any_store.lead()
            act = any_store.act("customer_manager", key=f"k{n}", fingerprint="f")
            answers = crowd.rush([functools.partial(offer_lead, act, lead)] * 8)
            assert isinstance(answers[0], Offered), answers
            assert answers == [answers[0]] * 8


def test_the_loser_is_told_who_won_and_when_in_a_sentence(any_hand):
    store = any_hand.store
    offered = any_hand.given("2001")
    at = store.clock.now()
    store.clock.advance(timedelta(minutes=3))
    with pytest.raises(LostRace) as lost:
        offer_lead(store.act("1102"), offered.lead, "2002")
    assert lost.value.winner == store.people["1101"].name
    assert lost.value.at == at
    told = str(lost.value)
    for part in (offered.lead_no, "12-01 09:00", lost.value.winner, "同事2001"):
        assert part in told
    assert "没有写入" in told
