"""Screens on the wall: paired by link or code, recognised without a log-in, stopped."""

import hashlib
import html
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from portal.models.audit import AuditEntry, KeptAnswer
from portal.models.devices import Device, PairingTry
from portal.services import devices
from tests.people import csrf_token_in

NEW = {"name": "大厅屏", "shows": "board", "locale": "zh_Hans"}


@pytest.fixture
def admin(desk_of):
    return desk_of("admin")


@pytest.fixture
def screen(browser_client):
    """A browser nobody has logged in to, as it stands on the wall."""
    return browser_client()


def paired(admin, **more):
    """The answer to a new pairing: (path of the link, code)."""
    page = admin.post("/devices", {**NEW, **more})
    assert page.status_code == 200
    link = re.search(r'class="copy"[^>]*value="([^"]+)"', page.text)[1]
    code = re.search(r'class="code">([\d ]+)<', page.text)[1]
    return html.unescape(link), code


def row(house, model=Device):
    with house.db.reading() as session:
        return session.exec(select(model)).one()


def rows(house, model):
    with house.db.reading() as session:
        return session.exec(select(model)).all()


def pair_by_code(screen, code, **more):
    token = csrf_token_in(screen.get("/pair").text)
    return screen.post("/pair", data={"code": code, "_csrf_token": token}, **more)


def test_a_screen_that_opens_its_link_shows_the_board_without_a_log_in(admin, screen):
    link, _code = paired(admin)
    assert screen.get("/board", follow_redirects=False).status_code == 303
    board = screen.get(link, follow_redirects=True)
    assert board.url.path == "/board"
    assert "派单看板" in board.text
    assert screen.get("/board/rows").status_code == 200


def test_the_link_is_shown_once_and_only_its_hash_is_kept(admin, house):
    link, code = paired(admin)
    token = link.rpartition("/")[2]
    device = row(house)
    assert device.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in admin.get(f"/devices/{device.id}").text
    kept = "".join(str(one) for one in [*rows(house, KeptAnswer), device])
    kept += "".join(str(one) for one in rows(house, AuditEntry))
    assert token not in kept
    assert code.replace(" ", "") not in kept


def test_the_same_form_sent_twice_pairs_one_screen(admin, house, screen):
    first = admin.post("/devices", {**NEW, "_key": "k"})
    again = admin.post("/devices", {**NEW, "_key": "k"})
    assert "/board/d/" in first.text
    # Nobody knows the link any more; one that opens nothing is not shown.
    assert "/board/d/" not in again.text
    assert "已经显示过了" in again.text
    assert row(house)


def test_a_screen_may_do_nothing_but_what_its_role_may(admin, screen):
    link, _code = paired(admin)
    screen.get(link)
    for path in ("/dispatch", "/leads", "/counter", "/devices", "/audit", "/rules"):
        assert screen.get(path, follow_redirects=False).status_code == 403, path
    token = csrf_token_in(screen.get("/pair").text)
    form = {**NEW, "_csrf_token": token}
    assert screen.post("/devices", data=form).status_code == 403


def test_a_screen_is_still_known_after_it_was_switched_off(admin, screen):
    link, _code = paired(admin)
    cookie = screen.get(link, follow_redirects=False).headers["set-cookie"]
    assert "Max-Age=34560000" in cookie
    assert "HttpOnly" in cookie
    # Each time the board is opened the days are counted anew.
    assert "Max-Age=34560000" in screen.get("/board").headers["set-cookie"]
    assert "set-cookie" not in admin.get("/board").headers


def test_a_code_typed_on_the_screen_opens_the_board(admin, screen, house):
    link, code = paired(admin)
    answer = pair_by_code(screen, f" {code} ", follow_redirects=True)
    assert answer.url.path == "/board"
    # The code gave the screen a link of its own: the one on paper opens nothing.
    screen.cookies.clear()
    assert "配对屏幕" in screen.get(link, follow_redirects=True).text


def test_a_code_opens_one_screen_only(admin, screen, browser_client):
    _link, code = paired(admin)
    pair_by_code(screen, code)
    second = pair_by_code(browser_client(), code)
    assert second.status_code == 422
    assert "没有这个配对码" in second.text


def test_a_link_that_was_opened_uses_up_the_code(admin, screen, browser_client):
    link, code = paired(admin)
    screen.get(link)
    assert pair_by_code(browser_client(), code).status_code == 422
    assert screen.get("/board").status_code == 200


def test_a_code_runs_out(admin, screen, clock):
    _link, code = paired(admin)
    clock.advance(timedelta(minutes=10))
    assert pair_by_code(screen, code).status_code == 422


