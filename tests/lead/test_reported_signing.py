"""A designer reports a signing from the client's; a manager makes it a contract."""

from decimal import Decimal

import pytest
from sqlmodel import select

from portal.errors import NotAllowed
from portal.models.dispatch import Offer
from portal.models.lead import Contract, Lead, SigningReport
from portal.models.obligations import Obligation
from portal.models.people import Staff
from portal.services.dispatch.answering import accept_offer
from portal.services.lead.reporting import report_signing
from tests.reception.forms import register, words_of

SIGNED = {"amount": "5.2万", "signed_on": "2025-11-06"}


def read(house, model, *where):
    with house.db.reading() as session:
        return list(session.exec(select(model).where(*where).order_by(model.id)))


@pytest.fixture
def measured(desk_of, house, act_as):
    """A lead that was measured, with the number of the designer who has it."""
    lead = register(desk_of("receptionist"))
    assert desk_of("customer_manager").post(f"/dispatch/{lead}/offers").is_redirect
    [offer] = read(house, Offer)
    accept_offer(act_as("customer_manager"), offer.id)
    [designer] = read(house, Staff, Staff.id == offer.designer_id)
    assert desk_of(designer.staff_no).post(f"/leads/{lead}/measured").is_redirect
    return lead, designer.staff_no


def due(house, code="lead.register_signing"):
    """What the code still makes somebody owe."""
    open_ones = (Obligation.met_at.is_(None), Obligation.dropped_at.is_(None))
    return read(house, Obligation, Obligation.code == code, *open_ones)


def test_a_report_is_due_to_be_registered_and_counts_as_no_contract(
    measured, desk_of, house
):
    lead, designer = measured
    told = desk_of(designer).post(f"/leads/{lead}/signing-report", SIGNED)
    assert "等经理核实登记" in desk_of(designer).get(told.headers["location"]).text
    [report] = read(house, SigningReport)
    assert (report.amount, str(report.signed_on)) == (Decimal(52000), "2025-11-06")
    assert read(house, Contract) == []
    assert [one.state for one in read(house, Lead)] == ["measured"]
    assert [one.role for one in due(house)] == ["customer_manager"]
    assert "已报签约，核实后登记" in desk_of("customer_manager").get("/inbox").text


def test_the_manager_finds_the_reported_figures_in_the_form_and_ends_the_duty(
    measured, desk_of, house
):
    lead, designer = measured
    for amount in ("5万", "5.2万"):
        form = {**SIGNED, "amount": amount}
        desk_of(designer).post(f"/leads/{lead}/signing-report", form)
    manager = desk_of("customer_manager")
    page = manager.get(f"/leads/{lead}").text
    assert 'value="52000.00"' in page
    assert "在 11-06 10:00 报过" in words_of(page)
    manager.post(f"/leads/{lead}/contract", SIGNED)
    [contract] = read(house, Contract)
    assert {one.contract_id for one in read(house, SigningReport)} == {contract.id}
    assert due(house) == []


def test_a_contract_taken_back_does_not_bring_its_report_back(measured, desk_of):
    lead, designer = measured
    desk_of(designer).post(f"/leads/{lead}/signing-report", SIGNED)
    manager = desk_of("customer_manager")
    manager.post(f"/leads/{lead}/contract", SIGNED)
    manager.post(f"/leads/{lead}/contract/cancel", {"reason": "不装了"})
    assert 'value="52000.00"' not in manager.get(f"/leads/{lead}").text


def test_nobody_reports_for_a_lead_of_others_nor_before_it_is_measured(
    measured, desk_of, house, act_as
):
    _lead, designer = measured
    [found] = read(house, Lead)
    another = "2002" if designer == "2001" else "2001"
    with pytest.raises(NotAllowed):
        report_signing(act_as(another), found.id, Decimal(1), act_as(another).today)
    with pytest.raises(NotAllowed):
        report_signing(act_as("hr"), found.id, Decimal(1), act_as("hr").today)
    early = register(desk_of("salesperson"), brought_by="1006")
    refused = desk_of("salesperson").post(f"/leads/{early}/signing-report", SIGNED)
    assert refused.status_code == 422
    assert "现在不能报签约" in refused.text
    assert read(house, SigningReport) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"amount": "", "signed_on": "11-06"}, "请填这一项"),
        ({"amount": "0", "signed_on": "11-06"}, "要大于 0"),
        ({"amount": "5万", "signed_on": "2025-11-07"}, "不能晚于今天"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(measured, desk_of, house, typed, told):
    lead, designer = measured
    answer = desk_of(designer).post(f"/leads/{lead}/signing-report", typed)
    assert answer.status_code == 422
    assert told in words_of(answer.text)
    assert read(house, SigningReport) == []
