"""A kept decision names every designer and gives the same answer again, any time."""

import shutil
from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.decisions import Decision
from portal.models.dispatch import Offer
from portal.rules.library import Library
from portal.services.dispatch.offers import reassign_lead
from portal.services.lead.page import lead_page
from portal.services.replaying import replay_decision
from tests.factories import RULES, open_house, open_store
from tests.support.hand import Hand

TERMS = "dispatch.offer"
NEW_LIMITS = """
  - since: 2025-12-08
    rows:
      - {id: low, when: {season: low}, then: {day: 1, week: 3, hold: 1}, clauses: [dispatch.cap.day]}
      - {id: high, when: {season: high}, then: {day: 1, week: 3, hold: 1}, clauses: [dispatch.cap.day]}
"""  # noqa: E501


def kept(store, kind=None):
    """The store's kept decisions."""
    with store.house.db.reading() as session:
        found = select(Decision).order_by(Decision.no)
        rows = session.exec(found).all()
    return [row for row in rows if kind in (None, row.kind)]


def test_a_kept_offer_names_every_designer_as_open_or_with_the_row_that_holds_him(hand):
    hand.given("2001")
    hand.given("2001")
    hand.given("2002")
    decision = kept(hand.store, "dispatch.offer")[-1]
    assert decision.outcome == {"tier": "small", "turn": ["2002", "2003"]}
    refused = {one["who"]: one for one in decision.refused}
    assert set(refused) | {"2002", "2003"} == set(hand.store.designers)
    assert refused["2001"]["rows"] == ["dispatch.load#day_cap"]
    assert refused["2001"]["clauses"] == ["dispatch.cap.day"]
    assert refused["2001"]["lifts"] == "next_day"
    assert refused["2006"]["rows"] == ["dispatch.grade#small_two_up"]
    facts = {one["staff_no"]: one for one in decision.facts["designers"]}
    assert facts["2001"]["received_today"] == 2


def test_an_offer_keeps_why_it_has_so_long_to_be_answered(hand):
    offered = hand.given("2001")
    terms = [one for one in kept(hand.store, "table") if one.table_id == TERMS]
    [decision] = terms
    assert decision.subject_id == offered.lead
    assert decision.rows == ["queue"]
    offer = hand.store.read(Offer, offered.offer)
    minutes = timedelta(minutes=int(decision.outcome["respond_minutes"]))
    assert offer.respond_by - offer.offered_at == minutes
    page = lead_page(hand.store.act("customer_manager"), offered.lead)
    [row] = page.offers
    assert row.terms_href == f"/decisions/{decision.id}"


def test_an_offer_made_again_leads_to_its_own_terms(hand):
    first = hand.given("2001")
    hand.store.clock.advance(timedelta(minutes=5))
    reassign_lead(hand.store.act("customer_manager"), first.offer, "2002", "另定")
    terms = [one for one in kept(hand.store, "table") if one.table_id == TERMS]
    page = lead_page(hand.store.act("customer_manager"), first.lead)
    latest_first = [f"/decisions/{one.id}" for one in reversed(terms)]
    assert [row.terms_href for row in page.offers] == latest_first


def a_busy_week(hand):
    """Offers of every kind, so that there is something to give again."""
    offered = hand.given("2001")
    manager = hand.store.act("customer_manager")
    reassign_lead(manager, offered.offer, "2002", "两位经理商定")
    hand.sign(hand.given("2004", "medium"))
    hand.give("2001", "large")
    hand.next_day()
    for _ in range(4):
        hand.offer(hand.store.lead("medium"), reason="主任忙")


def all_the_same(store):
    """Every kept decision given again; how many there were."""
    decisions = kept(store)
    with store.house.db.reading() as session:
        for decision in decisions:
            again = replay_decision(session, decision)
            assert again.same, (decision.no, again.differences)
    return len(decisions)


def test_every_kept_decision_gives_the_same_answer_again(hand):
    a_busy_week(hand)
    assert all_the_same(hand.store) > 10


@pytest.fixture
def own_rules(tmp_path):
    """A copy of the rules that a test may edit."""
    return shutil.copytree(RULES, tmp_path / "rules")


def test_also_after_its_rules_have_a_newer_version(own_rules, sqlite_url, tmp_path):
    house = open_house(sqlite_url, tmp_path, library=Library(own_rules))
    hand = Hand(open_store(house))
    a_busy_week(hand)
    file = own_rules / "dispatch/limits.yaml"
    text = file.read_text("utf-8")
    file.write_text(with_version(text), "utf-8")
    assert house.refresh_rules(), house.library.kept_back
    hand.next_day(7)
    hand.given("2001")
    refused = hand.give("2001")
    assert refused.clauses == ["dispatch.cap.day"], "the newer version is in force"
    assert all_the_same(hand.store) > 10
    house.db.close()


def with_version(text):
    """The file with the new limits after its last version."""
    return text.rstrip("\n") + NEW_LIMITS


def test_a_decision_with_one_fact_changed_is_not_the_same(hand):
    hand.given("2001")
    decision = kept(hand.store, "dispatch.offer")[-1]
    decision.facts["designers"][0]["received_today"] = 2
    with hand.store.house.db.reading() as session:
        again = replay_decision(session, decision)
    assert not again.same
    assert again.differences
