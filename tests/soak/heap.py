"""A hundred thousand events: the browser of a wall holds no more memory than before.

    python -m tests.soak.heap --events 100000

The events come as they do in a store, each telling the wall to ask for the picture
again; what Chromium's heap holds is read after its garbage has been collected.
"""

import argparse
import sys
import time
from itertools import count

from portal.app import create_app
from portal.db import Database
from portal.live.changes import Changes
from portal.services.house import House
from tests.factories import open_store
from tests.people import serving
from tests.soak.cuts import DESIGNERS
from tests.soak.kills import installed
from tests.support.scratch import scratch_folder
from tests.support.wall import chromium, open_wall

MOST_GROWTH = 20_000_000  # bytes
BATCH, APART = 200, 0.001
SECONDS_EACH = 0.05
# The first thousand fill the browser's own caches: growth is reckoned from there.
WARM_UP = 1_000
HEARD = """() => {
  window.heard = 0;
  document.getElementById("events").addEventListener("board", () => { heard += 1; });
}"""


class Grown(AssertionError):
    """The heap grew, or events were lost on the way."""


def heap(browser, events):
    """So many events to one wall; answers (bytes grown, pictures fetched)."""
    with scratch_folder() as folder:
        url = f"sqlite:///{folder / 'portal.db'}"
        made = installed(url, folder)
        store = open_store(made, grades=DESIGNERS)
        for tier in ("small", "medium", "large"):
            store.lead(tier)
        house = House(made.settings, Database(url), made.library, made.clock)
        try:
            with serving(create_app(house=house)) as address:
                wall = open_wall(browser, address, store.act("admin"))
                grown = _grow(wall, house, store.site.id, events)
                wall.context.close()
        finally:
            house.db.close()
            made.db.close()
    return grown


def _grow(wall, house, site_id, events):
    fetched = []
    wall.page.on(
        "request", lambda one: one.url.endswith("/board/rows") and fetched.append(1)
    )
    wall.page.evaluate(HEARD)
    versions = count(house.hub.version(site_id) + 1)
    tools = wall.context.new_cdp_session(wall.page)
    _send(wall, house, site_id, versions, min(WARM_UP, events))
    before = _held(tools)
    _send(wall, house, site_id, versions, events)
    grown = _held(tools) - before
    if grown > MOST_GROWTH:
        raise Grown(f"{grown:,} bytes after {events:,} events")
    return grown, len(fetched)


def _send(wall, house, site_id, versions, events):
    """Publish until the page has heard so many; what it is slow to take comes once."""
    upto = wall.page.evaluate("heard") + events
    deadline = time.perf_counter() + SECONDS_EACH * events
    while wall.page.evaluate("heard") < upto:
        if time.perf_counter() > deadline:
            raise Grown(f"{wall.page.evaluate('heard'):,} of {upto:,} events heard")
        for _ in range(BATCH):
            house.hub.publish(Changes(site_id, next(versions), ("board",)))
            time.sleep(APART)  # or several would come to the page as one


def _held(tools):
    """Bytes the page's heap holds once everything that can go has gone."""
    for _ in range(3):
        tools.send("HeapProfiler.collectGarbage")
    return tools.send("Runtime.getHeapUsage")["usedSize"]


def main(arguments):
    parser = argparse.ArgumentParser(prog="tests.soak.heap", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    with chromium() as browser:
        grown, fetched = heap(browser, asked.events)
    sys.stdout.write(
        f"heap: {asked.events:,} events in {time.perf_counter() - start:.0f} s, "
        f"{fetched:,} pictures fetched, heap grew by {grown / 1e6:.2f} MB\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
