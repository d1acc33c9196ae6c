"""A file of enquiries: looked over, taken in whole, or not at all."""

from decimal import Decimal

import pytest
from sqlmodel import select

from portal.models.decisions import Decision
from portal.models.imports import ImportPart
from portal.models.lead import Lead, LeadOwner
from portal.services.importing.drafts import find_import, findings_of
from portal.services.importing.taking_in import take_in
from tests.imports.files import (
    HEADER,
    LI,
    WANG,
    csv_of,
    hand_in,
    page_of,
    upload,
    xlsx_of,
)
from tests.reception.forms import leads, words_of


def findings(act, done):
    with act.house.db.reading() as session:
        return findings_of(find_import(session, act, done.id))


def test_a_file_is_shown_before_it_acts_and_then_becomes_leads(desk_of, house):
    desk = desk_of("market_manager")
    answer = upload(desk, csv_of(HEADER, WANG, LI))
    page = page_of(desk, answer)
    assert leads(house) == []
    assert "王丽华" in page and "48,000.00 元" in page and "139 0013 9002" in page
    place = answer.headers["location"]
    taken = desk.post(f"{place}/take-in")
    assert "已导入" in page_of(desk, taken)
    found = {one.client_name: one for one in leads(house)}
    assert set(found) == {"王丽华", "李建国"}
    assert found["王丽华"].phone == "+8613800134471"
    assert found["王丽华"].estimated_amount == Decimal(48000)
    assert found["李建国"].floor_area == Decimal("96.5")
    assert found["李建国"].channel == "phone"


def test_an_imported_lead_has_its_decisions_its_owner_and_its_due_date(act_as, house):
    act = act_as("market_manager")
    take_in(act, hand_in(act, csv_of(HEADER, WANG, LI)).id)
    with house.db.reading() as session:
        for lead in session.exec(select(Lead)):
            kept = session.exec(
                select(Decision.table_id).where(Decision.subject_id == lead.id)
            ).all()
            assert {"dispatch.tier", "lead.attribution"} <= set(kept)
            assert lead.tier_decision_id and lead.attribution_decision_id
            owner = session.exec(
                select(LeadOwner).where(LeadOwner.holds_lead == lead.id)
            )
            assert owner.one()


def test_one_wrong_cell_keeps_the_whole_file_out(desk_of, house):
    desk = desk_of("market_manager")
    wrong = ("陈明", "三十五号", "翠湖苑9号楼", "很大", "3万", "卫星")
    answer = upload(desk, csv_of(HEADER, WANG, wrong))
    page = page_of(desk, answer)
    assert "B3" in page and "三十五号" in page and "不像一个电话号码" in page
    assert "D3" in page and "看不懂这个面积" in page
    assert "F3" in page and "只认得这几个词" in page
    refused = desk.post(f"{answer.headers['location']}/take-in")
    assert refused.status_code == 422
    assert "还不能导入" in words_of(refused.text)
    assert leads(house) == []


def test_the_wrong_cells_can_be_taken_away_as_a_file_without_live_formulas(desk_of):
    desk = desk_of("market_manager")
    wrong = ("=cmd()", "=1+1", "翠湖苑9号楼", "96", "3万", "上门")
    place = upload(desk, csv_of(HEADER, wrong)).headers["location"]
    file = desk.get(f"{place}/problems")
    assert file.headers["content-type"].startswith("text/csv")
    assert "UTF-8''I-" in file.headers["content-disposition"]
    text = file.content.decode("utf-8-sig")
    assert "B2" in text and "'=1+1" in text and "\n=1" not in text and ",=1" not in text


SAME = [
    csv_of(HEADER, WANG),
    csv_of(HEADER, WANG, encoding="utf-8"),
    csv_of(HEADER, WANG, encoding="gb18030"),
    csv_of(HEADER, WANG, encoding="utf-16"),
    csv_of(HEADER, WANG, encoding="utf-16-le"),
    csv_of(HEADER, WANG, delimiter=";"),
    csv_of(HEADER, WANG, delimiter="\t"),
    csv_of(("客户登记表",), (), HEADER, WANG),
    csv_of(
        HEADER, ("　王丽华 ", "'+86 138-0013-4471", *WANG[2:4], "４万８", "walk_in")
    ),
    csv_of(
        HEADER,
        (
            "王丽华",
            "１３８００１３４４７１",
            *WANG[2:4],
            "48,000.00".replace(",", ""),
            "上门",
        ),
    ),
    xlsx_of(HEADER, ("王丽华", 13800134471, *WANG[2:3], 128.0, 48000.0, "上门")),
    xlsx_of((*HEADER[:4], "预算(万元)", *HEADER[5:]), (*WANG[:4], 4.8, "上门")),
]


@pytest.mark.parametrize("content", SAME, ids=range(len(SAME)))
def test_the_same_client_is_understood_however_the_desk_wrote_him(
    content, act_as, house
):
    act = act_as("market_manager")
    done = hand_in(act, content, name="随便什么名字")
    assert findings(act, done).problems == []
    take_in(act, done.id)
    [lead] = leads(house)
    assert (lead.client_name, lead.phone) == ("王丽华", "+8613800134471")
    assert (lead.estimated_amount, lead.floor_area) == (Decimal(48000), Decimal(128))
    assert lead.channel == "walk_in"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025/12/6", "2025-12-06"),
        ("2025年12月6日", "2025-12-06"),
        ("45997", "2025-12-06"),
        (45997, "2025-12-06"),
        ("2025-12-06 00:00", "2025-12-06"),
    ],
)
def test_a_day_is_understood_as_text_or_as_a_workbooks_number(
    written, day, act_as, house
):
    act = act_as("market_manager")
    rows = (*HEADER, "开工时间"), (*WANG, written)
    take_in(act, hand_in(act, xlsx_of(*rows)).id)
    [lead] = leads(house)
    assert lead.renovation_date.isoformat() == day


