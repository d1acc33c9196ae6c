"""The page of who takes a lead shows what the act would answer."""

from tests.reception.forms import register, words_of


def test_without_its_slip_a_market_lead_has_a_reason_where_the_buttons_are(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk, channel="market", brought_by="1006")
    page = desk_of("customer_manager").get(f"/dispatch/{lead}").text
    assert "现在不能派" in words_of(page)
    assert "传递单还没有签齐" in words_of(page)
    assert f"/dispatch/{lead}/offers" not in page


def test_a_lead_that_can_be_given_has_the_button_and_no_reason(desk_of):
    lead = register(desk_of("receptionist"))
    page = desk_of("customer_manager").get(f"/dispatch/{lead}").text
    assert "现在不能派" not in words_of(page)
    assert f"/dispatch/{lead}/offers" in page
