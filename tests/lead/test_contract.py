"""From the designer's yes to the contract, and back when the client takes it back."""

from sqlmodel import select

from portal.models.dispatch import Offer
from portal.models.lead import Contract
from portal.models.people import Staff
from portal.services.dispatch.answering import accept_offer
from tests.reception.forms import fields_of, leads, register, words_of

SIGNING = {"amount": "5.2万", "signed_on": "11-06"}


def contracts(house):
    with house.db.reading() as session:
        return list(session.exec(select(Contract).order_by(Contract.no)))


def accepted(desk_of, house, act_as):
    """A lead its designer has taken."""
    lead = register(desk_of("receptionist"))
    assert desk_of("customer_manager").post(f"/dispatch/{lead}/offers").is_redirect
    with house.db.reading() as session:
        offer = session.exec(select(Offer)).one()
    accept_offer(act_as("customer_manager"), offer.id)
    return lead


def test_a_lead_is_measured_signed_and_taken_back(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    manager = desk_of("design_manager")
    measured = manager.post(f"/leads/{lead}/measured", {"note": "三室两厅"})
    assert "已登记量房" in manager.get(measured.headers["location"]).text
    manager.post(f"/leads/{lead}/contract", SIGNING)
    page = words_of(manager.get(f"/leads/{lead}").text)
    assert "C-20251106-001" in page
    assert "52,000.00" in page
    [contract] = contracts(house)
    assert contract.designer_id == leads(house)[0].designer_id
    manager.post(f"/leads/{lead}/contract/cancel", {"reason": "不装了"})
    page = words_of(manager.get(f"/leads/{lead}").text)
    assert "已退单 2025-11-06 不装了" in page
    [lead] = leads(house)
    assert (lead.state, lead.contract_outcome) == ("measured", "cancelled_here")
    assert len(contracts(house)) == 1


def test_a_lead_that_is_not_measured_cannot_be_signed(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    refused = desk_of("store_manager").post(f"/leads/{lead}/contract", SIGNING)
    assert refused.status_code == 422
    assert "现在不能登记签约" in refused.text
    assert "量房之后" in refused.text
    assert contracts(house) == []


def test_a_lead_nobody_took_cannot_be_measured_nor_taken_back(desk_of):
    lead = register(desk_of("receptionist"))
    manager = desk_of("customer_manager")
    assert manager.post(f"/leads/{lead}/measured").status_code == 422
    back = manager.post(f"/leads/{lead}/contract/cancel", {"reason": "不装了"})
    assert back.status_code == 422


def test_a_wrong_contract_is_told_beside_its_field(desk_of, house, act_as, subtests):
    lead = accepted(desk_of, house, act_as)
    manager = desk_of("customer_manager")
    manager.post(f"/leads/{lead}/measured")
    for field, typed, sentence in (
        ("amount", "", "请填这一项"),
        ("amount", "0", "要大于 0"),
        ("amount", "五万多", "看不懂这个数额"),
        ("amount", "9" * 20, "太大"),
        ("signed_on", "2025-11-07", "不能晚于今天"),
        ("signed_on", "昨天", "看不懂这个日期"),
    ):
        with subtests.test(field=field, typed=typed):
            form = {**SIGNING, field: typed}
            answer = manager.post(f"/leads/{lead}/contract", form)
            assert answer.status_code == 422
            assert sentence in fields_of(answer.text).errors[f"sign-{field}"]
    assert contracts(house) == []


def test_a_contract_sent_twice_is_one_contract(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    manager = desk_of("customer_manager")
    manager.post(f"/leads/{lead}/measured")
    for _ in range(2):
        answer = manager.post(f"/leads/{lead}/contract", {**SIGNING, "_key": "one"})
        assert answer.status_code == 303
    assert len(contracts(house)) == 1


def test_the_page_offers_the_steps_its_reader_may_take(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    step = f'action="/leads/{lead}/measured"'
    assert step in desk_of("design_manager").get(f"/leads/{lead}").text
    desk = desk_of("receptionist").get(f"/leads/{lead}").text
    assert step not in desk
    assert "由客户经理、设计部经理、设计师来办" in words_of(desk)


def test_those_who_may_not_sign_are_turned_away(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    assert desk_of("2001").post(f"/leads/{lead}/contract", SIGNING).status_code == 403
    unknown = "01890a5d-ac96-774b-bcce-b302099a8057"
    manager = desk_of("customer_manager")
    assert manager.post(f"/leads/{unknown}/contract", SIGNING).status_code == 404


def test_a_follow_up_is_written_into_the_log(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk)
    empty = desk.post(f"/leads/{lead}/follow-ups", {"note": " "})
    assert "请填这一项" in fields_of(empty.text).errors["follow-up-note"]
    desk.post(f"/leads/{lead}/follow-ups", {"note": "下周再来"})
    assert "回访 下周再来" in words_of(desk.get(f"/leads/{lead}").text)


def test_filling_in_nothing_is_told_and_wrong_facts_are_kept_out(desk_of, house):
    desk = desk_of("receptionist")
    lead = register(desk, floor_area="", estimated_amount="")
    nothing = desk.post(f"/leads/{lead}/facts", {"floor_area": ""})
    assert "一项也没有填" in nothing.text
    wrong = desk.post(f"/leads/{lead}/facts", {"floor_area": "大"})
    assert "看不懂这个面积" in fields_of(wrong.text).errors["complete-floor_area"]
    assert [one.floor_area for one in leads(house)] == [None]


def test_the_page_leads_to_the_cases_its_reader_may_open(desk_of):
    typed = {"channel": "market", "brought_by": "1006", "principle": "invited"}
    lead = register(desk_of("receptionist"), **typed)
    sales = desk_of("salesperson").get(f"/leads/{lead}").text
    assert "/slips/new?lead=L-20251106-001" in sales
    assert "/lost/new" not in sales
    manager = desk_of("customer_manager").get(f"/leads/{lead}").text
    assert "/lost/new?lead=L-20251106-001" in manager
    assert "/slips/new" not in manager


def test_a_designer_writes_nothing_on_a_lead_of_somebody_else(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    his = leads(house)[0].designer_id
    with house.db.reading() as session:
        other = session.exec(
            select(Staff.staff_no).where(Staff.position == "designer", Staff.id != his)
        ).first()
    stranger = desk_of(other)
    for path in ("follow-ups", "measured"):
        answer = stranger.post(f"/leads/{lead}/{path}", {"note": "不是我的"})
        assert answer.status_code == 403
    assert [one.state for one in leads(house)] == ["assigned"]
    assert "不是我的" not in desk_of("receptionist").get(f"/leads/{lead}").text
