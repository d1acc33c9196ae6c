"""A client who gives no answer after measuring: shelved, called again, no loss."""

from tests.lead.test_contract import accepted
from tests.reception.forms import leads, words_of

NO_ANSWER = {"note": "三次没有人接", "shelved": "yes"}


def test_a_measured_lead_is_shelved_and_taken_up_by_the_next_answer(
    desk_of, house, act_as
):
    lead = accepted(desk_of, house, act_as)
    manager = desk_of("customer_manager")
    manager.post(f"/leads/{lead}/measured", {})
    assert manager.post(f"/leads/{lead}/follow-ups", NO_ANSWER).is_redirect
    assert [one.state for one in leads(house)] == ["dormant"]
    page = words_of(manager.get(f"/leads/{lead}").text)
    assert "没有回音，列为搁置" in page
    manager.post(f"/leads/{lead}/follow-ups", {"note": "说下周来签"})
    assert [one.state for one in leads(house)] == ["measured"]


def test_a_lead_that_was_not_measured_cannot_be_shelved(desk_of, house, act_as):
    lead = accepted(desk_of, house, act_as)
    manager = desk_of("customer_manager")
    refused = manager.post(f"/leads/{lead}/follow-ups", NO_ANSWER)
    assert refused.status_code == 422
    assert "现在不能列为搁置" in refused.text
    assert [one.state for one in leads(house)] == ["assigned"]
