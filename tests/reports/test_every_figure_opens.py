"""Every number of every sheet of a filled house opens exactly the rows it counts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select

from portal import migrations
from portal.access import Person
from portal.clock import MovingClock
from portal.demo.fill import fill
from portal.demo.quick import FastDatabase
from portal.models.people import Site
from portal.rules.library import Library
from portal.services.house import House
from portal.services.reports.files import open_sheet
from portal.services.reports.measures import MEASURES
from portal.services.reports.page import asked_for, report_page
from portal.services.reports.rows import open_rows, rows_page
from portal.services.reports.spans import KINDS
from portal.services.use_case import Act
from portal.settings import Settings

RULES = Path(__file__).parents[2] / "rules"
NOW = datetime(2026, 11, 20, 6, 36, tzinfo=UTC)
DAYS = 12


@pytest.fixture(scope="module")
def act(tmp_path_factory):
    """The customer manager of the large store, after twelve days of work."""
    folder = tmp_path_factory.mktemp("demo")
    settings = Settings.from_env(
        {"PORTAL_DATA_DIR": str(folder), "PORTAL_RULES_DIR": str(RULES)}
    )
    db = FastDatabase(settings.database_url)
    migrations.upgrade(db.engine)
    library = Library(RULES)
    filled = fill(settings, db, library, NOW, 7, DAYS)
    house = House(filled.settings, filled.db, library, MovingClock(NOW))
    with db.reading() as session:
        site = session.exec(select(Site).where(Site.code == "jincheng")).one()
    yield Act(
        house,
        Person(site.id, site.code, "吴建国", frozenset({"customer_manager"})),
    )
    db.close()


def numbers_of(page):
    """Every figure of the page that opens: its text and its address."""
    for block in page.blocks:
        for line in block.lines:
            yield from (line.now, line.before)
    for one in page.channels:
        yield from (one.leads, one.measured, one.signed, one.amount)


def asked(number):
    """What the address of a figure asks for."""
    query = parse_qs(urlsplit(number.href).query)
    return {name: values[0] for name, values in query.items()}


def amount_column(opened):
    (place,) = [n for n, one in enumerate(opened.columns) if one.kind == "money"]
    return place


def counted(act, number):
    """The rows behind a figure, or what their amounts come to."""
    typed = asked(number)
    with act.house.db.reading() as session:
        opened = open_rows(session, act, typed)
        rows = opened.rows()
        assert len(rows) == opened.total
    if not MEASURES[typed["of"].partition(".")[0]].in_money:
        return len(rows)
    place = amount_column(opened)
    return sum((row[place] for row in rows), Decimal(0))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("day", ["2026-11-20", "2026-11-13"])
def test_every_number_equals_the_rows_it_opens(act, kind, day):
    page = report_page(act, asked_for(act, kind, day))
    seen = list(numbers_of(page))
    assert len(seen) > 40
    for number in seen:
        assert Decimal(number.text.replace(",", "")) == counted(act, number), number


def test_the_house_is_full_enough_to_show_something_under_every_heading(act):
    page = report_page(act, asked_for(act, "month", "2026-11-20"))
    for block in page.blocks:
        assert any(line.now.text not in ("0", "0.00") for line in block.lines), (
            block.key
        )
    assert len(page.channels) > 3
    assert [chart.kind for chart in page.charts] == ["bars", "line"]


def test_the_parts_of_a_figure_make_up_the_whole(act):
    page = report_page(act, asked_for(act, "month", "2026-11-20"))
    whole = {}
    for block in page.blocks:
        for line in block.lines:
            of = asked(line.now)["of"]
            name, *division = of.split(".", 2)
            key = (name, division[0]) if division else (name,)
            whole[key] = whole.get(key, 0) + Decimal(line.now.text.replace(",", ""))
    for measure in MEASURES.values():
        for split in measure.splits:
            if (measure.key, split) in whole:
                assert whole[(measure.key, split)] == whole[(measure.key,)]
    channels = sum(int(one.leads.text) for one in page.channels)
    assert channels == whole[("leads",)]


def test_the_line_through_the_days_adds_up_to_the_leads(act):
    page = report_page(act, asked_for(act, "month", "2026-11-20"))
    line = page.charts[1]
    (leads,) = [
        one.now.text for one in page.blocks[0].lines if asked(one.now)["of"] == "leads"
    ]
    assert sum(int(bar.text) for bar in line.bars) == int(leads)
    assert len(line.bars) == 30
    assert max(bar.share for bar in line.bars) == 100


def test_the_page_of_rows_counts_what_the_figure_says(act):
    page = report_page(act, asked_for(act, "month", "2026-11-20"))
    for line in page.blocks[0].lines[:3]:
        rows = rows_page(act, asked(line.now))
        assert f"{rows.pager.total}" == line.now.text
        assert len(rows.rows) <= rows.pager.total
        assert all(len(cells) == len(rows.columns) for _href, cells in rows.rows)


def test_the_file_of_a_sheet_has_the_figures_of_its_page(act):
    typed = {"kind": "month", "day": "2026-11-20"}
    page = report_page(act, asked_for(act, **typed))
    with act.house.db.reading() as session:
        opened = open_sheet(session, act, typed)
    assert opened.title == "月报 2026-11"
    totals = {
        (row[0], row[1]): row[3] if row[3] is not None else row[4]
        for row in opened.rows()
        if not row[2]
    }
    for block in page.blocks:
        for line in block.lines:
            if not line.part:
                shown = Decimal(line.now.text.replace(",", ""))
                assert totals[(block.title, line.label)] == shown


def test_every_measure_is_explained_and_rests_on_a_clause_of_the_catalogue(act):
    for measure in MEASURES.values():
        assert measure.says().endswith("。")
        assert measure.clauses
        assert set(measure.clauses) <= set(act.rules.clauses)


def test_business_days_begin_at_midnight_in_the_store(act):
    asked_day = asked_for(act, "day", "2026-11-13")
    assert asked_day.day == date(2026, 11, 13)
    page = report_page(act, asked_day)
    (leads,) = [x for x in page.blocks[0].lines if asked(x.now)["of"] == "leads"]
    with act.house.db.reading() as session:
        opened = open_rows(session, act, asked(leads.now))
        days = {row[1].split()[0] for row in opened.rows()}
    assert days <= {"2026-11-13"}
    assert page.heading == "2026-11-13"