def test_the_same_phone_twice_is_one_lead_and_a_client_with_an_open_lead_is_left_out(
    act_as, desk_of, house
):
    act = act_as("market_manager")
    take_in(act, hand_in(act, csv_of(HEADER, LI)).id)
    again = ("王小姐", "+86 138 0013 4471", "锦绣路1号", "90", "3万", "上门")
    done = hand_in(act, csv_of(HEADER, WANG, again, LI))
    found = findings(act, done)
    assert (found.rows, found.taken) == (3, 1)
    assert {one.why: one.rows for one in found.struck} == {
        "repeated": 1,
        "open_lead": 1,
    }
    assert all(one.clauses for one in found.struck)
    page = words_of(desk_of("market_manager").get(f"/imports/{done.id}").text)
    assert "文件里重复" in page and "已有来单" in page
    take_in(act, done.id)
    assert sorted(one.client_name for one in leads(house)) == ["李建国", "王丽华"]


def test_a_mapping_chosen_by_hand_is_offered_again_for_the_same_header(desk_of, act_as):
    desk = desk_of("market_manager")
    odd = ("甲", "乙", "丙", "丁"), ("13800134471", "王丽华", "翠湖苑12号楼", "周末来")
    answer = upload(desk, csv_of(*odd))
    place = answer.headers["location"]
    page = page_of(desk, answer)
    assert "没有指定哪一列是" in page and "客户姓名" in page
    chosen = {
        "column_client_name": "1",
        "column_phone": "0",
        "column_site_address": "2",
        "column_remarks": "3",
        "channel": "walk_in",
    }
    mapped = desk.post(f"{place}/mapping", chosen)
    assert "导入 1 行" in page_of(desk, mapped)
    act = act_as("market_manager")
    next_time = hand_in(act, csv_of(*odd))
    with act.house.db.reading() as session:
        kept = find_import(session, act, next_time.id).mapping
    assert kept == {"client_name": 1, "phone": 0, "site_address": 2, "remarks": 3}


def test_a_retried_upload_is_one_draft_and_a_retried_import_one_import(desk_of, house):
    desk = desk_of("market_manager")
    content = csv_of(HEADER, WANG)
    first, again = (upload(desk, content, _key="same") for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    other = upload(desk, csv_of(HEADER, LI), _key="same")
    assert other.status_code == 422
    place = first.headers["location"]
    twice = [desk.post(f"{place}/take-in", {"_key": "k"}) for _ in range(2)]
    assert [one.status_code for one in twice] == [303, 303]
    assert len(leads(house)) == 1
    late = desk.post(f"{place}/take-in")
    assert late.status_code == 409


def test_what_was_pasted_with_hidden_signs_is_refused_in_names_and_cleaned_in_phones(
    act_as, house
):
    act = act_as("market_manager")
    turned = ("王\u202e华丽", "13800134471", *WANG[2:])
    found = findings(act, hand_in(act, csv_of(HEADER, turned)))
    assert "隐形字符" in found.problems[0].sentence
    unseen = ("王\u200b丽华", "\u202d13800134471\u202c", *WANG[2:])
    take_in(act, hand_in(act, csv_of(HEADER, unseen)).id)
    [lead] = leads(house)
    assert (lead.client_name, lead.phone) == ("王丽华", "+8613800134471")


@pytest.mark.parametrize("role", ["designer", "hr", "technician"])
def test_who_may_not_see_imports_may_not_hand_one_in(role, desk_of, house):
    desk = desk_of("2001" if role == "designer" else role)
    assert desk.get("/imports").status_code == 403
    assert upload(desk, csv_of(HEADER, WANG)).status_code == 403
    assert leads(house) == []


def test_who_only_looks_gets_no_form_and_may_not_write(desk_of, act_as, house):
    act = act_as("market_manager")
    done = hand_in(act, csv_of(HEADER, WANG))
    desk = desk_of("general_manager")
    assert 'type="file"' not in desk.get("/imports").text
    page = words_of(desk.get(f"/imports/{done.id}").text)
    assert "王**" in page and "王丽华" not in page and "13800134471" not in page
    assert desk.post(f"/imports/{done.id}/take-in").status_code == 403
    assert leads(house) == []


def test_a_draft_thrown_away_or_too_old_leaves_no_copy_of_its_clients(
    act_as, clock, house
):
    from datetime import timedelta

    from portal.services.importing.uploading import discard

    act = act_as("market_manager")
    discard(act, hand_in(act, csv_of(HEADER, WANG)).id)
    old = hand_in(act, csv_of(HEADER, WANG))
    clock.advance(timedelta(days=30))
    new = hand_in(act_as("market_manager"), csv_of(HEADER, LI))
    with house.db.reading() as session:
        kept = {one.import_id for one in session.exec(select(ImportPart))}
        assert find_import(session, act, old.id).state == "discarded"
    assert kept == {new.id}
    assert findings(act, old).sample == []
