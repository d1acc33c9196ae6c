"""Random dispatch operations from eight threads, held against the audit afterwards."""

import math
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random

from portal.errors import LostRace, NotAllowed
from tests.factories import MONDAY_MORNING, open_store
from tests.support.crowd import outcome_of
from tests.support.ledger import retell
from tests.support.moves import WEIGHTS, Ground, Wrong

THREADS = 8
OPERATIONS_A_SITE = 2000
# So few leads and designers that the threads keep meeting on the same rows.
LEADS_AT_HAND = 12
DESIGNERS = {"designer": 4, "deputy_chief": 2, "chief": 3, "fa_principal": 2}


def operations(house, count, seed=0, until=math.inf):
    """Run them; answers how often each (act, outcome) came. Raises at the first fault.

    until: no new site is begun after this moment of time.perf_counter().
    """
    outcomes = Counter()
    for first in range(0, count, OPERATIONS_A_SITE):
        if time.perf_counter() > until:
            break
        house.clock.set(MONDAY_MORNING)
        store = open_store(house, f"ops{seed}at{first}", grades=DESIGNERS, managers=4)
        ground = Ground(store, [store.lead() for _ in range(LEADS_AT_HAND)])
        size = min(OPERATIONS_A_SITE, count - first)
        outcomes += _together(ground, size, f"{seed} {first}")
        faults = retell(house, store.site.id).faults
        if faults:
            raise Wrong("\n".join(faults[:10]))
    return outcomes


def _together(ground, size, seed):
    shares = [size // THREADS + (n < size % THREADS) for n in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        started = [
            pool.submit(_one_thread, ground, share, Random(f"ops {seed} {n}"))
            for n, share in enumerate(shares)
        ]
        return sum((one.result() for one in started), Counter())


def _one_thread(ground, share, random):
    outcomes = Counter()
    acts, weights = list(WEIGHTS), list(WEIGHTS.values())
    for act in random.choices(acts, weights, k=share):
        result = outcome_of(lambda act=act: act(ground, random))
        if isinstance(result, Exception):
            _must_be_fair(act, result)
        outcomes[act.__name__, type(result).__name__] += 1
    return outcomes


def _must_be_fair(act, error):
    """A loser is told when it was decided; a designer answers only for himself."""
    if isinstance(error, NotAllowed):
        return
    if not isinstance(error, LostRace) or error.at is None:
        raise Wrong(f"{act.__name__} ended in {error!r}") from error
