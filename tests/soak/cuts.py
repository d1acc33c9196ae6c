"""Cuts between walls and their house: each wall says so, and comes back by itself.

    python -m tests.soak.cuts --cuts 1000 [--minutes M] [--walls 4]

A cut is one wall's connection lost: the network in Chromium, or the served portal
frozen, killed, or stopped and started again. Meanwhile something changes in the house.
A wall must say "offline since" within 5 seconds, and within 10 seconds of the end of
the cut be live and show what a fresh load shows.
"""

import argparse
import math
import sys
import time
from collections import Counter
from datetime import timedelta
from random import Random

from portal.services.people import cancel_away, set_away
from tests.factories import open_store
from tests.soak.kills import installed
from tests.support.scratch import scratch_folder
from tests.support.served import Served
from tests.support.wall import chromium, open_wall

SAID_WITHIN, LIVE_WITHIN = 5, 10
SHORT, LONG = (0.2, 3.0), (5.0, 6.5)  # seconds; three of four are long enough to show
DESIGNERS = {"designer": 8, "deputy_chief": 2, "chief": 1, "fa_principal": 1}


class NotKept(AssertionError):
    """A wall that did not keep its promise."""


class House:
    """The served portal, its walls, and what changes while they are cut off."""

    def __init__(self, store, served, screens):
        self.store, self.served, self.screens = store, served, screens
        self._away = None

    def change(self):
        """A designer goes away, or comes back."""
        act = self.store.act("store_manager")
        if self._away is None:
            now = self.store.house.clock.now()
            until = now + timedelta(days=1)
            number = next(iter(self.store.designers))
            self._away = set_away(act, number, now, until).id
        else:
            cancel_away(act, self._away)
            self._away = None


def offline(house, wait):
    """The network of every wall is gone."""
    for one in house.screens:
        one.context.set_offline(True)
    wait(house.change)
    for one in house.screens:
        one.context.set_offline(False)


def frozen(house, wait):
    """The portal holds every connection and answers nothing."""
    house.served.freeze()
    wait(None)
    house.served.thaw()
    house.change()


def killed(house, wait):
    """The portal dies without a word, and is started again."""
    house.served.kill()
    wait(house.change)
    house.served.start()


def restarted(house, wait):
    """The portal is stopped in order, and started again."""
    house.served.stop()
    wait(house.change)
    house.served.start()


KINDS = (offline, frozen, killed, restarted)


def cut(house, kind, length):
    """One cut of every wall; answers (said after, live after), the worst of them."""
    said = []

    def wait(change):
        began = time.perf_counter()
        if change:
            change()
        for one in house.screens:
            said.append(one.offline_after(began, min(length, SAID_WITHIN)))
        left = length - (time.perf_counter() - began)
        house.screens[0].page.wait_for_timeout(max(0, left) * 1000)

    kind(house, wait)
    ended = time.perf_counter()
    if length >= SAID_WITHIN and None in said:
        raise NotKept(f"{kind.__name__}: {said} in a cut of {length:.1f} s")
    live = [one.live_after(ended, LIVE_WITHIN) for one in house.screens]
    if None in live:
        raise NotKept(f"{kind.__name__}: live {live} after a cut of {length:.1f} s")
    return max((one for one in said if one), default=0), max(live)


def cuts(browser, count, *, screens=1, kinds=None, seed=0, until=math.inf):
    """So many cuts; answers (cuts by kind, worst said, worst live). Raises NotKept.

    kinds: these in turn, all of them long; without them, random ones. until: no cut is
    begun after this moment of time.perf_counter().
    """
    random, done, said, live = Random(f"cuts {seed}"), Counter(), 0, 0
    with scratch_folder() as folder:
        url = f"sqlite:///{folder / 'portal.db'}"
        house = installed(url, folder)
        store = open_store(house, grades=DESIGNERS)
        for tier in ("small", "medium", "large"):
            store.lead(tier)
        served = Served(folder, url)
        try:
            served.start()
            admin = store.act("admin")
            opened = [
                open_wall(browser, served.address, admin) for _screen in range(screens)
            ]
            shown = House(store, served, opened)
            while done.total() < count and time.perf_counter() < until:
                kind = _next(kinds, done, screens) or random.choice(KINDS)
                span = LONG if kinds or random.random() < 3 / 4 else SHORT
                worst = _cut(shown, kind, random.uniform(*span), done)
                done[kind.__name__] += screens
                said, live = max(said, worst[0]), max(live, worst[1])
            for one in opened:
                one.context.close()
        finally:
            served.kill()
            house.db.close()
    return done, said, live


def _cut(house, kind, length, done):
    """One more cut; what was not kept is told with how many were."""
    try:
        return cut(house, kind, length)
    except NotKept as error:
        raise NotKept(f"{error}, after {done.total():,} that were kept") from error


def _next(kinds, done, screens):
    return kinds[done.total() // screens % len(kinds)] if kinds else None


def main(arguments):
    parser = argparse.ArgumentParser(prog="tests.soak.cuts", description=__doc__)
    parser.add_argument("--cuts", type=int, default=1000)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--walls", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    until = start + asked.minutes * 60
    with chromium() as browser:
        done, said, live = cuts(
            browser, asked.cuts, screens=asked.walls, seed=asked.seed, until=until
        )
    told = ", ".join(f"{kind} {n:,}" for kind, n in done.most_common())
    sys.stdout.write(
        f"cuts: {done.total():,} ({told}) of {asked.walls} walls in "
        f"{time.perf_counter() - start:.0f} s; said so within {said:.1f} s, "
        f"live and like a fresh load within {live:.1f} s\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
