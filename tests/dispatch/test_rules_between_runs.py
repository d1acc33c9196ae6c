"""Rules and decisions across a stop: what has decided stays, what is new is kept."""

import shutil
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from portal.models.decisions import Decision, RuleText
from portal.rules.library import Library
from portal.services.house import House
from portal.services.replaying import replay_decision
from tests.factories import RULES, open_house, open_store
from tests.support.hand import Hand

FILE = "dispatch/tier.yaml"


@pytest.fixture
def own_rules(tmp_path):
    """A copy of the rules that a test may edit."""
    return shutil.copytree(RULES, tmp_path / "rules")


@pytest.fixture
def first_run(own_rules, sqlite_url, tmp_path):
    """A house in which a lead was registered, sized and given to designer 2001."""
    house = open_house(sqlite_url, tmp_path, library=Library(own_rules))
    hand = Hand(open_store(house))
    hand.given("2001")
    yield hand
    house.db.close()


def rewrite(file, old, new):
    """The words of a file exchanged, as an editor would."""
    text_before = file.read_text("utf-8")
    assert old in text_before
    file.write_text(text_before.replace(old, new), "utf-8")


def started_again(hand, own_rules):
    """The same house after a stop, its rules read anew; the hand works on in it."""
    old = hand.store.house
    house = House(old.settings, old.db, Library(own_rules), old.clock)
    house.hold_to_decided_rules()
    house.keep_rule_texts()
    hand.store.house = house
    return house


def test_a_rule_rewritten_while_the_portal_was_stopped_does_not_count(
    first_run, own_rules
):
    rewrite(own_rules / FILE, "50000", "60000")
    house = started_again(first_run, own_rules)
    [finding] = house.library.kept_back[f"rules/{FILE}"]
    assert (finding.kind, finding.version) == ("decided", "2025-01-01")
    lead = first_run.store.lead(estimated_amount=Decimal(55000))
    assert first_run.store.lead_now(lead).tier == "large"
    with house.db.reading() as session:
        decisions = session.exec(select(Decision)).all()
        assert all(replay_decision(session, one).same for one in decisions)


def test_an_untouched_house_starts_again_without_a_word(first_run, own_rules):
    assert started_again(first_run, own_rules).library.kept_back == {}


def test_a_rule_that_has_not_decided_may_be_rewritten_meanwhile(first_run, own_rules):
    rewrite(own_rules / "complaint/clock.yaml", "120", "90")
    house = started_again(first_run, own_rules)
    assert house.library.kept_back == {}
    table = house.library.rules()["complaint.clock"]
    answer = table.decide({"verdict": "valid"}, house.today())
    assert answer.one["reply_minutes"] == 90


def test_a_new_table_is_stored_before_anybody_can_ask_it(first_run, own_rules):
    house = first_run.store.house
    shutil.copy(own_rules / "dispatch/tier.yaml", own_rules / "dispatch/size.yaml")
    rewrite(own_rules / "dispatch/size.yaml", "派单分级", "单子大小")
    with house.db.writing() as session:
        session.execute(text("ALTER TABLE ruletext RENAME TO away"))
    with pytest.raises(DBAPIError):
        house.refresh_rules()
    assert "dispatch.size" not in house.library.rules()
    with house.db.writing() as session:
        session.execute(text("ALTER TABLE away RENAME TO ruletext"))
    assert [change.table for change in house.refresh_rules()] == ["dispatch.size"]
    with house.db.reading() as session:
        kept = set(session.exec(select(RuleText.table_id)))
    assert "dispatch.size" in kept
