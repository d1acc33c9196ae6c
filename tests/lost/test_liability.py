"""Liability is shared out to exactly 100 %, and the office approves it."""

import pytest

from portal.errors import BadInput, NotAllowed
from portal.services.cases import advance
from portal.services.cases.inputs import fields_of
from portal.services.cases.page import case_page
from portal.services.cases.shares import read_shares
from tests.cases.stories import TO_SENT, a_lost_case, case_of, take
from tests.people import acting


@pytest.fixture
def sent(house):
    """A case that has reached the general manager's office."""
    return a_lost_case(house, steps=TO_SENT)


def shares(*pairs):
    return {"shares": [{"staff": who, "percent": percent} for who, percent in pairs]}


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("60", "40", True),
        ("66.67", "33.33", True),
        ("99.99", "0.01", True),
        ("60", "39.99", False),
        ("60", "40.01", False),
        ("100", "0", False),
        ("120", "-20", False),
        ("60", "forty", False),
        ("60", "NaN", False),
    ],
)
def test_shares_add_up_to_exactly_a_hundred(house, sent, one, other, fits):
    manager = acting(house, "customer_manager")
    form = shares(("2001", one), ("1006", other))
    if fits:
        take(house, "customer_manager", sent, "share_liability", form)
        assert case_of(house, sent).fields["shares"] == [["2001", one], ["1006", other]]
        return
    with pytest.raises(BadInput) as caught:
        advance(manager, sent, "share_liability", form)
    assert list(caught.value.problems) == ["shares"]
    assert case_of(house, sent).state == "gm_sent"


@pytest.mark.parametrize(
    "form",
    [
        shares(("2001", "50"), ("2001", "50")),
        shares(("9999", "100")),
        shares(),
        {},
        {"shares": "2001"},
        {"shares": 100},
        {"shares": [["2001", "50", "more"]]},
    ],
)
def test_shares_that_name_nobody_or_one_person_twice_are_sent_back(house, sent, form):
    with pytest.raises(BadInput) as caught:
        advance(acting(house, "customer_manager"), sent, "share_liability", form)
    assert list(caught.value.problems) == ["shares"]


def test_rows_of_a_form_become_shares_and_empty_rows_count_for_nothing():
    sent = [
        ("shares.staff", "2001"),
        ("shares.percent", "70 %"),
        ("shares.staff", ""),
        ("shares.percent", ""),
        ("shares.staff", "1006"),
        ("shares.percent", "30"),
        ("note", "x"),
    ]
    fields = fields_of(sent)
    assert [who for who, _ in read_shares(fields["shares"])] == ["2001", "1006"]
    assert fields["note"] == "x"


def test_the_office_approves_or_sends_back_and_then_files(house, sent):
    take(house, "customer_manager", sent, "share_liability", shares(("2001", "100")))
    with pytest.raises(NotAllowed):
        advance(acting(house, "customer_manager"), sent, "approve", {})
    take(house, "gm_office", sent, "send_back", {"gm_opinion": "请再核"})
    take(house, "design_manager", sent, "share_liability", shares(("2002", "100")))
    take(house, "general_manager", sent, "approve")
    take(house, "gm_office", sent, "close")
    case = case_of(house, sent)
    assert (case.state, case.fields["shares"]) == ("closed", [["2002", "100"]])


def test_what_was_shared_out_is_shown_with_names(house, sent):
    form = shares(("2001", "70"), ("1006", "30"))
    take(house, "customer_manager", sent, "share_liability", form)
    page = case_page(acting(house, "gm_office"), sent)
    assert ("责任划分", "曹一鸣 70%、孙小军 30%") in page.record
