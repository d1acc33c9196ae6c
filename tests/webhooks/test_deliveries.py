"""Another program sends a lead: signed, once, or refused and nothing written."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.imports import HookDelivery, LeadHook
from portal.services.webhooks import editing
from portal.services.webhooks.keys import key_of, signed
from tests.reception.forms import leads, words_of

BODY = {
    "client_name": "王丽华",
    "phone": "13800134471",
    "site_address": "翠湖苑12号楼3单元402",
    "floor_area": 128.5,
    "estimated_amount": "4.8万",
}


@pytest.fixture
def website(act_as, house):
    """A hook for the website's leads."""
    made = editing.open_hook(act_as("admin"), "website", "官网", "online")
    with house.db.reading() as session:
        return session.get(LeadHook, made.id)


@pytest.fixture
def send(browser_client, house, website):
    """send(body, delivery="d-1", **changes) as the other program would."""
    client = browser_client()

    def post(body=BODY, delivery="d-1", *, name="website", key=None, at=None, **more):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int((at or house.clock.now()).timestamp()))
        key = key or key_of(house, website)
        headers = {
            "x-hook-timestamp": stamp,
            "x-hook-signature": signed(key, stamp, content),
            "x-hook-delivery": delivery,
            **more,
        }
        return client.post(f"/api/hooks/{name}", content=content, headers=headers)

    return post


def kept(house):
    with house.db.reading() as session:
        return session.exec(select(HookDelivery).order_by(HookDelivery.at)).all()


def test_a_signed_delivery_becomes_a_lead_of_the_hooks_channel(send, house):
    answer = send()
    assert answer.status_code == 201, answer.text
    [lead] = leads(house)
    assert answer.json()["no"] == lead.no
    assert (lead.client_name, lead.phone) == ("王丽华", "+8613800134471")
    assert (lead.channel, str(lead.estimated_amount)) == ("online", "48000.00")
    assert str(lead.floor_area) == "128.50"
    assert [one.lead_no for one in kept(house)] == [lead.no]


def test_the_same_delivery_again_is_the_same_lead(send, house):
    first, again = send(), send()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len(leads(house)) == 1


def test_the_same_delivery_with_another_body_is_refused(send, house):
    send()
    other = send({**BODY, "client_name": "李建国"})
    assert other.status_code == 422
    assert [one.client_name for one in leads(house)] == ["王丽华"]


FORGED = {
    "another key": {"key": "A" * 43},
    "no signature": {"x-hook-signature": ""},
    "no scheme": {"x-hook-signature": "0" * 64},
    "another time than was signed": {"x-hook-timestamp": "1762394401"},
    "no hook of that name": {"name": "webside"},
}


@pytest.mark.parametrize("changed", FORGED.values(), ids=FORGED)
def test_what_is_not_signed_by_the_hooks_own_key_writes_nothing(changed, send, house):
    answer = send(**changed)
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "签名不对，或没有这个接口" in answer.json()["detail"]
    assert leads(house) == [] and kept(house) == []


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_delivery_from_outside_the_window_is_refused(seconds, send, house):
    at = house.clock.now() + timedelta(seconds=seconds)
    answer = send(at=at)
    assert answer.status_code == 401
    assert "300 秒" in answer.json()["detail"]
    assert leads(house) == []
    within = seconds - 1 if seconds > 0 else seconds + 1
    assert send(at=house.clock.now() + timedelta(seconds=within)).status_code == 201


WRONG = {
    "not json": (b"{", "", "不是 JSON"),
    "not a number": (b'{"floor_area": NaN}', "", "不是 JSON"),
    "deep": (b'{"a":' * 6000 + b"1" + b"}" * 6000, "", "不是 JSON"),
    "a list": (b"[]", "", "JSON 对象"),
    "no phone": ({**BODY, "phone": None}, "phone", "请填这一项"),
    "no phone number": ({**BODY, "phone": "三十五号"}, "phone", "不像一个电话号码"),
    "hidden sign": ({**BODY, "client_name": "王\u202e华丽"}, "client_name", "隐形字符"),
    "too long": ({**BODY, "remarks": "长" * 501}, "remarks", "最多 500 个字"),
    "below nought": ({**BODY, "floor_area": -5}, "floor_area", "看不懂这个面积"),
}


