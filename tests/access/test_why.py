"""Why: decisions, rules, clauses, search and the audit chain, as people read them."""

import re
import shutil

import pytest
from sqlmodel import select

from portal.app import create_app
from portal.models.audit import AuditEntry
from portal.models.decisions import Decision
from portal.rules.library import Library
from portal.services.house import House
from portal.services.watch import take_over
from tests.people import RULES, serving

LEAD = {
    "client_name": "王建国",
    "phone": "13800134471",
    "site_address": "翠湖苑 3 栋 1201",
    "channel": "walk_in",
    "estimated_amount": "4.8万",
    "floor_area": "128",
    "renovation_date": "2025-12-10",
    "grades_introduced": "yes",
}


@pytest.fixture
def lead(desk_of):
    """The address of a lead that waits to be given away."""
    desk_of("receptionist").post("/counter/leads", LEAD)
    page = desk_of("customer_manager").get("/leads").text
    return re.search(r"/leads/([0-9a-f-]{36})", page)[1]


def decisions(house, kind):
    """The kept decisions of the kind."""
    with house.db.reading() as session:
        return session.exec(select(Decision).where(Decision.kind == kind)).all()


def acts(house, action):
    """Entries of the audit chain."""
    with house.db.reading() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.action == action))
        return [(one.by_name, one.detail) for one in rows]


def test_a_decision_of_one_table_shows_every_row_and_the_one_that_decided(
    desk_of, house, lead
):
    (tier,) = [one for one in decisions(house, "table") if "tier" in one.table_id]
    page = desk_of("2001").get(f"/decisions/{tier.id}").text
    assert "48,000" in page
    assert "中单" in page
    assert re.search(
        r'class="hit" aria-current="true"><th scope="row" title="medium"', page
    )
    assert page.count('class="miss"') == 3
    assert "预计造价3万至5万元为中单" in page


def test_a_dispatch_decision_names_everyone_it_refused_and_by_which_row(
    desk_of, program, house, lead
):
    assert (
        program("customer_manager").post(f"/api/leads/{lead}/offers").status_code == 201
    )
    (offer,) = decisions(house, "dispatch.offer")
    page = desk_of("2001").get(f"/decisions/{offer.id}").text
    for name in ("曹一鸣", "季青"):
        assert re.search(rf">{name}</th><td[^>]*>单级为中单", page), name
    assert re.search(r"2004 陆川、2005 顾远|2005 顾远、2004 陆川", page)
    replayed = desk_of("2001").post(f"/decisions/{offer.id}/replay")
    assert replayed.status_code == 200
    assert "答案与当时完全相同" in replayed.text


def test_a_decision_whose_kept_answer_was_changed_says_so(desk_of, house, lead):
    (tier,) = [one for one in decisions(house, "table") if "tier" in one.table_id]
    with house.db.writing() as session:
        session.get(Decision, tier.id).outcome = {"tier": "large"}
    page = desk_of("2001").post(f"/decisions/{tier.id}/replay").text
    assert "不一样" in page


def test_a_table_is_read_in_words_with_its_clauses(desk_of):
    page = desk_of("2001").get("/rules/dispatch.tier").text
    assert "预计造价 ≥ 30,000 且 &lt; 50,000 时，单级：中单。" in page
    assert "/clauses/dispatch.tier.medium" in page
    clause = desk_of("2001").get("/clauses/dispatch.tier.medium").text
    assert "预计造价3万至5万元为中单" in clause
    assert "/rules/dispatch.tier#medium" in clause
    assert desk_of("2001").get("/clauses/no.such").status_code == 404
    assert desk_of("2001").get("/rules/no.such").status_code == 404
    assert (
        desk_of("2001").get("/rules/dispatch.tier?since=1999-01-01").status_code == 404
    )


@pytest.mark.parametrize(
    "typed", ["王建国", "wjg", "wangjian", "4471", "翠湖苑", "L-2025"]
)
def test_a_client_is_found_by_whatever_is_remembered(desk_of, lead, typed):
    assert f"/leads/{lead}" in desk_of("receptionist").get(f"/search?q={typed}").text


def test_finding_a_client_by_telephone_leaves_a_trace(desk_of, house, lead):
    desk = desk_of("receptionist")
    desk.get("/search?q=王建国")
    assert acts(house, "search.phone") == []
    page = desk.get("/search?q=4471").text
    ((who, detail),) = acts(house, "search.phone")
    assert (who, detail["digits"], len(detail["found"])) == ("周敏", "4471", 1)
    assert "会留痕" in page
    desk.get("/search?q=9999")
    assert len(acts(house, "search.phone")) == 1


def test_the_audit_page_speaks_chinese_and_checks_the_chain(desk_of, house, lead):
    general = desk_of("general_manager")
    page = general.get("/audit?check=true&q=周敏").text
    assert "登记来单" in page
    assert "没有改过、删过或截断" in page
    with house.db.writing() as session:
        session.exec(select(AuditEntry).where(AuditEntry.seq == 3)).one().by_name = "谁"
    assert "第 3 条断开：内容被改过" in general.get("/audit?check=true").text


def test_the_audit_page_is_searched_by_the_words_it_shows(desk_of, lead):
    general = desk_of("general_manager")
    numbers = re.findall(
        r'href="(/leads/[^"]+)"', general.get("/audit?q=登记来单").text
    )
    assert f"/leads/{lead}" in numbers
    assert "/leads/" not in general.get("/audit?q=给角色").text


def test_no_page_shows_a_masked_client_to_those_who_see_him_masked(
    desk_of, house, lead
):
    desk = desk_of("general_manager")
    for path in (f"/leads/{lead}", "/leads", "/search?q=L-2025", "/audit", "/board"):
        page = desk.get(path).text
        assert "王建国" not in page, path
        assert "13800134471" not in page, path
        assert "138 0013 4471" not in page, path


@pytest.fixture
def editable(house, tmp_path):
    """The same house on a copy of the rules that may be edited."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    return House(house.settings, house.db, Library(folder), house.clock), folder


def test_a_file_that_fails_stays_out_and_every_page_says_so(editable, desk_of):
    house, folder = editable
    tier = folder / "dispatch/tier.yaml"
    tier.write_text(tier.read_text("utf-8").replace("< 30000", "< 29000"), "utf-8")
    take_over(house)
    assert list(house.library.kept_back) == ["rules/dispatch/tier.yaml"]
    desk = desk_of("general_manager")
    with serving(create_app(house=house)) as address:
        page = desk.client.get(f"{address}/rules").text
    assert "没有采用" in page
    assert "rules/dispatch/tier.yaml" in page
    assert "29000" in page or "29,000" in page


def test_a_file_that_passes_is_in_force_and_in_the_audit_chain(editable):
    house, folder = editable
    file = folder / "desk/settings.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("page_size: 50", "page_size: 7"), "utf-8")
    assert take_over(house)
    figure = house.library.rules()["desk.settings"].decide({}, house.today()).one
    assert int(figure["page_size"]) == 7
    ((who, detail),) = acts(house, "rules.file")
    assert (who, detail["table"]) == ("规则文件", "desk.settings")
