"""A transfer slip is signed in order, by the right people or those they authorised."""

from datetime import timedelta

import pytest

from portal.errors import BadInput, NotAllowed
from portal.services import people
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case
from portal.services.cases.page import case_page
from tests.cases.stories import a_lead, a_slip, case_of, due, log_of, still_due, take
from tests.people import acting, number_of

TERM = {
    "role": "store_manager",
    "delegator": "1003",
    "delegate": "1004",
    "from_day": "2025-11-07",
    "until_day": "2025-11-09",
    "departments": "市场部、设计部",
    "reason": "出差",
}


def issue(house, **changed):
    """A signed work contact note; answers its number."""
    store = acting(house, "store_manager")
    note = open_case(store, "delegation", {**TERM, **changed})
    assert isinstance(note, Done), note
    take(house, "store_manager", note.no, "issue")
    return note.no


def test_the_slip_goes_its_way_from_the_salesperson_to_the_file(house):
    no = a_slip(house)
    for role, step in [
        ("market_manager", "market_sign"),
        ("store_manager", "store_sign"),
        ("salesperson", "split"),
    ]:
        take(house, role, no, step)
    take(house, "customer_manager", no, "name_designer", {"designer": "2001"})
    for role, step in [
        ("store_manager", "notify"),
        ("store_manager", "copy_hr"),
        ("hr", "close"),
    ]:
        take(house, role, no, step)
    case = case_of(house, no)
    assert (case.state, case.fields["designer"], case.fields["salesperson"]) == (
        "closed",
        "2001",
        "1006",
    )
    assert case.closed_at is not None
    assert [one.seq for one in log_of(house, no)] == list(range(1, case.revision + 1))


def test_the_store_manager_cannot_sign_before_the_market_manager(house):
    no = a_slip(house)
    refused = advance(acting(house, "store_manager"), no, "store_sign", {})
    assert isinstance(refused, Refused)
    assert "市场部经理签字" in refused.reason and "slip.signatures" in refused.clauses
    assert "办完后放开" in refused.lifts_when
    assert (case_of(house, no).state, len(log_of(house, no))) == ("draft", 1)


@pytest.mark.parametrize(
    ("signed", "step", "role"),
    [
        (0, "split", "salesperson"),
        (0, "name_designer", "customer_manager"),
        (1, "split", "salesperson"),
        (1, "copy_hr", "store_manager"),
        (2, "name_designer", "customer_manager"),
        (2, "market_sign", "market_manager"),
        (2, "close", "hr"),
    ],
)
def test_a_step_out_of_order_is_refused_and_writes_nothing(house, signed, step, role):
    no = a_slip(house, signed=signed)
    before = case_of(house, no)
    refused = advance(acting(house, role), no, step, {})
    assert isinstance(refused, Refused) and refused.clauses
    assert case_of(house, no) == before


@pytest.mark.parametrize(
    "role", ["salesperson", "store_manager", "customer_manager", "hr"]
)
def test_nobody_else_signs_for_the_market_manager(house, role):
    no = a_slip(house)
    with pytest.raises(NotAllowed) as caught:
        advance(acting(house, role), no, "market_sign", {})
    assert "市场部经理" in str(caught.value)
    assert case_of(house, no).state == "draft"


def test_only_the_customer_manager_fills_in_the_designer(house):
    no = a_slip(house, signed=2)
    take(house, "salesperson", no, "split")
    with pytest.raises(NotAllowed):
        advance(acting(house, "salesperson"), no, "name_designer", {"designer": "2001"})


def test_one_household_has_one_slip(house):
    lead = a_lead(house)
    no = a_slip(house, lead)
    again = open_case(acting(house, "salesperson"), "slip", {}, lead.id)
    assert isinstance(again, Refused)
    assert no in again.reason and again.clauses == ["slip.required"]