@pytest.mark.parametrize(("body", "field", "why"), WRONG.values(), ids=WRONG)
def test_a_body_that_cannot_be_used_is_told_and_nothing_is_written(
    body, field, why, send, house
):
    answer = send(body)
    assert answer.status_code == 422
    problem = answer.json()
    assert why in problem["errors"][field]
    assert leads(house) == []
    [refused] = kept(house)
    assert (refused.status, refused.lead_id) == (422, None)
    assert send({**BODY, "phone": "13800134471"}, "d-2").status_code == 201


def test_a_delivery_without_a_name_of_its_own_is_refused(send, house):
    assert send(delivery="").status_code == 422
    assert leads(house) == []


def test_a_key_ends_with_its_generation_and_with_the_hook(send, house, website, act_as):
    old = key_of(house, website)
    editing.renew_key(act_as("admin"), website.id)
    assert send(key=old).status_code == 401
    with house.db.reading() as session:
        new = key_of(house, session.get(LeadHook, website.id))
    assert send(key=new).status_code == 201
    editing.switch_hook(act_as("admin"), website.id, on=False)
    assert send(delivery="d-2", key=new).status_code == 401
    editing.switch_hook(act_as("admin"), website.id, on=True)
    assert send({**BODY, "phone": "13900139000"}, "d-3", key=new).status_code == 201


def test_the_database_alone_holds_no_key(house, website, tmp_path):
    key = key_of(house, website)
    written = b"".join(p.read_bytes() for p in tmp_path.glob("house.db*"))
    assert website.generation.encode() in written
    assert key.encode() not in written


def test_fields_may_stand_anywhere_in_the_body(send, house, website, act_as):
    paths = {
        "path_client_name": "data.customer.name",
        "path_phone": "data.customer.phones[1]",
        "path_site_address": "data.home",
        "path_channel": "from",
    }
    editing.map_hook(act_as("admin"), website.id, paths)
    customer = {"name": "王丽华", "phones": ["x", 13800134471]}
    body = {"data": {"customer": customer, "home": "翠湖苑12号楼"}, "from": "转介绍"}
    assert send(body).status_code == 201
    [lead] = leads(house)
    assert (lead.phone, lead.channel) == ("+8613800134471", "referral")


def test_the_administrator_opens_maps_and_watches_a_hook_on_its_page(
    desk_of, send, house
):
    desk = desk_of("admin")
    form = {"name": "douyin", "label": "抖音", "channel": "online"}
    opened = desk.post("/imports/hooks", form)
    assert opened.status_code == 200
    with house.db.reading() as session:
        hook = session.exec(select(LeadHook).where(LeadHook.name == "douyin")).one()
    key = key_of(house, hook)
    assert key in opened.text
    place = f"/imports/hooks/{hook.id}"
    assert key not in desk.get(place).text
    paths = {"path_client_name": "n", "path_phone": "p", "path_site_address": "a"}
    sample = {"n": "陈明", "p": "139 0013 9002", "a": "锦绣路8号"}
    told = desk.post(
        f"{place}/mapping", {**paths, "sample": json.dumps(sample, ensure_ascii=False)}
    )
    page = words_of(desk.get(told.headers["location"]).text)
    assert "陈明" in page and "139 0013 9002" in page
    bad = desk.post(f"{place}/mapping", {**paths, "path_phone": "a..b"})
    assert bad.status_code == 422 and "customer.phones[0]" in bad.text
    assert send({"n": "陈明"}, "d-9", name="douyin", key=key).status_code == 422
    page = words_of(desk.get(place).text)
    assert "d-9" in page and "没有收" in page and "请填这一项" in page


@pytest.mark.parametrize("role", ["customer_manager", "market_manager", "hr"])
def test_only_the_administrator_keeps_hooks(role, desk_of, website):
    desk = desk_of(role)
    assert desk.get("/imports/hooks").status_code == 403
    for act in ("mapping", "renew", "disable", "enable"):
        assert desk.post(f"/imports/hooks/{website.id}/{act}").status_code == 403