def test_codes_cannot_be_guessed_from_one_address(admin, screen, house, clock):
    _link, code = paired(admin)
    guesses = [pair_by_code(screen, f"{n:08d}").status_code for n in range(12)]
    assert guesses[:10] == [422] * 10
    assert guesses[10:] == [429] * 2
    assert pair_by_code(screen, code).status_code == 429, "the right one waits as well"
    clock.advance(timedelta(minutes=15))
    _link, code = paired(admin)
    assert pair_by_code(screen, code, follow_redirects=True).url.path == "/board"


def test_codes_cannot_be_guessed_from_many_addresses(admin, house):
    for n in range(50):
        assert not devices.use_code(house, "0", f"10.0.0.{n}").throttled
    assert devices.use_code(house, "0", "10.0.1.1").throttled


def test_the_right_code_is_no_guess(admin, screen, house):
    _link, code = paired(admin)
    pair_by_code(screen, code)
    assert rows(house, PairingTry) == []


def test_a_stopped_screen_says_who_stopped_it_and_when(admin, screen, house):
    link, _code = paired(admin)
    screen.get(link)
    assert admin.post(f"/devices/{row(house).id}/revoke").status_code == 303
    told = screen.get("/board", follow_redirects=True)
    assert told.url.path == "/pair"
    assert "这块屏幕（大厅屏）已停用：卫平，2025-11-06 10:00。" in told.text
    assert "请输入配对码" in told.text
    # A part of the page leads there as well, and never to the log-in.
    part = screen.get("/board/rows", headers={"hx-request": "true"})
    assert part.status_code == 401
    assert part.headers["hx-redirect"] == "/pair"
    again = screen.get(link, follow_redirects=True)
    assert "已停用" in again.text


def test_a_screen_whose_link_was_replaced_is_told_so(admin, screen, house):
    link, _code = paired(admin)
    screen.get(link)
    renewed = admin.post(f"/devices/{row(house).id}/renew")
    assert "/board/d/" in renewed.text
    told = screen.get("/board", follow_redirects=True)
    assert told.url.path == "/pair"
    assert "链接已经不能用了" in told.text


def test_everything_done_to_a_screen_is_on_its_page_and_in_the_audit(
    admin, screen, house
):
    link, _code = paired(admin)
    screen.get(link)
    device = row(house)
    admin.post(f"/devices/{device.id}", {"name": "二楼屏", "locale": "en"})
    admin.post(f"/devices/{device.id}/revoke")
    page = admin.get(f"/devices/{device.id}").text
    history = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', page)
    assert history == [
        ("停用屏幕", "卫平"),
        ("改屏幕", "卫平"),
        ("屏幕配上了", "大厅屏"),
        ("配对屏幕", "卫平"),
    ]
    assert "卫平 2025-11-06 10:00 停用" in page
    assert "二楼屏" in admin.get("/devices").text
    assert "屏幕配上了" in admin.get("/audit").text


def test_the_list_says_when_a_screen_was_last_seen(admin, screen, clock, house):
    link, _code = paired(admin)
    assert "等屏幕打开" in admin.get("/devices").text
    screen.get(link)
    clock.advance(timedelta(minutes=2))
    screen.get("/board")
    page = admin.get("/devices").text
    assert "11-06 10:02" in page
    assert "127.0.0.1" in page


def test_a_screen_can_be_logged_in_on_and_is_a_screen_again_after(
    admin, screen, house, desk_of
):
    link, _code = paired(admin)
    screen.get(link)
    assert screen.get("/login", follow_redirects=False).status_code == 200
    screen.cookies.set("session", desk_of("receptionist").client.cookies["session"])
    assert screen.get("/counter").status_code == 200
    screen.cookies.delete("session")
    assert screen.get("/board").status_code == 200
    assert screen.get("/counter").status_code == 403


def test_wrong_input_comes_back_with_what_was_typed(admin, house):
    page = admin.post("/devices", {**NEW, "name": "", "locale": "zh_Hant"})
    assert page.status_code == 422
    assert 'value="zh_Hant" selected' in page.text
    assert admin.post("/devices", {**NEW, "shows": "payroll"}).status_code == 422
    assert admin.post("/devices", {**NEW, "locale": "xx"}).status_code == 422
    assert rows(house, Device) == []


@pytest.mark.parametrize("act", ["", "/renew", "/revoke"])
def test_a_screen_of_another_store_is_not_found(admin, act):
    nobody = "01890000-0000-7000-8000-000000000000"
    page = admin.post(f"/devices/{nobody}{act}", {"name": "x", "locale": "en"})
    assert page.status_code == 404
