"""Whatever an act changes on the board, the screens are told to ask for it again."""

from datetime import date, timedelta

import pytest

from portal.live import latest_of
from portal.services import people
from portal.services.dispatch.answering import decline_offer
from portal.services.dispatch.board import TOPICS, board_page
from portal.services.dispatch.offers import offer_lead, withdraw_offer
from portal.services.obligations import drop_in
from portal.services.reception.registers import (
    OutingForm,
    register_outing,
    return_from_outing,
)
from portal.services.use_case import use_case
from tests.live.acts import register
from tests.people import JOINED, acting


@use_case
def forget_what_is_due(tx, subject_id) -> None:
    """Nothing is due any more, and nothing else changes."""
    drop_in(tx, None, subject_id)


@pytest.fixture
def board_after(house):
    """board_after(act): what the board shows differs after it, and it was said so."""
    viewer = acting(house, "general_manager")

    def state():
        with house.db.reading() as session:
            return board_page(viewer), latest_of(session, viewer.by.site_id, TOPICS)

    def compare(act):
        shown, version = state()
        result = act()
        shown_after, version_after = state()
        assert shown_after != shown, "this act changes nothing on the board"
        assert version_after > version, "no screen was told"
        return result

    return compare


def test_leads_and_offers(board_after, act_as):
    manager = act_as("customer_manager")
    lead = board_after(lambda: register(act_as("receptionist")))
    offer = board_after(lambda: offer_lead(manager, lead))
    # The manager writes down what the designer told her.
    board_after(lambda: decline_offer(manager, offer.offer, "病假", False))
    offer = board_after(lambda: offer_lead(manager, lead))
    board_after(lambda: withdraw_offer(manager, offer.offer, "客户改期"))


def test_absences_and_grades(board_after, act_as, clock):
    hr, now = act_as("admin"), clock.now()
    away = board_after(
        lambda: people.set_away(hr, "2001", now, now + timedelta(days=1), "事假")
    )
    board_after(lambda: people.cancel_away(hr, away.id))
    today = date(2025, 11, 6)
    board_after(lambda: people.set_grade(hr, "2001", "chief", today, "考核"))


def test_who_joins_and_who_leaves(board_after, act_as):
    admin = act_as("admin")
    board_after(
        lambda: people.add_staff(admin, "1090", "新前台", "receptionist", None, JOINED)
    )
    board_after(lambda: people.end_employment(admin, "1007", date(2025, 11, 5)))


def test_who_goes_out_and_comes_back(board_after, act_as, clock):
    desk = act_as("receptionist")
    form = OutingForm(
        staff="1008",
        destination="建材市场",
        purpose="看样",
        expected_back=clock.now() + timedelta(hours=2),
    )
    out = board_after(lambda: register_outing(desk, form))
    board_after(lambda: return_from_outing(desk, out.id))


def test_what_was_overdue_and_is_not(board_after, act_as, clock):
    manager = act_as("customer_manager")
    lead = register(act_as("receptionist"))
    offer_lead(manager, lead)
    # Silence was a yes; the client has waited for a first call since.
    clock.advance(timedelta(hours=12))
    board_after(lambda: forget_what_is_due(manager, lead))
