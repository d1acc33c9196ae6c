"""Whose client is it: claims in their rank, their expiry, ties and rulings."""

from datetime import UTC, datetime, timedelta

from tests.reception.forms import fields_of, leads, register, words_of

CLAIM = {"staff": "1006", "principle": "filed_record", "evidence": "报备单"}


def claimed(desk, lead, **typed):
    answer = desk.post(f"/leads/{lead}/claims", {**CLAIM, **typed})
    assert answer.status_code == 303, words_of(answer.text)


def attributed(page):
    """The sentence in the head of the sheet of claims."""
    return words_of(page.partition('id="claims"')[2].partition("</header>")[0])


def test_claims_stand_in_the_order_of_their_principles(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk)
    claimed(desk, lead, at="11-01 09:00")
    claimed(desk, lead, staff="2001", principle="invited", at="11-05 16:20")
    page = desk.get(f"/leads/{lead}").text
    assert "归曹一鸣，保护期至 2026-02-04，还有 90 天" in attributed(page)
    table = words_of(page.partition('id="claims"')[2].partition("</table>")[0])
    assert table.index("2001 曹一鸣") < table.index("1006 孙小军")
    assert "归他" in table
    assert "次序在后" in table


def test_a_filed_record_counts_for_ninety_days_and_not_a_day_longer(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk)
    ninety_one_ago, ninety_ago = "2025-08-07 09:00", "2025-08-08 09:00"
    claimed(desk, lead, at=ninety_one_ago)
    page = desk.get(f"/leads/{lead}").text
    assert "不归个人" in attributed(page)
    assert "已过期" in page
    claimed(desk, lead, staff="2001", at=ninety_ago)
    assert "归曹一鸣" in attributed(desk.get(f"/leads/{lead}").text)


def test_a_first_contact_counts_once_all_four_particulars_are_known(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk, floor_area="")
    claimed(desk, lead, principle="first_contact", at="11-05 10:00")
    page = desk.get(f"/leads/{lead}").text
    assert "不归个人" in attributed(page)
    assert "不作数" in page
    desk.post(f"/leads/{lead}/facts", {"floor_area": "128"})
    assert "归孙小军" in attributed(desk.get(f"/leads/{lead}").text)


def test_a_record_handed_in_after_six_is_marked_late_and_still_counts(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk)
    claimed(desk, lead, at="11-05 10:00")
    page = desk.get(f"/leads/{lead}").text
    assert "迟报" in page
    assert "归孙小军" in attributed(page)


def tie(desk):
    """Two colleagues filed the client in the same minute."""
    lead = register(desk)
    for staff in ("1006", "2001"):
        claimed(desk, lead, staff=staff, at="11-05 10:00")
    return lead


def test_equal_claims_wait_for_the_managers_ruling(desk_of, house):
    lead = tie(desk_of("receptionist"))
    assert [one.state for one in leads(house)] == ["registered"]
    manager = desk_of("customer_manager")
    page = manager.get(f"/leads/{lead}").text
    assert "相持不下，等客户经理裁定" in attributed(page)
    ruling = {"staff": "2001", "reason": "客户认得他"}
    answer = manager.post(f"/leads/{lead}/attribution", ruling)
    assert "归属已裁定" in manager.get(answer.headers["location"]).text
    page = manager.get(f"/leads/{lead}").text
    assert "归曹一鸣" in attributed(page)
    assert "客户认得他" in page
    assert [one.state for one in leads(house)] == ["ready"]


def test_a_ruling_stands_when_facts_are_filled_in_later(desk_of, house):
    lead = tie(desk_of("receptionist"))
    manager = desk_of("customer_manager")
    ruling = {"staff": "2001", "reason": "客户认得他"}
    manager.post(f"/leads/{lead}/attribution", ruling)
    manager.post(f"/leads/{lead}/facts", {"estimated_amount": "6万"})
    assert "归曹一鸣" in attributed(manager.get(f"/leads/{lead}").text)
    assert [(one.state, one.tier) for one in leads(house)] == [("ready", "large")]


