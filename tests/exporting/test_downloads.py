"""Lists as files: what is in them, who may, how many, and what is kept of it."""

import hashlib
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlmodel import select

from portal.models.audit import KeptAnswer
from tests.exporting.files import exports, read_csv, read_xlsx
from tests.people import acting
from tests.reception.forms import register, words_of

CALL = {"rings": "4", "caller_name": "=HYPERLINK(1)", "phone": "13800134471"}
CALL |= {"purpose": "enquiry", "details": "+86 是国内"}


def test_a_workbook_has_the_list_as_the_page_shows_it(desk_of):
    desk = desk_of("receptionist")
    register(desk)
    register(desk, client_name="李四", phone="13900139000", channel="online")
    answer = desk.post("/exports/leads", {"format": "xlsx", "channel": "online"})
    assert answer.status_code == 200
    labels, row = read_xlsx(answer.content)
    cells = dict(zip(labels, row, strict=True))
    assert (cells["客户"], cells["渠道"]) == ("李四", "网络")
    assert cells["预计造价"] == 48000
    assert cells["面积"] == 128


def test_the_file_is_named_in_chinese_with_the_hour_it_was_made(desk_of):
    answer = desk_of("receptionist").post("/exports/calls", {"format": "csv"})
    named = answer.headers["content-disposition"].partition("filename*=UTF-8''")[2]
    assert unquote(named) == "来电_2025-11-06_1000.csv"
    assert answer.headers["cache-control"] == "no-store"


def test_a_formula_somebody_dictated_on_the_phone_is_dead_in_both_files(desk_of):
    desk = desk_of("receptionist")
    desk.post("/counter/calls", CALL)
    commas = read_csv(desk.post("/exports/calls", {"format": "csv"}).content)[1]
    assert "'=HYPERLINK(1)" in commas
    assert "'+86 是国内" in commas
    cells = read_xlsx(desk.post("/exports/calls", {"format": "xlsx"}).content)[1]
    assert "=HYPERLINK(1)" in cells


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_is_recorded_with_filter_rows_and_digest(desk_of, house, form):
    desk = desk_of("receptionist")
    register(desk)
    answer = desk.post("/exports/leads", {"format": form, "state": "ready", "q": ""})
    [entry] = exports(house)
    assert entry.by_name == "周敏"
    assert entry.detail["list"] == "leads"
    assert entry.detail["filter"] == ["state=ready"]
    assert entry.detail["rows_written"] == 1
    assert entry.detail["digest"] == hashlib.sha256(answer.content).hexdigest()
    page = words_of(desk_of("admin").get("/audit").text)
    assert "导出" in page
    assert entry.detail["digest"] in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("王丽华", "q=王**"), ("138 0013 4471", "q=138****4471"), ("4471", "q=****")],
)
def test_whom_somebody_searched_for_is_masked_in_the_audit(desk_of, house, typed, kept):
    desk = desk_of("receptionist")
    register(desk)
    desk.post("/exports/leads", {"format": "csv", "q": typed})
    [entry] = exports(house)
    assert entry.detail["filter"] == [kept]
    assert entry.detail["rows_written"] == 1


def test_whoever_sees_a_name_masked_gets_it_masked_in_the_file(desk_of):
    register(desk_of("receptionist"))
    for role, name in (("general_manager", "王**"), ("customer_manager", "王丽华")):
        rows = read_csv(desk_of(role).post("/exports/leads", {"format": "csv"}).content)
        assert rows[1][rows[0].index("客户")] == name


@pytest.mark.parametrize(
    ("role", "what"),
    [
        ("designer", "leads"),
        ("salesperson", "leads"),
        ("receptionist", "slip"),
        ("hr", "leads"),
        ("market_manager", "lost"),
    ],
)
def test_nobody_takes_out_what_he_may_not_see(desk_of, house, role, what):
    who = "2001" if role == "designer" else role
    answer = desk_of(who).post(f"/exports/{what}", {"format": "csv"})
    assert answer.status_code == 403
    assert exports(house) == []


def test_who_may_not_export_sees_no_menu(desk_of):
    assert "/exports/leads" in desk_of("receptionist").get("/leads").text
    assert "/exports/leads" not in desk_of("salesperson").get("/leads").text


def test_a_request_sent_again_gets_the_same_file_and_is_recorded_once(desk_of, house):
    desk = desk_of("receptionist")
    register(desk)
    first = desk.post("/exports/leads", {"format": "xlsx", "_key": "once"})
    register(desk, client_name="李四", phone="13900139000")
    again = desk.post("/exports/leads", {"format": "xlsx", "_key": "once"})
    assert again.content == first.content
    assert len(exports(house)) == 1
    assert len(read_xlsx(desk.post("/exports/leads", {"format": "xlsx"}).content)) == 3


def test_a_file_is_kept_for_an_hour_and_not_as_an_archive(desk_of, house, clock):
    desk = desk_of("receptionist")
    register(desk)
    desk.post("/exports/leads", {"format": "csv", "_key": "early"})
    clock.advance(timedelta(minutes=61))
    desk.post("/exports/leads", {"format": "csv", "_key": "late"})
    with house.db.reading() as session:
        kept = session.exec(
            select(KeptAnswer.key).where(KeptAnswer.use_case.endswith("making.record"))
        ).all()
    assert kept == ["late"]


def test_a_list_that_is_no_list_or_a_form_that_is_none_is_not_found(desk_of):
    desk = desk_of("receptionist")
    assert desk.post("/exports/account", {"format": "csv"}).status_code == 404
    assert desk.post("/exports/leads", {"format": "pdf"}).status_code == 404
    assert desk.post("/exports/leads").status_code == 404


def test_every_list_can_be_written_in_both_forms(house):
    from portal.services.exporting.lists import LISTS
    from portal.services.exporting.making import FORMS, Exported, export

    for what in LISTS:
        for form in FORMS:
            act = acting(house, "customer_manager", key=f"{what}.{form}")
            assert isinstance(export(act, what, form, {"of": "offers"}), Exported), (
                what,
                form,
            )
