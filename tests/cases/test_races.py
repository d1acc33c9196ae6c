"""Several people at one case at once, on both databases: one wins, all hear of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from portal.errors import LostRace
from portal.models.audit import AuditEntry
from portal.models.obligations import Obligation
from portal.services.answers import Done, Refused
from portal.services.audit import check_chain
from portal.services.cases import advance, open_case
from tests.cases.stories import a_lead, a_lost_case, a_slip, case_of, log_of, take
from tests.people import acting


def at_once(tries):
    """Every try in a thread of its own; answers or the errors that ended them."""

    def run(work):
        try:
            return work()
        except LostRace as lost:
            return lost

    with ThreadPoolExecutor(len(tries)) as pool:
        return list(pool.map(run, tries))


def test_of_eight_who_sign_the_same_slip_one_signs_it(any_house):
    for number in range(1, 4):
        no = a_slip(any_house, a_lead(any_house, number=number))
        act = acting(any_house, "market_manager")
        answers = at_once(
            [lambda no=no, act=act: advance(act, no, "market_sign", {}, "", 1)] * 8
        )
        won = [one for one in answers if isinstance(one, Done)]
        lost = [one for one in answers if isinstance(one, LostRace)]
        assert (len(won), len(lost)) == (1, 7)
        assert {one.winner for one in lost} == {"马跃"}
        assert {one.at for one in lost} == {any_house.clock.now()}
        assert [one.seq for one in log_of(any_house, no)] == [1, 2]
        assert case_of(any_house, no).revision == 2


def test_of_two_ways_out_of_a_state_one_is_taken(any_house):
    no = a_lost_case(any_house)
    receptionist = acting(any_house, "receptionist")
    manager = acting(any_house, "customer_manager")
    words, back = {"client_account": "“不装了”"}, {"return_reason": "还能跟"}
    answers = at_once(
        [
            lambda: advance(receptionist, no, "record_account", words, "", 1),
            lambda: advance(manager, no, "withdraw", back, "", 1),
        ]
    )
    assert sorted(type(one).__name__ for one in answers) == ["Done", "LostRace"]
    assert case_of(any_house, no).state in ("account_recorded", "withdrawn")


def test_one_lead_gets_one_slip_however_many_fill_it_in(any_house):
    lead = a_lead(any_house)
    act = acting(any_house, "salesperson")
    answers = at_once([lambda: open_case(act, "slip", {}, lead.id)] * 6)
    assert sorted(type(one).__name__ for one in answers) == ["Done"] + ["Refused"] * 5


def test_a_retry_with_the_same_key_is_one_step_and_gets_the_first_answer(any_house):
    no = a_slip(any_house)
    act = acting(any_house, "market_manager", key="k-1", fingerprint="f")
    answers = at_once([lambda: advance(act, no, "market_sign", {}, "", 1)] * 4)
    assert answers == [answers[0]] * 4 and isinstance(answers[0], Done)
    assert len(log_of(any_house, no)) == 2


def test_a_lost_race_writes_nothing(any_house):
    no = a_slip(any_house, signed=1)

    def written():
        with any_house.db.reading() as session:
            rows = [session.exec(select(m)).all() for m in (AuditEntry, Obligation)]
        return [len(one) for one in rows], log_of(any_house, no)

    before = written()
    with pytest.raises(LostRace) as caught:
        advance(acting(any_house, "store_manager"), no, "store_sign", {}, "", 1)
    assert (caught.value.winner, written()) == ("马跃", before)


def test_a_refusal_leaves_an_audit_row_and_the_chain_is_whole(any_house):
    no = a_slip(any_house)
    refused = advance(acting(any_house, "store_manager"), no, "store_sign", {})
    assert isinstance(refused, Refused)
    take(any_house, "market_manager", no, "market_sign")
    with any_house.db.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.seq)).all()
        assert check_chain(session, entries[0].site_id) is None
    actions = [one.action for one in entries if one.subject_no == no]
    assert actions == ["case.step", "case.refused", "case.step"]
