"""A screen on the wall as people see it: a paired browser that shows the board."""

import shutil
import time
from contextlib import contextmanager

from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import sync_playwright

from portal.services.devices import LINK, pair_device
from tests.conftest import CHROMIUM_ARGS, CHROMIUMS

LOOK_EVERY = 50  # milliseconds
SIZE = {"width": 1920, "height": 1080}
# What a board says, without what a clock changes by itself.
SAYS = """(text) => {
  const page = text ? new DOMParser().parseFromString(text, "text/html") : document;
  const board = page.getElementById("board").cloneNode(true);
  for (const id of ["clock", "age", "page"]) board.querySelector(`#${id}`)?.remove();
  board.removeAttribute("data-at");
  board.querySelectorAll(".flaps").forEach((one) => one.removeAttribute("hidden"));
  return board.outerHTML.replace(/\\s+/g, " ");
}"""
SAME = f"""async () => {{
  const says = {SAYS};
  if (document.documentElement.classList.contains("offline")) return false;
  try {{
    const fresh = await fetch("/board/rows", {{ cache: "no-store" }});
    return fresh.ok && says(await fresh.text()) === says("");
  }} catch {{
    return false;
  }}
}}"""


class Wall:
    """One screen: its browser profile and its page."""

    def __init__(self, context, address, token):
        self.context, self.page = context, context.new_page()
        self.page.goto(f"{address}{LINK}{token}", wait_until="load")

    def offline_after(self, since, seconds):
        """How long after `since` (perf_counter) it said so; None: not within those."""
        left = seconds - (time.perf_counter() - since)
        if left <= 0:
            return None
        try:
            self.page.wait_for_selector(
                "html.offline", state="attached", timeout=left * 1000
            )
        except TooLate:
            return None
        return time.perf_counter() - since

    def live_after(self, since, seconds):
        """How long until it said so no more and showed what a fresh load shows."""
        while time.perf_counter() - since < seconds:
            if self.page.evaluate(SAME):
                return time.perf_counter() - since
            self.page.wait_for_timeout(LOOK_EVERY)
        return None


@contextmanager
def chromium():
    """A Chromium for runs outside pytest."""
    path = next(filter(None, map(shutil.which, CHROMIUMS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


def open_wall(browser, address, act, locale="zh_Hans"):
    """A new screen, paired by its link."""
    made = pair_device(act, "大厅屏", "board", locale)
    context = browser.new_context(viewport=SIZE, timezone_id="Asia/Shanghai")
    return Wall(context, address, made.token)
