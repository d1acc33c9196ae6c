"""`portal rules replay` over decisions that were really made, on both databases."""

import json

import pytest
from sqlmodel import select

from portal.cli import main
from portal.models.decisions import Decision
from portal.services.dispatch.offers import Offered, offer_lead
from tests.factories import open_house, open_store


@pytest.fixture
def house(engine_url, tmp_path, library, monkeypatch):
    """A house in which a lead was offered, and the command line looking at it."""
    house = open_house(engine_url, tmp_path, library=library)
    store = open_store(house)
    assert isinstance(
        offer_lead(store.act("customer_manager"), store.lead("medium")), Offered
    )
    monkeypatch.setenv("PORTAL_DATABASE_URL", engine_url)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    yield house
    house.db.close()


@pytest.fixture
def replay(capsys):
    """Runs the command with --json; gives its exit code and its answer."""

    def command(*words):
        code = main(["rules", "replay", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def kept(house, table):
    with house.db.reading() as session:
        return session.exec(select(Decision).where(Decision.table_id == table)).one()


def test_every_kept_decision_gives_the_same_answer_again(house, replay):
    code, answers = replay("--all")
    assert code == 0
    assert {one["table"] for one in answers} >= {"dispatch.tier", "dispatch.load"}
    assert all(one["same"] for one in answers)


def test_a_decision_that_was_changed_afterwards_is_found(house, replay):
    decision = kept(house, "dispatch.tier")
    with house.db.writing() as session:
        session.get(Decision, decision.id).outcome = {"tier": "large"}
    code, answers = replay(decision.no)
    assert code == 1
    assert [one["same"] for one in answers] == [False]
    assert "large" in answers[0]["differences"][0]


@pytest.mark.parametrize("words", [(), ("D-19990101-001",), ("D-1", "--all")])
def test_a_decision_must_be_named_or_all_of_them(house, words, capsys):
    assert main(["rules", "replay", *words]) == 2
    assert capsys.readouterr().err.strip()
