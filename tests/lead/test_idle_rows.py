"""A row turned off and on again changes no date of the past, only what starts later."""

import shutil
from datetime import timedelta

import pytest

from portal.rules.library import Library
from portal.services.dispatch.overdue import settle_if_due
from portal.services.lead.contacting import contact_lead
from tests.factories import MONDAY_MORNING, RULES, open_house, open_store
from tests.support.hand import Hand
from tests.support.idle import FIRST, KEEP_UP, MINUTE, clocks, running, taken

DAY = timedelta(days=1)
ROW = "      - id: first_contact\n"
BOTH = (FIRST, KEEP_UP)
OFF, ON = "2025-12-08", "2025-12-15"


@pytest.fixture
def rules(tmp_path):
    """A copy of the rules that a manager edits."""
    return shutil.copytree(RULES, tmp_path / "rules")


@pytest.fixture
def hand(rules, sqlite_url, tmp_path):
    """A store that reads those rules."""
    house = open_house(sqlite_url, tmp_path, library=Library(rules))
    yield Hand(open_store(house))
    house.db.close()


def version(text):
    """The first version of the file: what stands after its `since`."""
    return text.partition("  - since: 2025-01-01\n")[2]


def without_row(body):
    """The version with the first-contact row of small leads, and its example, out."""
    before, _, after = body.partition(ROW)
    rest = after[after.index("      - id: ") :]
    lines = [
        one for one in (before + rest).splitlines(True) if "派定要首次联系" not in one
    ]
    return "".join(lines)


def edit(hand, rules, since, body):
    """Add a version from that day on; the clock goes to its morning and it is read."""
    file = rules / "lead/idle.yaml"
    file.write_text(f"{file.read_text('utf-8')}  - since: {since}\n{body}", "utf-8")
    assert [c.table for c in hand.store.house.refresh_rules()] == ["lead.idle"], (
        hand.store.house.library.kept_back
    )


def day(number):
    """Nine in the morning of so many days after the first Monday."""
    return MONDAY_MORNING + number * DAY


def dates(hand, leads):
    """Every date and derivation of these leads' clocks."""
    found = [one for lead in leads for one in clocks(hand.store, lead.lead, *BOTH)]
    return [
        (
            *(one.code, one.since, one.due_at, one.lapses_at),
            *(one.met_at, one.lapsed_at, one.derivation["idle_row"]),
        )
        for one in found
    ]


def before_the_change(hand):
    """One met, one missed and written down, one to lapse on a day without the row."""
    met = taken(hand, "2001")
    hand.store.clock.advance(10 * MINUTE)
    contact_lead(hand.store.act("2001"), met.lead)
    hand.store.clock.set(day(4))
    missed = taken(hand, "2002")
    hand.store.clock.set(day(6) + 6 * MINUTE)
    settle_if_due(hand.store.act("receptionist"))
    pending = taken(hand, "2003")
    return [met, missed, pending]


def test_a_row_off_and_on_again_leaves_every_date_as_it_was(hand, rules):
    body = version((rules / "lead/idle.yaml").read_text("utf-8"))
    leads = before_the_change(hand)
    [waiting] = running(hand.store, leads[2].lead)
    written = dates(hand, leads[:2])
    assert waiting.lapses_at > day(7)

    hand.store.clock.set(day(7))
    edit(hand, rules, OFF, without_row(body))
    hand.store.clock.set(day(9))
    settle_if_due(hand.store.act("receptionist"))
    [lapsed] = clocks(hand.store, leads[2].lead, FIRST)
    assert lapsed.lapsed_at == waiting.lapses_at
    assert (lapsed.due_at, lapsed.derivation) == (waiting.due_at, waiting.derivation)
    meanwhile = taken(hand, "2001")
    assert running(hand.store, meanwhile.lead) == []

    hand.store.clock.set(day(14))
    edit(hand, rules, ON, body)
    later = taken(hand, "2002")
    [started] = running(hand.store, later.lead)
    assert started.code == FIRST
    assert started.derivation["idle_row"].endswith(f"@{ON}")
    assert clocks(hand.store, meanwhile.lead, FIRST) == []
    # Met, missed and lapsed: nothing of it has moved, and nothing was added to it.
    unchanged = [*written, *dates(hand, leads[2:])]
    assert dates(hand, leads) == unchanged
    assert dates(hand, leads[2:]) == expected(waiting)


def expected(waiting):
    """The pending clock as it was to lapse when it started."""
    row = waiting.derivation["idle_row"]
    at = waiting.lapses_at
    return [(FIRST, waiting.since, waiting.due_at, at, None, at, row)]


def test_silence_that_became_a_yes_while_the_row_stood_starts_its_clock(hand, rules):
    """However late it is noticed: the day it happened decides."""
    body = version((rules / "lead/idle.yaml").read_text("utf-8"))
    hand.store.clock.set(day(6) + 60 * MINUTE)
    silent = hand.given("2001")
    hand.store.clock.set(day(7))
    edit(hand, rules, OFF, without_row(body))
    settle_if_due(hand.store.act("receptionist"))
    [clock] = clocks(hand.store, silent.lead, FIRST)
    assert clock.derivation["idle_row"].endswith("@2025-01-01")
    assert hand.store.house.today().isoformat() == OFF
