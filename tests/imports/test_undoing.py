"""Undoing a whole import: every figure is what it was, and only the audit remembers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select as columns
from sqlmodel import SQLModel, select

from portal.errors import BadInput
from portal.models.imports import Import
from portal.models.lead import Client
from portal.services import upkeep
from portal.services.answers import Refused
from portal.services.importing import phone_lists
from portal.services.importing.taking_in import take_in
from portal.services.importing.undoing import undo
from portal.services.lead.claims import ClaimForm, add_claim
from portal.services.lead.moving import follow_up_lead
from portal.services.reception.registering import LeadForm, register_lead
from tests.imports.files import HEADER, LI, WANG, csv_of, hand_in
from tests.reception.forms import leads

# What may remember: the acts, the answers to retries, numbers given out, decisions
# kept and their texts, how often pages changed, and the row of the import itself.
REMEMBERS = {
    *("auditentry", "audithead", "keptanswer", "runningnumber", "decision"),
    *("ruletext", "liveversion", "import", "importmapping"),
}
PAGES = ("/counter", "/leads", "/dispatch", "/board", "/inbox", "/slips", "/reports")
CLAIMED = (*HEADER, "业务员", "归属依据")


def everything(house):
    """Every row of every table that may not remember."""
    with house.db.reading() as session:
        return {
            table.name: sorted(map(repr, session.execute(columns(table))))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in REMEMBERS
        }


def figures(desk):
    """Every number on the pages that count, keys and times of day left out."""
    found = {}
    for path in PAGES:
        page = desk.get(path)
        assert page.status_code == 200, path
        text = re.sub(r"<(script|head|input)\b.*?>|<[^>]*>", " ", page.text)
        found[path] = re.findall(r"\d+(?:[.:,]\d+)*", text)
    return found


def known_client(act):
    """王丽华 was here before, under another name and address; her lead has ended."""
    form = LeadForm(
        client_name="王女士",
        phone="13800134471",
        site_address="旧地址1号",
        channel="walk_in",
    )
    return register_lead(act, form)


def file_of_all_kinds():
    rows = (
        (*LI, "孙小军", "约上门"),
        ("陈明", "13700137001", "锦绣路8号", "88", "9万", "市场部", "1006", "约上门"),
        ("周文", "13700137002", "锦绣路8号", "", "", "转介绍", "", ""),
    )
    return csv_of(CLAIMED, *rows)


def test_an_undone_import_leaves_every_figure_as_it_was(act_as, desk_of, house):
    act = act_as("market_manager")
    known_client(act)
    desk = desk_of("customer_manager")
    done = hand_in(act, file_of_all_kinds())
    before, seen = everything(house), figures(desk)
    del before["importpart"]
    take_in(act, done.id)
    assert len(leads(house)) == 4
    assert figures(desk) != seen
    answer = undo(act, done.id, "名单交错了")
    assert not isinstance(answer, Refused), answer
    after = everything(house)
    assert after.pop("importpart") == []
    assert after == before
    assert figures(desk) == seen
    assert [p for p in upkeep.check(house.db) if "审计链" in p or "指向" in p] == []


def test_a_client_known_before_gets_his_name_and_address_back(act_as, house):
    act = act_as("market_manager")
    known_client(act)
    with house.db.writing() as session:
        [lead] = session.exec(select(type(leads(house)[0])))
        lead.state = "failed"
        session.add(lead)
    before = everything(house)
    done = hand_in(act, csv_of(HEADER, WANG))
    take_in(act, done.id)
    with house.db.reading() as session:
        assert session.exec(select(Client)).one().name == "王丽华"
    assert not isinstance(undo(act, done.id, "交错了"), Refused)
    after = everything(house)
    assert after.pop("importpart") == before.pop("importpart") == []
    assert after == before


def test_both_acts_stay_in_the_audit_and_the_import_says_it_was_undone(
    act_as, desk_of, house
):
    act = act_as("market_manager")
    done = hand_in(act, csv_of(HEADER, WANG))
    take_in(act, done.id)
    undo(act, done.id, "名单交错了")
    with house.db.reading() as session:
        one = session.get(Import, done.id)
    assert (one.state, one.undo_reason) == ("undone", "名单交错了")
    page = desk_of("admin").get("/audit").text
    assert page.count(one.no) >= 3
    assert isinstance(undo(act_as("market_manager"), done.id, "再来"), Refused)


def acts(act_as):
    """What somebody may have done with an imported lead."""
    claim = ClaimForm(
        principle="invited", staff="1006", at=act_as("receptionist").house.clock.now()
    )
    return {
        "followed up": lambda lead: follow_up_lead(
            act_as("customer_manager"), lead.id, "约了周末"
        ),
        "claimed": lambda lead: add_claim(act_as("receptionist"), lead.id, claim),
        "came again": lambda lead: known_client(act_as("receptionist")),
    }


@pytest.mark.parametrize("what", ["followed up", "claimed", "came again"])
def test_an_import_somebody_has_acted_on_is_not_undone(what, act_as, clock, house):
    act = act_as("market_manager")
    done = hand_in(act, csv_of(HEADER, WANG, LI))
    take_in(act, done.id)
    clock.advance(timedelta(minutes=5))
    [lead] = [one for one in leads(house) if one.client_name == "王丽华"]
    acts(act_as)[what](lead)
    before = everything(house)
    refused = undo(act_as("market_manager"), done.id, "交错了")
    assert isinstance(refused, Refused)
    assert lead.no in refused.reason and "1 张来单" in refused.reason
    assert everything(house) == before


def test_after_its_days_an_import_is_not_undone(act_as, clock, house):
    act = act_as("market_manager")
    done = hand_in(act, csv_of(HEADER, WANG))
    take_in(act, done.id)
    clock.advance(timedelta(days=8))
    refused = undo(act_as("market_manager"), done.id, "太晚")
    assert isinstance(refused, Refused) and "7 天" in refused.reason
    clock.advance(timedelta(days=-1))
    assert not isinstance(undo(act_as("market_manager"), done.id, "还行"), Refused)
    assert leads(house) == []


def test_undoing_wants_a_reason_and_the_right(act_as, desk_of, house):
    act = act_as("market_manager")
    done = hand_in(act, csv_of(HEADER, WANG))
    take_in(act, done.id)
    with pytest.raises(BadInput):
        undo(act_as("market_manager"), done.id, "  ")
    told = desk_of("market_manager").post(f"/imports/{done.id}/undo")
    assert told.status_code == 422 and "为什么撤销" in told.text
    desk = desk_of("receptionist")
    refused = desk.post(f"/imports/{done.id}/undo", {"reason": "x"})
    assert refused.status_code == 403
    assert len(leads(house)) == 1


def test_a_phone_list_is_undone_until_one_of_its_numbers_is_reported(act_as, house):
    act = act_as("market_manager")
    before = everything(house)
    content = csv_of(("电话", "姓名"), ("13700137001", "陈明"))
    done = hand_in(act, content, "phones")
    take_in(act, done.id)
    assert not isinstance(undo(act, done.id, "交错了"), Refused)
    assert everything(house) == before
    again = hand_in(act, content, "phones")
    take_in(act, again.id)
    [line] = phone_lists.phones_page(act, {}).rows
    phone_lists.report_in_advance(act, line.id)
    refused = undo(act, again.id, "交错了")
    assert isinstance(refused, Refused) and "137 0013 7001" in refused.reason