def test_a_client_who_walked_in_needs_no_slip(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    refused = open_case(acting(house, "salesperson"), "slip", {}, lead.id)
    assert isinstance(refused, Refused)
    assert refused.clauses == ["slip.required"] and refused.decision_id


def test_a_refused_opening_uses_up_no_number(house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    open_case(acting(house, "salesperson"), "slip", {}, lead.id)
    assert a_slip(house, a_lead(house, number=2)).endswith("-001")


def test_a_delegate_signs_inside_the_term_and_the_stamp_says_for_whom(house, clock):
    no = a_slip(house, signed=1)
    issue(house)
    clock.advance(timedelta(days=1))
    take(house, "design_manager", no, "store_sign")
    signed = log_of(house, no)[-1]
    assert (signed.by_name, signed.as_role, signed.signed) == (
        "温如玉",
        "store_manager",
        True,
    )
    page = case_page(acting(house, "hr"), no)
    stamp = page.stamps[1]
    assert (stamp.name, stamp.for_whom) == ("温如玉", "何立")
    assert page.log[-2].who == "温如玉（代何立）"


def test_a_delegate_is_refused_before_the_term_and_told_when_it_begins(house):
    no = a_slip(house, signed=1)
    issue(house)
    refused = advance(acting(house, "design_manager"), no, "store_sign", {})
    assert isinstance(refused, Refused)
    assert (
        refused.lifts_at.astimezone(house.zone).isoformat()
        == "2025-11-07T00:00:00+08:00"
    )


def test_a_delegate_may_sign_on_the_last_day_and_not_after_it(house, clock):
    no = a_slip(house, signed=1)
    issue(house)
    clock.advance(timedelta(days=3, hours=13, minutes=59))  # 11-09 23:59
    assert acting(house, "design_manager").by.on_behalf.keys() == {"store_manager"}
    clock.advance(timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        advance(acting(house, "design_manager"), no, "store_sign", {})


def test_a_delegation_taken_back_ends_at_once(house, clock):
    no = a_slip(house, signed=1)
    note = issue(house)
    clock.advance(timedelta(days=1))
    take(house, "store_manager", note, "revoke", {"end_reason": "提前回来"})
    with pytest.raises(NotAllowed):
        advance(acting(house, "design_manager"), no, "store_sign", {})


def test_a_delegate_cannot_do_what_may_not_be_delegated(house, clock):
    no = a_slip(house, signed=2)
    issue(house, delegate="1011")
    take(house, "salesperson", no, "split")
    take(house, "customer_manager", no, "name_designer", {"designer": "2001"})
    clock.advance(timedelta(days=1))
    with pytest.raises(NotAllowed):
        advance(acting(house, "hr"), no, "notify", {})


@pytest.mark.parametrize(
    ("until", "needed"), [("2025-11-07", False), ("2025-11-08", True)]
)
def test_two_days_away_need_a_delegate_and_less_waits_for_the_return(
    house, until, needed
):
    note = {**TERM, "until_day": until}
    answer = open_case(acting(house, "store_manager"), "delegation", note)
    assert isinstance(answer, Done if needed else Refused)
    if not needed:
        assert "补签" in answer.reason and answer.clauses == ["slip.delegate"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"delegate": "1003"}, "delegate"),
        ({"delegate": "9999"}, "delegate"),
        ({"until_day": "2025-11-01"}, "until_day"),
        ({"from_day": "tomorrow"}, "from_day"),
        ({"role": "designer"}, "role"),
        ({"reason": " "}, "reason"),
        ({"departments": "门" * 201}, "departments"),
    ],
)
def test_a_contact_note_that_makes_no_sense_is_sent_back(house, changed, field):
    try:
        answer = open_case(
            acting(house, "store_manager"), "delegation", {**TERM, **changed}
        )
    except BadInput as bad:
        assert field in bad.problems
    else:
        # A term that ends before it begins is no two days either.
        assert isinstance(answer, Refused) and field == "until_day"


def test_somebody_who_does_not_hold_the_post_cannot_give_it_away(house):
    note = open_case(
        acting(house, "store_manager"), "delegation", {**TERM, "delegator": "1002"}
    )
    with pytest.raises(BadInput) as caught:
        advance(acting(house, "store_manager"), note.no, "issue", {})
    assert "delegator" in caught.value.problems


def test_each_signature_meets_what_was_due_and_opens_the_next(house):
    lead = a_lead(house)
    assert len(still_due(house, "slip.missing", lead.id)) == 1
    no = a_slip(house, lead)
    assert [one.role for one in still_due(house, "slip.market_sign")] == [
        "market_manager"
    ]
    take(house, "market_manager", no, "market_sign")
    assert still_due(house, "slip.market_sign") == []
    assert [one.role for one in still_due(house, "slip.store_sign")] == [
        "store_manager"
    ]
    take(house, "store_manager", no, "store_sign")
    assert still_due(house, "slip.store_sign") == []
    assert still_due(house, "slip.missing", lead.id) == []
    assert len(due(house, "slip.missing", lead.id)) == 1


@pytest.mark.parametrize(
    ("role", "hours", "expected"),
    [
        ("store_manager", 48, 1),
        ("market_manager", 72, 1),
        ("store_manager", 47, 0),
        ("receptionist", 72, 0),
    ],
)
def test_a_signer_who_leaves_for_two_days_is_asked_to_name_a_delegate(
    house, role, hours, expected
):
    hr, number = acting(house, "hr"), number_of(role)
    leaves = house.clock.now() + timedelta(hours=20)
    people.set_away(hr, number, leaves, leaves + timedelta(hours=hours), "出差")
    asked = still_due(house, "delegation.create")
    ends = [one.due_at.astimezone(house.zone).isoformat() for one in asked]
    # He leaves on Friday at six; the day ends at midnight.
    assert ends == ["2025-11-08T00:00:00+08:00"] * expected


def test_naming_the_delegate_or_staying_here_settles_it(house):
    hr = acting(house, "hr")
    leaves = house.clock.now() + timedelta(hours=20)
    away = people.set_away(hr, "1003", leaves, leaves + timedelta(days=3), "出差")
    people.cancel_away(hr, away.id)
    assert still_due(house, "delegation.create") == []
    people.set_away(hr, "1003", leaves, leaves + timedelta(days=3), "出差")
    issue(house)
    (asked,) = [one for one in due(house, "delegation.create") if one.met_at]
    assert asked.met_at == house.clock.now()
    people.set_away(hr, "1003", leaves, leaves + timedelta(days=3), "出差")
    assert still_due(house, "delegation.create") == []
