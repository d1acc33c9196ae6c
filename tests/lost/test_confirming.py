"""A lead is lost when two different people say so, and only then."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.errors import BadInput, NotAllowed
from portal.models.lead import Lead, LeadState
from portal.models.people import StaffRole
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import offer_lead
from portal.services.lead.moving import measure_lead
from tests.cases.stories import (
    NOT_FOLLOWABLE,
    TO_SENT,
    TO_SIGNED,
    TO_VERIFIED,
    a_lead,
    a_lost_case,
    case_of,
    due,
    row,
    still_due,
    take,
)
from tests.people import acting


def a_measured_lead(house):
    """A lead that a designer took and measured; answers its row."""
    lead = a_lead(house, channel="walk_in", by="receptionist")
    offered = offer_lead(acting(house, "customer_manager"), lead.id)
    accept_offer(acting(house, offered.designer), offered.offer)
    measure_lead(acting(house, offered.designer), lead.id)
    return row(house, Lead, lead.id)


def open_lost(house, lead, **fields):
    """The customer manager's own follow-up."""
    form = {**NOT_FOLLOWABLE, **fields}
    return open_case(acting(house, "customer_manager"), "lost", form, lead.id)


def held(house, lead):
    """How many leads the designer of the lead has in hand."""
    from portal.services.dispatch.asking import candidates_for

    act = acting(house, "customer_manager")
    with house.db.reading() as session:
        found = candidates_for(session, act, session.get(Lead, lead.id)).everyone
    mine = next(c for c in found if c.facts.staff_id == str(lead.designer_id))
    return mine.facts.holding


def give_up_post(house, role):
    """Nobody holds the role any more."""
    with house.db.writing() as session:
        for one in session.exec(select(StaffRole).where(StaffRole.role == role)):
            session.delete(one)


def test_before_measurement_it_is_invalid_once_both_have_confirmed(house, clock):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    said_at = clock.now()
    no = a_lost_case(house, lead)
    assert row(house, Lead, lead.id).state == LeadState.READY
    clock.advance(timedelta(hours=3))
    for role, step, fields in TO_SIGNED:
        take(house, role, no, step, fields)
    assert row(house, Lead, lead.id).state == LeadState.INVALID
    fields = case_of(house, no).fields
    assert fields["kind"] == "invalid"
    # lost.time: the moment of the customer manager's follow-up, not of the signature.
    assert fields["lost_at"] == said_at.isoformat()


def test_after_measurement_it_has_failed_when_the_client_signed_elsewhere(house):
    lead = a_measured_lead(house)
    assert held(house, lead) == 1
    no = a_lost_case(house, lead, contract="signed_elsewhere", reason="price")
    assert case_of(house, no).state == "opened"
    take(
        house,
        "client_assistant",
        no,
        "assistant_confirm",
        {"assistant_note": "已签别家"},
    )
    for role, step, fields in TO_SIGNED:
        take(house, role, no, step, fields)
    assert row(house, Lead, lead.id).state == LeadState.FAILED
    assert held(house, lead) == 0


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"contract": "none", "reason": "price"}, "搁置"),
        (
            {"contract": "signed_elsewhere", "reason": "price", "followable": "yes"},
            "不是跑单",
        ),
    ],
)
def test_a_client_who_is_only_silent_or_still_there_is_not_lost(house, fields, word):
    lead = a_measured_lead(house)
    refused = open_lost(house, lead, **fields)
    assert isinstance(refused, Refused) and word in refused.reason
    assert refused.clauses and refused.decision_id
    assert row(house, Lead, lead.id).state == LeadState.MEASURED


@pytest.mark.parametrize(
    "reason", ["price", "service", "technology", "competition", "client"]
)
def test_reasons_of_failed_leads_are_no_reasons_of_invalid_ones(house, reason):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    refused = open_lost(house, lead, reason=reason)
    assert isinstance(refused, Refused)
    assert refused.clauses == ["lost.invalid.reasons"]