def test_a_ruling_needs_a_reason_and_one_of_the_claimants(desk_of, house, subtests):
    lead = tie(desk_of("receptionist"))
    manager = desk_of("customer_manager")
    for field, typed, sentence in (
        ("reason", "", "请填这一项"),
        ("reason", "因" * 501, "最多 500 个字"),
        ("staff", "", "请填工号或姓名"),
        ("staff", "1007", "请在提出归属的人里选一位"),
    ):
        with subtests.test(field=field, typed=typed[:8]):
            ruling = {"staff": "2001", "reason": "客户认得他", field: typed}
            answer = manager.post(f"/leads/{lead}/attribution", ruling)
            assert answer.status_code == 422
            assert sentence in fields_of(answer.text).errors[f"rule-{field}"]
    assert [one.attributed_to for one in leads(house)] == [None]


def test_only_the_manager_rules_and_only_on_a_tie(desk_of):
    desk = desk_of("receptionist")
    ruling = {"staff": "2001", "reason": "客户认得他"}
    lead = tie(desk)
    assert desk.post(f"/leads/{lead}/attribution", ruling).status_code == 403
    manager = desk_of("customer_manager")
    assert manager.post(f"/leads/{lead}/attribution", ruling).status_code == 303
    refused = manager.post(f"/leads/{lead}/attribution", ruling)
    assert refused.status_code == 422
    assert "现在不能裁定归属" in refused.text


def test_a_wrong_claim_is_told_beside_its_field_and_kept(desk_of, subtests):
    desk = desk_of("receptionist")
    lead = register(desk)
    for field, typed, sentence in (
        ("principle", "", "请选一项"),
        ("staff", "", "请填工号或姓名"),
        ("at", "", "请填这一项"),
        ("at", "13:00", "不能晚于现在"),
        ("evidence", "", "请填这一项"),
    ):
        with subtests.test(field=field, typed=typed):
            form = {**CLAIM, "at": "9:00", field: typed}
            answer = desk.post(f"/leads/{lead}/claims", form)
            assert answer.status_code == 422
            page = fields_of(answer.text)
            assert sentence in page.errors[f"claim-{field}"]
            assert page.values["staff"] == form["staff"]
    assert "没有人报备" in desk.get(f"/leads/{lead}").text


def test_once_it_is_given_away_nobody_claims_it_any_more(desk_of):
    lead = register(desk_of("receptionist"))
    manager = desk_of("customer_manager")
    assert manager.post(f"/dispatch/{lead}/offers").status_code == 303
    refused = manager.post(f"/leads/{lead}/claims", {**CLAIM, "at": "9:00"})
    assert refused.status_code == 422
    assert "归属不再变" in refused.text
    assert "补一条凭据" not in manager.get(f"/leads/{lead}").text


def test_the_reasons_quote_the_row_that_decided_and_its_clause(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk, brought_by="1006", principle="invited", channel="market")
    whose = words_of(desk.get(f"/leads/{lead}?why=attribution").text)
    assert "为什么算他的客户" in whose
    assert "谁先把客户约进公司,单子归谁" in whose
    tier = words_of(desk.get(f"/leads/{lead}?why=tier").text)
    assert "预计造价 48,000.00 元，归中单" in tier


def test_protection_ends_after_ninety_days(desk_of, house):
    desk = desk_of("receptionist")
    lead = register(desk, brought_by="1006", principle="invited", channel="market")
    house.clock.set(datetime(2026, 2, 4, 2, 0, tzinfo=UTC))
    desk = desk_of("receptionist")
    assert "还有 0 天" in attributed(desk.get(f"/leads/{lead}").text)
    house.clock.advance(timedelta(days=1))
    desk = desk_of("receptionist")
    assert "归孙小军，已过保护期" in attributed(desk.get(f"/leads/{lead}").text)
