"""Names and phones: who sees them in full, who masked, and who looked."""

from sqlmodel import select

from portal.models.audit import AuditEntry
from portal.services.reception.saving import save_lead
from tests.reception.forms import WANG, leads, register, words_of


def reveals(house):
    with house.db.reading() as session:
        found = select(AuditEntry).where(AuditEntry.action == "lead.reveal")
        return list(session.exec(found))


def test_the_desk_sees_the_client_in_full_and_the_general_manager_masked(desk_of):
    desk = desk_of("receptionist")
    lead = register(desk)
    full = words_of(desk.get(f"/leads/{lead}").text)
    assert "王丽华" in full
    assert "138 0013 4471" in full
    masked = words_of(desk_of("general_manager").get(f"/leads/{lead}").text)
    assert "王丽华" not in masked
    assert "王**" in masked
    assert "138****4471" in masked


def test_every_look_behind_the_mask_is_noted(desk_of, house):
    lead = register(desk_of("receptionist"))
    manager = desk_of("general_manager")
    shown = manager.post(f"/leads/{lead}/reveal")
    assert shown.status_code in (200, 201)
    assert "138 0013 4471" in shown.text
    [entry] = reveals(house)
    assert (entry.by_name, entry.subject_no) == ("邵国强", "L-20251106-001")
    assert "138 0013 4471" not in manager.get(f"/leads/{lead}").text


def test_looking_behind_the_mask_has_an_hourly_limit(desk_of, house):
    lead = register(desk_of("receptionist"))
    manager = desk_of("general_manager")
    settings = house.library.rules()["access.settings"].decide({}, house.today())
    limit = int(settings.one["reveals_per_hour"])
    for _ in range(limit):
        manager.post(f"/leads/{lead}/reveal")
    refused = manager.post(f"/leads/{lead}/reveal")
    assert refused.status_code == 422
    assert "到了上限" in refused.text
    assert "138 0013 4471" not in refused.text
    assert len(reveals(house)) == limit


def test_those_without_the_right_do_not_look(desk_of, house):
    lead = register(desk_of("receptionist"))
    assert desk_of("gm_office").post(f"/leads/{lead}/reveal").status_code == 403
    assert reveals(house) == []


def test_a_salesperson_sees_his_own_leads_in_full_and_no_others(desk_of, house):
    desk = desk_of("receptionist")
    register(desk, brought_by="1006", principle="invited", channel="market")
    register(desk, client_name="李四", phone="13900002222", site_address="东湖路9号")
    own, other = leads(house)
    sales = desk_of("salesperson")
    assert "138 0013 4471" in sales.get(f"/leads/{own.id}").text
    assert sales.get(f"/leads/{other.id}").status_code == 403
    listed = sales.get("/leads").text
    assert own.no in listed
    assert other.no not in listed


def test_the_register_is_searched_by_whatever_is_remembered(desk_of, subtests):
    desk = desk_of("receptionist")
    register(desk)
    register(desk, client_name="李四", phone="13900002222", site_address="东湖路9号")
    for remembered in ("王丽", "wlh", "wanglihua", "4471", "锦绣花园12", "1106-001"):
        with subtests.test(remembered=remembered):
            found = desk.get("/leads", params={"q": remembered}).text
            assert "王丽华" in found
            assert "李四" not in found
    assert "没有找到" in desk.get("/leads?q=不存在").text
    assert "没有找到" in desk.get("/leads?q=%25").text


def test_a_search_does_not_tell_what_the_mask_hides(desk_of):
    register(desk_of("receptionist"))
    manager = desk_of("general_manager")
    assert "L-20251106-001" in manager.get("/leads").text
    for hidden in ("王丽华", "4471", "锦绣花园12"):
        assert "L-20251106-001" not in manager.get(f"/leads?q={hidden}").text


def test_the_register_is_filtered_by_state_channel_and_days(desk_of, subtests):
    desk = desk_of("receptionist")
    register(desk)
    for asked, found in (
        ({"state": "ready"}, True),
        ({"state": "signed"}, False),
        ({"channel": "walk_in"}, True),
        ({"channel": "market"}, False),
        ({"since": "2025-11-06", "until": "2025-11-06"}, True),
        ({"until": "2025-11-05"}, False),
        ({"since": "2025-11-07"}, False),
    ):
        with subtests.test(**asked):
            page = desk.get("/leads", params=asked).text
            assert ("L-20251106-001" in page) is found
    assert "看不懂这个日期" in desk.get("/leads?since=随便").text


def test_a_long_register_is_shown_by_pages(desk_of, act_as, house):
    act = act_as("receptionist")
    for number in range(51):
        phone = f"1380000{number:04d}"
        save_lead(act, {**WANG, "phone": phone, "site_address": phone}, "/counter")
    desk = desk_of("receptionist")
    first = desk.get("/leads").text
    assert "共 51 条，第 1 / 2 页" in words_of(first)
    assert "L-20251106-001" not in first
    assert "L-20251106-001" in desk.get("/leads?page=2").text
    assert "L-20251106-001" in desk.get("/leads?page=99").text
    assert desk.get("/leads?page=0").status_code == 422
