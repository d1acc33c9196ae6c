"""Races of many clients for one lead: one wins, the others are told who and when.

    python -m tests.soak.races --races 10000 --operations 100000 --url both

With `--minutes N` each count ends after so long, and its line says how far it came.

`races` and `operations` raise AssertionError at the first thing that must not be.
"""

import argparse
import functools
import math
import sys
import time
from collections import Counter
from datetime import timedelta
from random import Random

from sqlmodel import col, select, update

from portal.errors import LostRace
from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.rules.library import Library
from portal.services.answers import Refused
from portal.services.dispatch.offers import Awaiting, Offered, offer_lead
from portal.services.dispatch.overdue import settle_offers
from tests.factories import MONDAY_MORNING, RULES, open_house, open_store
from tests.soak.operations import operations
from tests.support.crowd import Crowd
from tests.support.ledger import retell
from tests.support.scratch import KINDS, scratch_folder, scratch_url

MOST_CLIENTS = 16
RACES_A_SITE = 200
# Twelve designers have 24 places a day and 72 a week: nobody runs out of them.
RACES_A_DAY = 20
DAYS_ON = 3
DESIGNERS = {"designer": 9, "deputy_chief": 3, "chief": 1, "fa_principal": 1}


class Broken(AssertionError):
    """A promise did not hold; the message says which, and of which lead."""


def races(house, count, seed=0, until=math.inf):
    """Run them; answers how often each outcome came. Raises Broken.

    until: no new site is begun after this moment of time.perf_counter().
    """
    outcomes = Counter()
    with Crowd(MOST_CLIENTS) as crowd:
        for first in range(0, count, RACES_A_SITE):
            if time.perf_counter() > until:
                break
            store = racing_store(house, f"race{seed}at{first}")
            for n in range(first, min(first + RACES_A_SITE, count)):
                outcomes += race(crowd, store, Random(f"race {seed} {n}"))
                if n % RACES_A_DAY == RACES_A_DAY - 1:
                    next_days(store)
            must_be_true(store)
    return outcomes


def racing_store(house, code):
    """A site of its own, on a Monday morning, with a manager for every client."""
    house.clock.set(MONDAY_MORNING)
    return open_store(house, code, grades=DESIGNERS, managers=MOST_CLIENTS)


def must_be_true(store):
    """The audit, retold, agrees with itself and with the tables."""
    faults = retell(store.house, store.site.id).faults
    if faults:
        raise Broken("\n".join(faults[:10]))


def race(crowd, store, random):
    """One lead, 2 to 16 clients: the first goes by turn, the others as they like."""
    lead_id = store.lead()
    size = random.randint(2, MOST_CLIENTS)
    managers = random.sample(store.managers, size)
    acts = [_client(store, lead_id, managers[0], {})]
    for number in managers[1:]:
        acts.append(_client(store, lead_id, *_wish(store, random, number)))
    random.shuffle(acts)
    results = crowd.rush(acts)
    judge(store, lead_id, results)
    return Counter(type(one).__name__ for one in results)


def _wish(store, random, number):
    """Who asks, and for whom: by turn, a named designer, or by force."""
    kind = random.choice(("turn", "named", "named", "forced"))
    if kind == "turn":
        return number, {}
    designer = random.choice(list(store.designers))
    asked = {"designer_no": designer, "reason": "客户指名"}
    if kind == "named":
        return number, asked
    return "design_manager", {**asked, "forced": True}


def _client(store, lead_id, who, asked):
    return functools.partial(offer_lead, store.act(who), lead_id, **asked)


def judge(store, lead_id, results):
    """One winner; everybody else was refused by a rule or told who won, and when."""
    winners = [one for one in results if isinstance(one, Offered | Awaiting)]
    if len(winners) != 1:
        raise Broken(f"{len(winners)} winners: {results}")
    offer = holding_offer(store, lead_id)
    if offer.id != winners[0].offer:
        raise Broken(f"{offer.id} holds the lead, but {winners[0].offer} won it")
    for one in results:
        if one is winners[0] or isinstance(one, Refused):
            continue
        told = isinstance(one, LostRace) and (one.winner, one.at)
        if told != (offer.offered_by_name, offer.offered_at):
            raise Broken(f"a loser was told {one!r} instead of the winner")


def holding_offer(store, lead_id) -> Offer:
    """The one offer that holds the lead."""
    with store.house.db.reading() as session:
        found = session.exec(select(Offer).where(Offer.holds_lead == lead_id)).all()
    if len(found) != 1:
        raise Broken(f"{len(found)} offers hold one lead")
    return found[0]


def next_days(store):
    """Some days later; what was given away is measured, so nobody is held."""
    store.clock.advance(timedelta(days=DAYS_ON))
    settle_offers(store.act("admin"))
    with store.house.db.writing() as session:
        session.execute(
            update(Lead)
            .where(col(Lead.site_id) == store.site.id, col(Lead.state) == "assigned")
            .values(state="signed")
        )


def run(kind, races_count, operations_count, library, minutes=math.inf):
    """Both counts on one kind of database, with a line of figures each."""
    with scratch_folder() as folder, scratch_url(kind, folder) as url:
        house = open_house(url, folder, library=library)
        for name, work, count in (
            ("races", races, races_count),
            ("operations", operations, operations_count),
        ):
            start = time.perf_counter()
            outcomes = work(house, count, until=start + minutes * 60)
            if count:
                say(kind, name, time.perf_counter() - start, outcomes)
        house.db.close()


def say(kind, name, seconds, outcomes):
    """One line of figures; a race has one winner, an operation one outcome."""
    summed = Counter()
    for what, n in outcomes.items():
        summed[what[-1] if isinstance(what, tuple) else what] += n
    won = summed["Offered"] + summed["Awaiting"]
    count = won if name == "races" else summed.total()
    rate = count / seconds
    told = ", ".join(f"{what} {n:,}" for what, n in summed.most_common())
    sys.stdout.write(
        f"{kind} {name}: {count:,} in {seconds:.0f} s ({rate:.1f}/s): {told}\n"
    )
    sys.stdout.flush()


def main(arguments):
    parser = argparse.ArgumentParser(prog="tests.soak.races", description=__doc__)
    parser.add_argument("--races", type=int, default=0)
    parser.add_argument("--operations", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--url", choices=[*KINDS, "both"], default="both")
    asked = parser.parse_args(arguments)
    library = Library(RULES)
    for kind in KINDS if asked.url == "both" else [asked.url]:
        run(kind, asked.races, asked.operations, library, asked.minutes)


if __name__ == "__main__":
    main(sys.argv[1:])
