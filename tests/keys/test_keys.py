"""The scripts of the desk in a real browser, under the real content policy."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "portal" / "static"
POLICY = "default-src 'self'; style-src 'self'; script-src 'self'"
TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html"}


class House(ThreadingHTTPServer):
    """Serves the scripts as the portal does and keeps what was sent to it."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.saved = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.partition("?")[0]
        folder = STATIC if path.startswith("/static/") else HERE
        file = folder / path.removeprefix("/static").lstrip("/")
        if file.is_file():
            self.reply(file.read_bytes(), TYPES[file.suffix])
        else:
            self.reply(b"ok", TYPES[".html"])

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.saved.append(parse_qs(self.rfile.read(length).decode()))
        self.reply(b"<p id='done'>done</p>", "text/html")

    def reply(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def house():
    server = House()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def desk(house, browser):
    page = browser.new_page()
    page.goto(f"{house.address}/desk.html", wait_until="networkidle")
    return page


def focused(page):
    return page.evaluate("document.activeElement.id")


def press_while_composing(page, **how):
    page.evaluate(
        "how => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
        "{key: 'Enter', bubbles: true, cancelable: true, ...how}))",
        how,
    )


def test_enter_walks_from_cell_to_cell_and_sends_nothing(desk, house):
    walked = []
    for _ in range(3):
        desk.keyboard.press("Enter")
        walked.append(focused(desk))
    desk.keyboard.press("Shift+Enter")
    assert walked == ["channel", "phone", "note"]
    # Shift Enter in a text of several lines goes back too.
    assert focused(desk) == "phone"
    assert house.saved == []


@pytest.mark.parametrize("how", [{"isComposing": True}, {"keyCode": 229}])
def test_enter_that_ends_chinese_input_neither_moves_nor_sends(desk, house, how):
    press_while_composing(desk, **how)
    press_while_composing(desk, ctrlKey=True, **how)
    assert focused(desk) == "name"
    assert house.saved == []


@pytest.mark.parametrize(
    ("keys", "then"), [("Control+Enter", None), ("Alt+s", ["dispatch"])]
)
def test_a_key_saves_what_was_typed_once(desk, house, keys, then):
    desk.fill("#note", "先看样板房")
    desk.keyboard.press(keys)
    desk.wait_for_selector("#done")
    assert len(house.saved) == 1
    assert house.saved[0]["note"] == ["先看样板房"]
    assert house.saved[0].get("then") == then


def test_out_of_reach_the_form_stays_as_typed_and_is_sent_with_the_same_key(
    desk, house, browser
):
    desk.fill("#note", "写了一半")
    browser.set_offline(True)
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("#offline:not([hidden])")
    assert desk.input_value("#note") == "写了一半"
    assert desk.inner_text("#online") == "断线"
    assert house.saved == []
    browser.set_offline(False)
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("#done")
    assert [sent["_key"] for sent in house.saved] == [["k1"]]


def test_arrow_down_goes_into_what_is_known_and_escape_comes_back(desk):
    desk.focus("#phone")
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == "join"
    desk.keyboard.press("Escape")
    assert focused(desk) == "phone"


def test_single_letters_are_text_while_somebody_types(desk):
    desk.focus("#note")
    desk.keyboard.type("/?W1")
    assert desk.input_value("#note") == "/?W1"
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("/")
    assert focused(desk) == "q"


def test_the_question_mark_lists_every_key_of_the_page(desk):
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("?")
    listed = desk.inner_text("#keylist")
    for words in ("查找", "存单并送派", "下一格", "看缘由"):
        assert words in listed


def test_a_list_is_walked_asked_and_acted_on_by_keys(desk):
    desk.focus("#r1")
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == "r2"
    assert desk.get_attribute("#r2", "aria-selected") == "true"
    desk.keyboard.press("w")
    desk.wait_for_url("**/*#why-r2")
    desk.focus("#r2")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/*#act-r2")


def test_keys_switched_off_do_nothing(desk, house):
    desk.evaluate("document.body.dataset.keys = 'off'")
    desk.evaluate("document.activeElement.blur()")
    desk.keyboard.press("/")
    desk.keyboard.press("Alt+s")
    assert focused(desk) == ""
    assert house.saved == []


def test_time_left_runs_out_on_the_servers_clock(house, browser):
    page = browser.new_page()
    # The desk's own clock is six minutes slow.
    page.clock.install(time="2025-11-06T06:30:00Z")
    page.goto(f"{house.address}/desk.html", wait_until="networkidle")
    page.clock.run_for("04:30")
    assert page.inner_text(".left b") == "0:06"
    page.clock.run_for("08:00")
    assert page.inner_text(".left .st") == "已超"
    assert page.inner_text(".left b") == "0:01"
    assert page.get_attribute(".left", "class") == "left over"
    assert page.inner_text("#clock") == "14:48"
