"""kill -9 of the served portal: a few rounds here, the whole count in `make soak`."""

import sqlite3
import time
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.engine import make_url

from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import offer_lead
from portal.services.lead.claims import ClaimForm, add_claim
from portal.services.reception.registering import LeadForm, register_lead
from tests.factories import open_house, open_store
from tests.soak.kills import kills
from tests.support.halves import halves
from tests.support.ledger import retell

KILLS = 30
SECONDS = 45


def test_after_a_kill_every_answered_write_is_there_and_none_by_halves():
    rounds, answers = kills(KILLS, until=time.perf_counter() + SECONDS)
    assert rounds >= 1
    assert answers[201] >= 1


@pytest.fixture
def store(library, sqlite_url, tmp_path):
    """A store where a lead was registered, claimed, offered and taken under keys."""
    house = open_house(sqlite_url, tmp_path, library=library)
    store = open_store(house)
    lead = register_lead(keyed(store, "receptionist"), form(store)).id
    claim = ClaimForm(principle="invited", staff="1001", at=house.clock.now())
    add_claim(keyed(store, "receptionist"), lead, claim)
    offer = offer_lead(keyed(store, "customer_manager"), lead).offer
    accept_offer(keyed(store, "2001"), offer)
    yield store
    house.db.close()


def keyed(store, who):
    """An act as a program sends it, with a key of its own."""
    store.leads += 1
    return store.act(who, key=f"k{store.leads}", fingerprint="f")


def form(store):
    """A registration with one claim, as its remarks say."""
    claim = ClaimForm(principle="client_statement", staff="1004", at=store.clock.now())
    return LeadForm(
        client_name="王小明",
        phone="13800134471",
        site_address="翠湖苑 3 号",
        floor_area=Decimal(96),
        renovation_date=date(2026, 3, 1),
        estimated_amount=Decimal(20000),
        channel="walk_in",
        grades_introduced=True,
        remarks="1",
        claims=[claim],
    )


def faults(store):
    """Everything the checks find."""
    with store.house.db.reading() as session:
        found = halves(session, store.site.id)
    return found + retell(store.house, store.site.id).faults


def test_whole_acts_are_not_blamed(store):
    assert faults(store) == []


# One part of an act left out, as if the portal had died between two of them.
LEFT_OUT = {
    "a claim": "DELETE FROM claim WHERE principle = 'client_statement'",
    "the log of the lead": "DELETE FROM leadevent WHERE kind = 'registered'",
    "the log of the offer": "DELETE FROM leadevent WHERE kind = 'offered'",
    "the attribution's decision": "UPDATE lead SET attribution_decision_id = NULL",
    "the decision of the offer": "DELETE FROM decision WHERE kind = 'dispatch.offer'",
    "the next look": "DELETE FROM obligation WHERE code = 'lead.follow_up'",
    "the time to answer": "DELETE FROM obligation WHERE code = 'dispatch.respond'",
    "the answer met": "UPDATE obligation SET met_at = NULL",
    "the place": "DELETE FROM dispatchslot",
    "the lead's new state": "UPDATE lead SET state = 'READY'",
    "the lead's designer": "UPDATE lead SET designer_id = NULL",
    "the offer's new state": "UPDATE offer SET state = 'OFFERED'",
    "the audit of the offer": "DELETE FROM auditentry WHERE action = 'dispatch.offer'",
    "the head of the audit": "UPDATE audithead SET seq = seq - 1",
    "a kept answer": "DELETE FROM keptanswer WHERE use_case LIKE '%accept_offer'",
    "the lead itself": "DELETE FROM lead",
    "the offer itself": "DELETE FROM offer",
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_an_act_without_one_of_its_parts_is_seen(store, what):
    file = make_url(store.house.settings.database_url).database
    # A connection of our own: the portal's would not let go of what is referred to.
    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute(LEFT_OUT[what]).rowcount
    assert faults(store)