def test_whoever_confirmed_first_cannot_confirm_again(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    with house.db.writing() as session:
        manager = acting(house, "customer_manager").by
        session.add(
            StaffRole(
                site_id=manager.site_id,
                staff_id=manager.staff_id,
                role="design_manager",
                since=house.today(),
            )
        )
    no = a_lost_case(house, lead, TO_VERIFIED[:2])
    refused = advance(
        acting(house, "customer_manager"), no, "verify", {"truth": "属实"}
    )
    assert isinstance(refused, Refused) and "另一个人" in refused.reason
    take(house, "design_manager", no, "verify", {"truth": "属实"})


def test_the_client_assistant_confirms_a_failure_as_long_as_the_post_is_filled(house):
    no = a_lost_case(
        house, a_measured_lead(house), contract="signed_elsewhere", reason="price"
    )
    note = {"assistant_note": "已签别家"}
    with pytest.raises(NotAllowed):
        advance(acting(house, "receptionist"), no, "assistant_confirm", note)
    give_up_post(house, "client_assistant")
    take(house, "receptionist", no, "assistant_confirm", note)
    assert case_of(house, no).state == "confirmed"


def test_the_receptionist_writes_down_what_the_client_said(house):
    no = a_lost_case(house)
    with pytest.raises(BadInput) as caught:
        advance(acting(house, "receptionist"), no, "record_account", {})
    assert "client_account" in caught.value.problems
    with pytest.raises(NotAllowed):
        advance(
            acting(house, "customer_manager"),
            no,
            "record_account",
            {"client_account": "x"},
        )


@pytest.mark.parametrize(
    "missing", ["followable", "contract", "reason", "verified_reason", "decision"]
)
def test_the_statement_must_be_whole(house, missing):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    form = {name: text for name, text in NOT_FOLLOWABLE.items() if name != missing}
    with pytest.raises(BadInput) as caught:
        open_case(acting(house, "customer_manager"), "lost", form, lead.id)
    assert missing in caught.value.problems


def test_a_lost_lead_cannot_be_lost_twice_and_a_case_is_open_once(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    no = a_lost_case(house, lead)
    again = open_lost(house, lead)
    assert isinstance(again, Refused) and no in again.reason
    for role, step, fields in TO_SENT:
        take(house, role, no, step, fields)
    take(house, "gm_office", no, "close")
    refused = open_lost(house, lead)
    assert isinstance(refused, Refused) and "lost.kinds" in refused.clauses


def test_the_sheet_is_due_at_the_office_the_day_it_is_signed(house, clock):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    clock.advance(timedelta(hours=12))  # 22:00
    no = a_lost_case(house, lead, TO_SIGNED)
    (sheet,) = due(house, "lost.gm_sheet", case_of(house, no).id)
    assert (
        sheet.due_at.astimezone(house.zone).isoformat() == "2025-11-07T00:00:00+08:00"
    )
    take(house, "customer_manager", no, "send_gm")
    assert still_due(house, "lost.gm_sheet") == []
    assert len(still_due(house, "lost.close")) == 1


def test_nothing_is_due_of_a_lead_that_is_lost(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    assert len(still_due(house, "lead.follow_up", lead.id)) == 1
    a_lost_case(house, lead, TO_SIGNED)
    assert still_due(house, "lead.follow_up", lead.id) == []


def test_a_client_who_comes_back_finds_his_lead_where_it_stood(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    no = a_lost_case(house, lead, TO_SENT)
    take(house, "customer_manager", no, "reopen", {"return_reason": "客户又来"})
    assert row(house, Lead, lead.id).state == LeadState.READY
    assert case_of(house, no).closed_at is not None
    assert still_due(house, "lost.close") == []
    assert isinstance(open_lost(house, lead), Done)


def test_a_case_taken_back_before_the_signature_leaves_the_lead_alone(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    no = a_lost_case(house, lead, TO_VERIFIED)
    take(house, "design_manager", no, "withdraw", {"return_reason": "客户愿意再谈"})
    assert row(house, Lead, lead.id).state == LeadState.READY
    assert still_due(house, "lost.record_account") == []


def test_a_home_measured_meanwhile_is_no_invalid_lead_any_more(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    offered = offer_lead(acting(house, "customer_manager"), lead.id)
    accept_offer(acting(house, offered.designer), offered.offer)
    no = a_lost_case(house, lead, TO_VERIFIED)
    measure_lead(acting(house, offered.designer), lead.id)
    refused = advance(acting(house, "design_manager"), no, "sign", {})
    assert isinstance(refused, Refused) and "搁置" in refused.reason
    assert row(house, Lead, lead.id).state == LeadState.MEASURED
    take(house, "design_manager", no, "withdraw", {"return_reason": "已量房"})
