"""What /my shows a designer and a salesperson, and what they report from there."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from portal.models.audit import AuditEntry
from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.services.dispatch.answering import accept_offer
from portal.services.dispatch.offers import Offered, offer_lead, withdraw_offer
from tests.cases.stories import a_slip
from tests.my.phones import HX, a_lead, card_of, in_hand
from tests.reception.forms import words_of


def read(house, model, *where):
    with house.db.reading() as session:
        return list(session.exec(select(model).where(*where).order_by(model.id)))


def acts(house, action):
    """How often the audit says it was done."""
    return len(read(house, AuditEntry, AuditEntry.action == action))


def my(desk, query=""):
    """The page of one's own work as words."""
    return words_of(desk.get(f"/my{query}").text)


@pytest.fixture
def offered(house, act_as):
    """A small lead offered to 2001, with its offer."""
    lead = a_lead(house, "王丽华")
    given = offer_lead(act_as("customer_manager"), lead, "2001", "客户点名")
    assert isinstance(given, Offered)
    return lead, given.offer


def test_an_offer_says_who_gave_it_what_it_is_and_until_when(offered, desk_of):
    page = my(desk_of("2001"))
    assert "王丽华" in page
    for told in ("赵欣 11-06 10:00", "20,000.00 元", "小单", "128 平方米", "剩 0:30"):
        assert told in page
    assert "没有等您应答的单" in my(desk_of("2002"))


def test_an_answer_sent_twice_acts_once_and_says_so(offered, desk_of, house):
    _lead, offer = offered
    desk = desk_of("2001")
    for _ in range(2):
        answer = desk.post(f"/my/offers/{offer}/accept", {"_key": "one-tap"})
        assert answer.headers["location"] == "/my?did=accept"
    assert acts(house, "dispatch.accept") == 1
    page = my(desk, "?did=accept")
    assert "已接单。" in page
    assert "已接，待量房" in page


def test_a_refused_decline_keeps_what_was_written(offered, desk_of, house):
    _lead, offer = offered
    form = {"reason": "两户同时开工", "before_client": "yes"}
    answer = desk_of("2001").post(f"/my/offers/{offer}/decline", form)
    assert answer.status_code == 422
    assert 'value="两户同时开工"' in answer.text
    assert [one.state for one in read(house, Offer)] == ["offered"]


def test_the_outbox_gets_the_refusal_alone_with_its_clause(offered, desk_of):
    _lead, offer = offered
    form = {"reason": "", "before_client": ""}
    answer = desk_of("2001").post(f"/my/offers/{offer}/decline", form, headers=HX)
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert "请避开客户写明理由" in answer.text
    assert 'href="/clauses/dispatch.refuse.forbidden"' in answer.text


def test_an_offer_that_was_taken_back_is_told_with_who_did_it(offered, desk_of, act_as):
    _lead, offer = offered
    withdraw_offer(act_as("customer_manager"), UUID(str(offer)), "客户改期")
    answer = desk_of("2001").post(f"/my/offers/{offer}/accept", headers=HX)
    assert answer.status_code == 409
    assert "您的这一次没有写入" in answer.text


def test_what_silence_took_is_in_hand_and_can_be_measured(
    offered, desk_of, house, clock
):
    lead, _offer = offered
    clock.set(read(house, Offer)[0].respond_by + timedelta(minutes=1))
    desk = desk_of("2001")
    page = my(desk)
    assert "没有等您应答的单" in page
    assert "已接，待量房" in page
    assert desk.post(f"/my/leads/{lead}/measured").is_redirect
    assert [one.state for one in read(house, Lead)] == ["measured"]
    assert [one.state for one in read(house, Offer)] == ["accepted"]


def test_a_lead_goes_from_measuring_to_its_reported_signing(house, desk_of, act_as):
    lead = in_hand(house, "2001", "王丽华")
    desk = desk_of("2001")
    assert "报签约" not in my(desk)
    told = desk.post(f"/my/leads/{lead}/measured", {"note": "三室两厅"})
    assert "已登记量房" in my(desk, told.headers["location"].removeprefix("/my"))
    desk.post(f"/my/leads/{lead}/follow-ups", {"note": "说月底签"})
    desk.post(
        f"/my/leads/{lead}/signing-report", {"amount": "5.2万", "signed_on": "11-06"}
    )
    page = my(desk)
    assert "曹一鸣已报 2025-11-06 签约 52,000.00 元，等经理登记" in page
    assert acts(house, "lead.report_signing") == 1


def test_a_wrong_field_comes_back_with_its_lead_alone(house, desk_of):
    lead = in_hand(house, "2001", "王丽华")
    in_hand(house, "2001", "李桂芳")
    desk = desk_of("2001")
    wrong = {"note": "说\x07月底"}
    answer = desk.post(f"/my/leads/{lead}/follow-ups", wrong)
    assert answer.status_code == 422
    page = words_of(answer.text)
    assert "有不能用的字符" in page
    assert "李桂芳" not in page
    fragment = desk.post(f"/my/leads/{lead}/follow-ups", {"note": ""}, headers=HX)
    assert (fragment.status_code, "<html" in fragment.text) == (422, False)
    assert "请填这一项" in fragment.text


