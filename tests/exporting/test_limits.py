"""How much may be taken out at once and in a day: the house's own rows."""

import shutil
from datetime import timedelta

import pytest

from portal.db import Database
from portal.rules.library import Library
from portal.services.house import House
from tests.exporting.files import exports
from tests.people import RULES, settings_at
from tests.reception.forms import register

SHIPPED = "export_rows: 5000, exports_per_day: 50"


@pytest.fixture
def house(furnished, clock, tmp_path):
    """A house that lets one row out at once, twice a day."""
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    file = rules / "report" / "settings.yaml"
    text = file.read_text("utf-8")
    assert SHIPPED in text
    file.write_text(text.replace(SHIPPED, "export_rows: 1, exports_per_day: 2"))
    shutil.copy(furnished, tmp_path / "house.db")
    url = f"sqlite:///{tmp_path / 'house.db'}"
    made = House(
        settings_at(tmp_path, url, rules), Database(url), Library(rules), clock
    )
    yield made
    made.db.close()


def test_more_rows_than_the_house_allows_are_refused_with_the_clause(desk_of, house):
    desk = desk_of("receptionist")
    register(desk)
    assert desk.post("/exports/leads", {"format": "csv"}).status_code == 200
    register(desk, client_name="李四", phone="13900139000")
    asked = {"format": "csv", "back": "/leads?state=ready"}
    answer = desk.post("/exports/leads", asked)
    assert answer.status_code == 422
    assert "有 2 行，一次最多导出 1 行" in answer.text
    assert "/clauses/lead.unified-management" in answer.text
    assert 'href="/leads?state=ready"' in answer.text
    assert len(exports(house)) == 1


def test_after_the_days_last_export_comes_none_until_midnight(desk_of, clock):
    desk = desk_of("receptionist")
    codes = [desk.post("/exports/calls", {"format": "csv"}).status_code for _ in "abc"]
    assert codes == [200, 200, 422]
    assert (
        desk_of("store_manager").post("/exports/calls", {"format": "csv"}).status_code
        == 200
    )
    clock.advance(timedelta(hours=14))
    desk = desk_of("receptionist")
    assert desk.post("/exports/calls", {"format": "csv"}).status_code == 200


def test_a_way_back_that_leads_out_of_the_house_is_not_taken(desk_of):
    register(desk_of("receptionist"))
    register(desk_of("receptionist"), client_name="李四", phone="13900139000")
    asked = {"format": "csv", "back": "//evil.example"}
    assert "evil" not in desk_of("receptionist").post("/exports/leads", asked).text
