"""What comes in from outside, form by form: files, hooks, and screens on the wall."""

import json

from playwright.sync_api import expect

from portal.models.devices import Device
from portal.models.imports import Import, LeadHook, PhoneEntry
from portal.models.lead import Lead
from tests.browser.store import WALL
from tests.imports.files import csv_of

# The first column has a head nobody knows; it is pointed at by hand.
LEADS = csv_of(
    ("怎么叫", "联系电话", "小区地址", "来源"),
    ("邹晓梅", "13700138801", "翠湖苑21号楼301", "上门"),
)
PHONES = csv_of(
    ("业主姓名", "手机号", "小区房号"), ("陈明", "13700138802", "翠湖苑1号楼101")
)
SAMPLE = {
    "customer": {"name": "郝建军", "tel": "13700138803"},
    "site_address": "翠湖苑5号楼",
}
KEY = "section[aria-labelledby=key-title] .file"
OPEN = "section[aria-labelledby=hook-title] .st"
SCREEN = {"name": "大厅屏", "shows": "board", "locale": "zh_Hans"}


def hand_in(desk, kind, content):
    """The customer manager hands a file in and looks it over."""
    file = {"name": "名单.csv", "mimeType": "text/csv", "buffer": content}
    desk.sit("customer_manager", "/imports")
    desk.send("/imports", {"kind": kind, "file": file})
    return desk.shop.latest(Import)


def a_file_of_leads(desk):
    shop = desk.shop
    draft = hand_in(desk, "leads", LEADS)
    desk.sees("没有指定哪一列是")
    expect(desk.page.locator('form[action$="/take-in"]')).to_have_count(0)
    desk.send("/mapping", {"column_client_name": "0"}).send("/take-in")
    lead = shop.latest(Lead)
    assert lead.client_name == "邹晓梅"
    desk.send("/undo", {"reason": "名单交错了"}).sees("名单交错了")
    assert shop.row(Lead, lead.id) is None
    assert shop.row(Import, draft.id).undone_at is not None


def a_list_of_phones(desk):
    shop = desk.shop
    draft = hand_in(desk, "phones", PHONES)
    desk.send("/discard").sees("已丢弃", f"tr:has(a[href$='{draft.id}'])")
    hand_in(desk, "phones", PHONES)
    desk.send("/take-in")
    desk.sit("salesperson", "/phone-lists").sees("可拨打", "tbody")
    desk.send("/report").sees("已报备", "tbody")
    assert shop.latest(PhoneEntry).reported_at is not None


def a_hook(desk):
    shop = desk.shop
    new = {"name": "website", "label": "官网", "channel": "online"}
    desk.sit("admin", "/imports/hooks").send("/imports/hooks", new)
    first = desk.page.inner_text(KEY)
    page = f"/imports/hooks/{shop.latest(LeadHook).id}"
    paths = {"path_client_name": "customer.name", "path_phone": "customer.tel"}
    sample = json.dumps(SAMPLE, ensure_ascii=False)
    desk.sit("admin", page).send("/mapping", {**paths, "sample": sample})
    desk.sees("郝建军", "#path_client_name-echo")
    desk.send("/disable").sees("已停用", OPEN).send("/enable").sees("开着", OPEN)
    desk.send("/renew")
    assert desk.page.inner_text(KEY) != first


def a_screen_in_the_hall(desk):
    shop = desk.shop
    desk.sit("admin", "/devices").send("/devices", SCREEN)
    code, page = desk.page.inner_text(".code"), f"/devices/{shop.latest(Device).id}"
    desk.sit(None, "/pair", WALL).send("/pair", {"code": code})
    assert desk.page.url.endswith("/board")
    desk.sit("admin", page).send(page, {"name": "门口屏", "locale": "en"})
    desk.sees("门口屏", "h1")
    desk.sit(None, "/board", WALL).sees("Dispatch", "html[lang=en] h1")
    desk.sit("admin", page).send("/renew")
    link = desk.page.input_value(".copy")
    desk.sit(None, "/board", WALL).sees("链接已经不能用了", ".stopped")
    desk.sit(None, link, WALL)
    assert desk.page.url.endswith("/board")
    desk.sit("admin", page).send("/revoke").sees("停用的屏幕不能恢复")
    desk.sit(None, "/board", WALL).sees("卫平", ".stopped")


FROM_OUTSIDE = (a_file_of_leads, a_list_of_phones, a_hook, a_screen_in_the_hall)