def test_nobody_reports_about_a_lead_of_others(house, desk_of):
    lead = in_hand(house, "2001", "王丽华")
    desk = desk_of("2002")
    for step in ("measured", "follow-ups", "signing-report"):
        form = {"note": "x", "amount": "1", "signed_on": "11-06"}
        answer = desk.post(f"/my/leads/{lead}/{step}", form)
        assert answer.status_code == 403, step
    assert [one.state for one in read(house, Lead)] == ["assigned"]


def test_the_leads_he_brought_come_by_pages(house, desk_of):
    names = [f"王{sign}" for sign in "一二三四五六七八九十百千"]
    for name in names:
        a_lead(house, name, brought_by="1006")
    desk = desk_of("salesperson")
    first, second = my(desk), my(desk, "?page=2")
    assert "共 12 条，第 1 / 2 页" in first
    assert sum(name in first for name in names) == 10
    assert sum(name in second for name in names) == 2
    assert all((name in first) != (name in second) for name in names)


def test_three_kinds_of_empty_say_three_things(house, desk_of):
    assert "手上没有单" in my(desk_of("2001"))
    assert "还没有了结的单" in my(desk_of("2001"), "?show=ended")
    in_hand(house, "2001", "王丽华")
    page = my(desk_of("2001"), "?q=李")
    assert "没有找到" in page
    assert "王丽华" not in page
    assert "王丽华" in my(desk_of("2001"), "?q=王丽")


def test_a_salesperson_sees_who_has_the_leads_he_brought(house, desk_of, act_as):
    lead = in_hand(house, "2001", "马文娟", brought_by="1006")
    a_lead(house, "别人的")
    page = my(desk_of("salesperson"))
    assert "我带来的 1" in page
    assert "设计师 曹一鸣" in page
    assert "已派定" in page
    assert "别人的" not in page
    assert (
        desk_of("salesperson")
        .post(f"/my/leads/{lead}/follow-ups", {"note": "说月底签"})
        .is_redirect
    )


def test_a_salesperson_finds_the_slip_that_waits_for_him(house, desk_of, act_as):
    lead = a_lead(house, "马文娟", channel="market", brought_by="1006")
    [found] = read(house, Lead, Lead.id == lead)
    no = a_slip(house, found, signed=2)
    page = desk_of("salesperson").get("/my").text
    assert f'href="/slips/{no}"' in page
    assert "沿中线裁开" in page
    assert "我带来的单，由我选设计师" in page


def test_a_slip_that_waits_for_a_manager_is_not_put_before_the_salesperson(
    house, desk_of
):
    lead = a_lead(house, "马文娟", channel="market", brought_by="1006")
    [found] = read(house, Lead, Lead.id == lead)
    a_slip(house, found, signed=1)
    assert "等我办的单子" not in my(desk_of("salesperson"))


def test_the_phone_is_there_to_be_called(house, desk_of):
    in_hand(house, "2001", "王丽华", brought_by=None)
    card = card_of(desk_of("2001").get("/my").text, "王丽华")
    assert 'href="tel:+86138' in card


def test_whoever_follows_no_lead_sees_only_what_is_due(desk_of):
    page = my(desk_of("technician"))
    assert "我的单" not in page
    assert "我该办的" in page


def test_a_finished_lead_stands_among_the_ended_ones(house, desk_of, act_as):
    lead = in_hand(house, "2001", "王丽华")
    desk = desk_of("2001")
    desk.post(f"/my/leads/{lead}/measured")
    signed = {"amount": "5.2万", "signed_on": "11-06"}
    desk_of("customer_manager").post(f"/leads/{lead}/contract", signed)
    assert "王丽华" not in my(desk)
    assert "王丽华" in my(desk, "?show=ended")


def test_an_accepted_offer_is_no_longer_open_to_an_answer(offered, desk_of, act_as):
    _lead, offer = offered
    accept_offer(act_as("2001"), UUID(str(offer)))
    desk = desk_of("2001")
    answer = desk.post(f"/my/offers/{offer}/decline", {"reason": "两户同时开工"})
    assert answer.status_code == 409


def test_of_many_designers_to_choose_the_longest_waiting_come_first(house, desk_of):
    names = [f"赵{sign}" for sign in "一二三四五六七八九十百"]
    for name in names:
        a_lead(house, name, channel="market", brought_by="1006")
    page = my(desk_of("salesperson"))
    assert "我带来的单，由我选设计师 11 单" in page
    assert "另 1 单在下面“我带来的”里" in page
    [later] = read(house, Lead, Lead.client_name == "赵百")
    cards = desk_of("salesperson").get("/my?page=2").text
    assert f'href="/my/leads/{later.id}"' in cards
