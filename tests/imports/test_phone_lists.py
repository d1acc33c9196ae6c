"""The market department's numbers: struck, called, reported (lead.phonelist.*)."""

import pytest
from sqlmodel import select

from portal.models.decisions import Decision
from portal.models.imports import PhoneEntry
from portal.models.lead import Lead
from portal.services.answers import Refused
from portal.services.importing import phone_lists
from portal.services.importing.taking_in import take_in
from portal.services.reception.registering import LeadForm, register_lead
from tests.imports.files import csv_of, hand_in, page_of, upload
from tests.reception.forms import words_of

HEAD = ("业主姓名", "手机号", "小区房号")
NEW = ("陈明", "13700137001", "翠湖苑1号楼101")


def client(act, phone, channel="walk_in", address="锦绣路8号"):
    form = LeadForm(
        client_name="王丽华", phone=phone, site_address=address, channel=channel
    )
    return register_lead(act, form)


def entries(house):
    with house.db.reading() as session:
        return {one.phone[-4:]: one for one in session.exec(select(PhoneEntry))}


def sign(house, lead_id):
    with house.db.writing() as session:
        lead = session.get(Lead, lead_id)
        lead.state = "signed"
        session.add(lead)


def test_numbers_of_clients_who_came_or_signed_are_struck_with_their_clause(
    desk_of, act_as, house
):
    desk = act_as("receptionist")
    client(desk, "13700137002")
    sign(house, client(desk, "13700137003").id)
    client(desk, "13700137004", channel="phone")
    client(desk, "13700137009", address="翠湖苑9号楼901")
    rows = [("某", f"1370013700{n}", f"锦绣路{n}号院") for n in (2, 3, 4)]
    same_home = ("某", "13700137005", "翠湖苑 9号楼-901")
    market = desk_of("market_manager")
    content = csv_of(HEAD, NEW, *rows, same_home)
    answer = upload(market, content, kind="phones")
    page = page_of(market, answer)
    assert "已到店，划掉" in page and "已签约，划掉" in page
    assert (
        'href="/clauses/lead.phonelist.exclude"'
        in market.get(answer.headers["location"]).text
    )
    market.post(f"{answer.headers['location']}/take-in")
    found = entries(house)
    callable_ = {last: one.callable for last, one in found.items()}
    assert callable_ == {
        **{"7001": True, "7004": True},
        **{"7002": False, "7003": False, "7005": False},
    }
    with house.db.reading() as session:
        kept = session.get(Decision, found["7003"].decision_id)
    assert kept.table_id == "lead.phone_list"
    assert kept.clauses == ["lead.phonelist.exclude"]


def test_a_number_is_on_one_list_only_and_once(act_as, house):
    act = act_as("market_manager")
    take_in(act, hand_in(act, csv_of(HEAD, NEW, NEW), "phones").id)
    again = hand_in(act, csv_of(HEAD, NEW, ("李", "13700137009", "")), "phones")
    take_in(act, again.id)
    assert set(entries(house)) == {"7001", "7009"}


def test_a_client_reported_before_he_comes_counts_and_afterwards_does_not(
    act_as, house
):
    act = act_as("market_manager")
    late = ("李", "13700137009", "")
    take_in(act, hand_in(act, csv_of(HEAD, NEW, late), "phones").id)
    found = entries(house)
    assert phone_lists.report_in_advance(act, found["7001"].id).message
    client(act_as("receptionist"), "13700137009")
    refused = phone_lists.report_in_advance(act, found["7009"].id)
    assert isinstance(refused, Refused)
    assert refused.clauses == ["lead.phonelist.exclude"]
    with house.db.reading() as session:
        kept = session.get(Decision, refused.decision_id)
    assert kept.outcome["callable"] is False
    shown = {one.phone[-4:]: one.state for one in phone_lists.phones_page(act, {}).rows}
    assert shown == {"7001": "已报备", "7009": "名单之后到了店，不再拨打"}


def test_numbers_are_found_by_phone_name_and_address_and_filtered_by_state(act_as):
    act = act_as("market_manager")
    other = ("李建国", "13900139002", "锦绣路8号")
    take_in(act, hand_in(act, csv_of(HEAD, NEW, other), "phones").id)

    def found(**typed):
        return [one.client for one in phone_lists.phones_page(act, typed).rows]

    assert found(q="9002") == found(q="李建国") == found(q="锦绣路 8号") == ["李建国"]
    assert found(q="没有的") == []
    assert sorted(found(state="callable")) == ["李建国", "陈明"]
    assert found(state="struck") == found(state="reported") == []


def test_a_salesperson_sees_the_numbers_he_may_call_and_no_others(
    act_as, desk_of, house
):
    client(act_as("receptionist"), "13700137002")
    act = act_as("market_manager")
    struck = ("王丽华", "13700137002", "锦绣路8号院")
    take_in(act, hand_in(act, csv_of(HEAD, NEW, struck), "phones").id)
    page = words_of(desk_of("salesperson").get("/phone-lists").text)
    assert "137 0013 7001" in page and "陈**" in page
    assert "13700137002" not in page and "137****7002" in page
    assert "陈明" not in page


@pytest.mark.parametrize("role", ["receptionist", "salesperson", "design_manager"])
def test_only_the_market_department_and_the_customer_manager_hand_lists_in(
    role, act_as, house
):
    from portal.errors import BadInput

    with pytest.raises(BadInput):
        hand_in(act_as(role), csv_of(HEAD, NEW), "phones")
    assert entries(house) == {}
