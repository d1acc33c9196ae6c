"""Sheets on SQLite and on PostgreSQL: the same figures, one sheet for two who meet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import select

from portal.errors import LostRace
from portal.models.lead import LeadState
from portal.models.obligations import Obligation
from portal.models.reports import ReportSheet
from portal.services.answers import Done
from portal.services.dispatch.answering import decline_offer
from portal.services.dispatch.offers import offer_lead
from portal.services.reception.registers import CallForm, log_call
from portal.services.reports.page import asked_for, report_page
from portal.services.reports.rows import rows_page
from portal.services.reports.submitting import submit_sheet
from tests.cases.stories import a_lead, a_lost_case, a_slip
from tests.people import acting

CALL = CallForm(rings=4, caller_name="王丽华", purpose="enquiry")


def figures(house, kind="day", day=""):
    """Every figure of the sheet by what it counts."""
    act = acting(house, "customer_manager")
    page = report_page(act, asked_for(act, kind, day))
    return {
        (block.key, line.label): line.now.text
        for block in page.blocks
        for line in block.lines
    }


def test_a_day_at_the_desk_in_figures(any_house):
    house = any_house
    log_call(acting(house, "receptionist"), CALL)
    a_slip(house, a_lead(house))
    a_lost_case(house, a_lead(house, number=2))
    given = a_lead(house, channel="walk_in", number=3, by="receptionist")
    offer = offer_lead(acting(house, "customer_manager"), given.id)
    decline_offer(acting(house, offer.designer), offer.offer, "人在外地")
    found = figures(house)
    assert found["leads", "来单"] == "3"
    assert found["leads", "中单"] == "3"
    assert found["calls", "其中接晚了"] == "1"
    assert found["slips", "传递单"] == "1"
    assert found["lost", "跑单"] == "1"
    assert found["lost", "信息虚假无法联系"] == "1"
    assert found["lost", "无效单"] == "1"
    assert found["offers", "没有接"] == "1"


def test_an_offer_nobody_answered_counts_so_before_anyone_writes_it_down(
    any_house, clock
):
    lead = a_lead(any_house, channel="walk_in", by="receptionist")
    offer_lead(acting(any_house, "customer_manager"), lead.id)
    assert figures(any_house)["offers", "等应答"] == "1"
    clock.advance(timedelta(minutes=31))
    assert figures(any_house)["offers", "到时未答"] == "1"
    act = acting(any_house, "customer_manager")
    rows = rows_page(act, {"of": "offers.outcome.timed_out"})
    assert rows.pager.total == 1
    assert "到时未答" in rows.rows[0][1]


def test_a_lead_counts_under_the_state_it_has_now(any_house):
    lead = a_lead(any_house, channel="walk_in", by="receptionist")
    assert lead.state == LeadState.READY
    act = acting(any_house, "customer_manager")
    assert rows_page(act, {"of": "leads.state.ready"}).pager.total == 1
    offer_lead(act, lead.id)
    assert rows_page(act, {"of": "leads.state.ready"}).pager.total == 0
    assert rows_page(act, {"of": "leads.state.offered"}).pager.total == 1


def test_of_two_first_entries_at_once_both_are_kept_and_one_sheet_is_owed(any_house):
    acts = [acting(any_house, "receptionist") for _ in range(6)]
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(lambda act: log_call(act, CALL), acts))
    with any_house.db.reading() as session:
        assert len(session.exec(select(ReportSheet)).all()) == 1
        owed = select(Obligation).where(Obligation.code == "report.day")
        assert len(session.exec(owed).all()) == 1
    assert figures(any_house)["calls", "来电"] == "6"


def test_of_two_who_hand_in_at_once_one_is_first(any_house):
    log_call(acting(any_house, "receptionist"), CALL)

    def hand_in(role):
        act = acting(any_house, role)
        try:
            return submit_sheet(act, "day", any_house.today(), role)
        except LostRace as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(hand_in, ("receptionist", "customer_manager")))
    assert sum(isinstance(one, Done) for one in answers) == 1
    with any_house.db.reading() as session:
        [sheet] = session.exec(select(ReportSheet)).all()
    winner = next(n for n, one in enumerate(answers) if isinstance(one, Done))
    assert sheet.remark == ("receptionist", "customer_manager")[winner]
