"""Whether a market lead may be dispatched, and what an offer writes on its slip."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.lead import Lead
from portal.models.people import Absence, Staff
from portal.services import slip
from portal.services.answers import Refused
from portal.services.dispatch.offers import Offered, offer_lead, reassign_lead
from tests.cases.stories import a_lead, a_slip, case_of, due, log_of, still_due, take
from tests.people import acting


def standing(house, lead):
    """How the slip of the lead stands now."""
    with house.db.reading() as session:
        rules = house.library.rules("jincheng")
        fresh = session.get(Lead, lead.id)
        return slip.standing_of(session, rules, fresh, house.clock.now())


def send_away(house, number, **span):
    """Somebody leaves now and is back after the span."""
    now = house.clock.now()
    with house.db.writing() as session:
        staff = session.exec(select(Staff).where(Staff.staff_no == number)).one()
        session.add(
            Absence(
                site_id=staff.site_id,
                staff_id=staff.id,
                starts_at=now,
                ends_at=now + timedelta(**span),
            )
        )
    return now + timedelta(**span)


def offer(house, lead, designer="2004"):
    """Give the lead to one of the two who may have medium leads."""
    return offer_lead(
        acting(house, "customer_manager"), lead.id, designer, "按业务员所选"
    )


def test_a_client_who_walked_in_is_free_of_slips(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    assert standing(house, lead).verdict == "free"


@pytest.mark.parametrize(
    ("signed", "verdict"), [(0, "waiting"), (1, "waiting"), (2, "ready")]
)
def test_a_market_lead_waits_until_both_managers_have_signed(house, signed, verdict):
    lead = a_lead(house)
    assert standing(house, lead).verdict == "waiting"
    no = a_slip(house, lead, signed=signed)
    found = standing(house, lead)
    assert (found.verdict, found.no) == (verdict, no)
    assert isinstance(offer(house, lead), Offered if verdict == "ready" else Refused)


@pytest.mark.parametrize(
    ("span", "verdict"),
    [({"hours": 47, "minutes": 59}, "pending_signature"), ({"days": 2}, "waiting")],
)
def test_a_signer_away_under_two_days_lets_the_lead_go_unsigned(house, span, verdict):
    lead = a_lead(house)
    a_slip(house, lead, signed=1)
    send_away(house, "1003", **span)
    assert standing(house, lead).verdict == verdict


def test_it_is_the_next_signer_who_must_be_away(house):
    lead = a_lead(house)
    a_slip(house, lead)
    send_away(house, "1003", hours=5)
    assert standing(house, lead).verdict == "waiting"


def test_an_offer_tears_the_slip_and_writes_the_designer_on_it(house):
    lead = a_lead(house)
    no = a_slip(house, lead, signed=2)
    assert isinstance(offer(house, lead), Offered)
    case = case_of(house, no)
    assert (case.state, case.fields["designer"]) == ("designer_named", "2004")
    assert [one.step for one in log_of(house, no)][-2:] == ["split", "name_designer"]
    assert len(still_due(house, "slip.notify", case.id)) == 1
    assert len(still_due(house, "slip.hr_copy", case.id)) == 1


def test_another_designer_is_written_on_the_slip_and_told_again(house):
    lead = a_lead(house)
    no = a_slip(house, lead, signed=2)
    first = offer(house, lead)
    take(house, "store_manager", no, "notify")
    manager = acting(house, "customer_manager")
    again = reassign_lead(manager, first.offer, "2005", "另有安排")
    assert isinstance(again, Offered), again
    assert case_of(house, no).fields["designer"] == "2005"
    assert case_of(house, no).state == "designer_named"


def test_a_lead_dispatched_before_the_signature_is_marked_and_signed_after_the_return(
    house, clock
):
    lead = a_lead(house)
    no = a_slip(house, lead, signed=1)
    back = send_away(house, "1003", hours=30)  # Friday 16:00
    assert isinstance(offer(house, lead), Offered)
    case = case_of(house, no)
    assert (case.state, case.fields["pending_signature"]) == ("market_signed", True)
    (late,) = still_due(house, "slip.late_signature", case.id)
    assert late.since == back
    # The working day after Friday is Monday, and the day ends at midnight.
    assert late.due_at.astimezone(house.zone).isoformat() == "2025-11-11T00:00:00+08:00"
    clock.set(back)
    take(house, "store_manager", no, "store_sign")
    assert case_of(house, no).fields["pending_signature"] is False
    assert still_due(house, "slip.late_signature") == []
    take(house, "customer_manager", no, "split")
    take(house, "customer_manager", no, "name_designer")
    assert case_of(house, no).fields["designer"] == "2004"


def test_the_copy_for_hr_is_due_after_two_working_days(house, clock):
    lead = a_lead(house)
    no = a_slip(house, lead, signed=2)
    offer(house, lead)
    (copy,) = due(house, "slip.hr_copy", case_of(house, no).id)
    # Thursday 11-06 and two working days: Friday, Monday; due when Monday ends.
    assert copy.due_at.astimezone(house.zone).isoformat() == "2025-11-11T00:00:00+08:00"
    take(house, "store_manager", no, "notify")
    take(house, "store_manager", no, "copy_hr")
    assert still_due(house, "slip.hr_copy") == []
