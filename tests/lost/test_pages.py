"""Lost leads on pages: the form, the rows of shares without scripts, the sheet."""

from tests.cases.stories import NOT_FOLLOWABLE, TO_SENT, a_lead, a_lost_case, case_of


def test_the_customer_manager_opens_a_case_from_a_form(desk_of, house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    desk = desk_of("customer_manager")
    sent = desk.post("/lost/new/lost", {**NOT_FOLLOWABLE, "lead": lead.no})
    assert (sent.status_code, sent.headers["location"]) == (303, "/lost/X-20251106-001")
    page = desk.get(sent.headers["location"]).text
    assert "号码停机，三次未通" in page and "信息虚假无法联系" in page


def test_a_reason_that_does_not_fit_is_explained_and_the_form_is_kept(desk_of, house):
    lead = a_lead(house, channel="walk_in", by="receptionist")
    form = {**NOT_FOLLOWABLE, "reason": "price", "lead": lead.no}
    sent = desk_of("customer_manager").post("/lost/new/lost", form)
    assert sent.status_code == 422
    assert "不属于这一类跑单" in sent.text
    assert "号码停机，三次未通" in sent.text
    assert '<option value="price" selected>' in sent.text


def rows(*pairs):
    """The rows of shares as a browser without scripts sends them, a spare one too."""
    spare = [("", "")]
    return {
        "shares.staff": [who for who, _ in (*pairs, *spare)],
        "shares.percent": [percent for _, percent in (*pairs, *spare)],
    }


def test_shares_are_rows_that_need_no_script(desk_of, house):
    no = a_lost_case(house, steps=TO_SENT)
    desk = desk_of("customer_manager")
    assert desk.get(f"/lost/{no}").text.count('name="shares.staff"') == 3
    wrong = desk.post(
        f"/lost/{no}/share_liability", rows(("2001", "60"), ("1006", "39"))
    )
    assert wrong.status_code == 422
    assert "合计是 99%，须正好 100%" in wrong.text
    assert 'value="60"' in wrong.text and 'value="39"' in wrong.text
    right = desk.post(
        f"/lost/{no}/share_liability", rows(("2001", "60"), ("1006", "40"))
    )
    assert right.status_code == 303
    assert case_of(house, no).fields["shares"] == [["2001", "60"], ["1006", "40"]]


def test_the_sheet_for_the_office_has_the_statement_and_the_signature(desk_of, house):
    no = a_lost_case(house, steps=TO_SENT)
    sheet = desk_of("gm_office").get(f"/lost/{no}/print").text
    for words in (
        "咨询客户信息统计表",
        "“我不装了。”",
        "复核属实",
        "作无效单",
        "温如玉",
        "上门",
    ):
        assert words in sheet


def test_a_salesperson_sees_his_own_lost_leads_alone(desk_of, house):
    mine = a_lost_case(house, a_lead(house, number=1))
    desk = desk_of("salesperson")
    assert desk.get(f"/lost/{mine}").status_code == 200
    other = desk_of("2001")
    assert other.get(f"/lost/{mine}").status_code == 403
    assert mine in desk.get("/lost").text and mine not in other.get("/lost").text
    assert other.post(f"/lost/{mine}/record_account").status_code == 403
