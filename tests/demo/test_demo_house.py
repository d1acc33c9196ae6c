"""The demo house: real decisions, the same for the same seed, given again any time."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from portal import migrations
from portal.demo.fill import fill
from portal.demo.quick import FastDatabase
from portal.models.cases import Case
from portal.models.decisions import Decision
from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.models.people import Site
from portal.rules.library import Library
from portal.services.audit import check_chain
from portal.services.replaying import replay_decision
from portal.settings import Settings

RULES = Path(__file__).parents[2] / "rules"
NOW = datetime(2026, 11, 20, 6, 36, tzinfo=UTC)
DAYS = 4


def a_house(folder: Path, rules: Path = RULES, seed: int = 7):
    settings = Settings.from_env(
        {"PORTAL_DATA_DIR": str(folder), "PORTAL_RULES_DIR": str(rules)}
    )
    db = FastDatabase(settings.database_url)
    migrations.upgrade(db.engine)
    return fill(settings, db, Library(rules), NOW, seed, DAYS)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = a_house(tmp_path_factory.mktemp("demo"))
    yield made
    made.db.close()


def story(house) -> list[tuple[object, ...]]:
    """Everything a reader would see, without the ids."""
    with house.db.reading() as session:
        leads = session.exec(select(Lead).order_by(Lead.site_id, Lead.no)).all()
        offers = session.exec(select(Offer).order_by(col(Offer.offered_at))).all()
        cases = session.exec(select(Case).order_by(col(Case.opened_at))).all()
    told = sorted((x.no, x.client_name, str(x.state), x.registered_at) for x in leads)
    told += [(x.no, str(x.state), x.offered_at, x.reason) for x in offers]
    return told + [(x.no, x.state, x.changed_at) for x in cases]


def test_both_stores_have_leads_offers_and_slips(house):
    with house.db.reading() as session:
        for site in session.exec(select(Site)):
            assert session.exec(select(Lead).where(Lead.site_id == site.id)).first()
            assert session.exec(select(Offer).where(Offer.site_id == site.id)).first()
        slips = session.exec(select(Case).where(Case.kind == "slip")).all()
    assert slips


def test_the_same_seed_tells_the_same_story(house, tmp_path):
    again = a_house(tmp_path)
    assert story(again) == story(house)
    again.db.close()


def test_another_seed_tells_another_story(house, tmp_path):
    other = a_house(tmp_path, seed=8)
    assert story(other) != story(house)
    other.db.close()


def test_the_audit_chains_are_whole(house):
    with house.db.reading() as session:
        for site in session.exec(select(Site)):
            assert check_chain(session, site.id) is None


def replay_all(house) -> int:
    """Replays every kept decision; the number of them, none of which may differ."""
    with house.db.reading() as session:
        kept = session.exec(select(Decision)).all()
        for decision in kept:
            again = replay_decision(session, decision)
            assert again.same, (decision.no, decision.table_id, again.differences)
    return len(kept)


def test_every_kept_decision_comes_out_the_same_again(house):
    assert replay_all(house) > 100


def test_decisions_come_out_the_same_after_their_tables_have_newer_versions(tmp_path):
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    house = a_house(tmp_path / "data", rules)
    before = replay_all(house)
    raise_the_caps(rules / "dispatch" / "limits.yaml")
    assert [change.table for change in house.refresh_rules()] == ["dispatch.limits"]
    assert replay_all(house) == before
    house.db.close()


def raise_the_caps(file: Path) -> None:
    """A newer version of the table with other caps, as a manager would add it."""
    text = file.read_text(encoding="utf-8")
    head, rows = text.split("  - since: 2025-01-01\n")
    newer = rows.replace("day: 2", "day: 3").replace("week: 6", "week: 9")
    assert newer != rows
    file.write_text(
        f"{head}  - since: 2025-01-01\n{rows}  - since: 2026-11-20\n{newer}",
        encoding="utf-8",
    )
