"""What the pages say of the idle clock, and its acts as they come from a browser."""

from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.audit import AuditEntry
from portal.models.lead import LeadExtension
from portal.models.obligations import Obligation
from portal.models.people import Staff
from tests.lead.test_contract import accepted
from tests.reception.forms import fields_of, leads, words_of

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"


@pytest.fixture
def lead(desk_of, house, act_as):
    """A lead its designer has taken, a minute ago."""
    return accepted(desk_of, house, act_as)


@pytest.fixture
def number(house, lead):
    """The staff number of the designer who has it."""
    his = leads(house)[0].designer_id
    with house.db.reading() as session:
        return session.get(Staff, his).staff_no


@pytest.fixture
def designer(desk_of, number):
    """His browser."""
    return desk_of(number)


def clock_of(house, code="lead.first_contact"):
    with house.db.reading() as session:
        return session.exec(select(Obligation).where(Obligation.code == code)).one()


def noted(house, action):
    with house.db.reading() as session:
        found = select(AuditEntry).where(AuditEntry.action == action)
        return len(session.exec(found).all())


def test_the_page_says_who_has_it_until_when_and_what_happens_else(designer, lead):
    page = words_of(designer.get(f"/leads/{lead}").text)
    assert "谁负责下一步" in page
    assert "首次联系客户" in page
    assert "还没有办就收回，另派" in page


def test_the_reasons_open_to_the_rows_that_said_so(designer, lead):
    page = words_of(designer.get(f"/leads/{lead}?why=owner").text)
    assert "来单的下一步由谁办" in page
    assert "几时前要联系客户，到点怎样" in page


def test_one_press_meets_the_call_and_twice_is_harmless(designer, lead, house):
    sent = {"note": "周末来", "_key": "one"}
    for _ in range(2):
        answer = designer.post(f"/leads/{lead}/contact", sent)
        assert answer.is_redirect
    assert "首次联系已记下" in designer.get(answer.headers["location"]).text
    assert clock_of(house).met_at is not None
    assert noted(house, "lead.contact") == 1
    assert "首次联系 周末来" in words_of(designer.get(f"/leads/{lead}").text)
    assert f'action="/leads/{lead}/contact"' not in designer.get(f"/leads/{lead}").text


def test_the_phone_has_the_same_button_and_the_same_answer(designer, lead, house):
    page = designer.get("/my").text
    assert f'action="/my/leads/{lead}/contact"' in page
    assert "还没有办就收回，另派" in page
    assert designer.post(f"/my/leads/{lead}/contact", {}).is_redirect
    assert clock_of(house).met_at is not None


def test_more_time_is_asked_for_and_granted_in_two_browsers(
    designer, desk_of, lead, house
):
    due = clock_of(house).due_at
    assert designer.post(f"/leads/{lead}/extension", {"reason": "出差"}).is_redirect
    manager = desk_of("customer_manager")
    assert "申请续期：出差" in words_of(manager.get(f"/leads/{lead}").text)
    assert "续期待批" in words_of(manager.get("/inbox").text)
    said = manager.post(f"/leads/{lead}/extension/answer", {"answer": "yes"})
    assert said.is_redirect
    assert clock_of(house).due_at > due
    assert "含续期" in words_of(designer.get(f"/leads/{lead}").text)


def test_wrong_forms_come_back_with_a_sentence_and_write_nothing(
    designer, desk_of, lead, house
):
    bare = designer.post(f"/leads/{lead}/extension", {"reason": " "})
    assert bare.status_code == 422
    assert "请填这一项" in fields_of(bare.text).errors["extension-reason"]
    designer.post(f"/leads/{lead}/extension", {"reason": "出差"})
    manager = desk_of("customer_manager")
    no = manager.post(f"/leads/{lead}/extension/answer", {"answer": "no"})
    assert no.status_code == 422
    assert "要写明理由" in fields_of(no.text).errors["extension-answer-reason"]
    with house.db.reading() as session:
        [asked] = session.exec(select(LeadExtension)).all()
    assert asked.state == "asked"


def test_the_other_roles_are_turned_away(desk_of, lead):
    desk = desk_of("receptionist")
    for path in ("contact", "extension", "extension/answer"):
        assert desk.post(f"/leads/{lead}/{path}", {}).status_code == 403
    designer, manager = desk_of("2002"), desk_of("customer_manager")
    assert designer.post(f"/leads/{UNKNOWN}/contact", {}).status_code == 404
    asked = {"reason": "出差"}
    assert designer.post(f"/leads/{UNKNOWN}/extension", asked).status_code == 404
    granted = {"answer": "yes"}
    unknown = manager.post(f"/leads/{UNKNOWN}/extension/answer", granted)
    assert unknown.status_code == 404


def test_a_lead_nobody_called_stands_among_those_that_came_back(
    desk_of, number, lead, house, clock
):
    clock.set(clock_of(house).lapses_at + timedelta(minutes=1))
    page = words_of(desk_of("customer_manager").get("/dispatch").text)
    assert "收回的单" in page
    assert "首次联系客户没有办" in page
    assert "前不派回给他" in page
    gone = desk_of(number).post(f"/leads/{lead}/contact", {"note": "打了"})
    assert gone.status_code == 422
    assert "到时没有办" in gone.text


def test_nobody_has_to_act_for_it_a_look_at_the_lead_is_enough(
    desk_of, lead, house, clock
):
    clock.set(clock_of(house).lapses_at)
    page = words_of(desk_of("receptionist").get(f"/leads/{lead}").text)
    assert "到时未办，收回" in page
    assert leads(house)[0].state == "ready"
