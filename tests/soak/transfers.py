"""Random transfers and imports under a moving clock: no lead without owner and date.

    python -m tests.soak.transfers --transfers 100000 --url both

With `--minutes N` the count ends after so long, and its line says how far it came.
`transfers` raises Unowned at the first lead nobody has to look after.
"""

import argparse
import math
import sys
import time
from collections import Counter
from random import Random

from portal.errors import BadInput, LostRace, NotAllowed
from portal.rules.library import Library
from tests.factories import MONDAY_MORNING, RULES, open_house, open_store
from tests.support.crowd import outcome_of
from tests.support.ledger import retell
from tests.support.moves import Ground
from tests.support.scratch import KINDS, scratch_folder, scratch_url
from tests.support.transfers import WEIGHTS, unowned

TRANSFERS_A_SITE = 400
TRANSFERS_A_BATCH = 20
LEADS_AT_HAND = 8
DESIGNERS = {"designer": 4, "deputy_chief": 2, "chief": 3, "fa_principal": 2}
# Ways an act may end without having done anything; all else is a fault.
FAIR = (LostRace, NotAllowed, BadInput)


class Unowned(AssertionError):
    """A lead that is not ended has no owner, no due date, or the wrong ones."""


def transfers(house, count, seed=0, until=math.inf):
    """Run them; answers how often each (move, outcome) came. Raises Unowned.

    until: no new site is begun after this moment of time.perf_counter().
    """
    outcomes = Counter()
    for first in range(0, count, TRANSFERS_A_SITE):
        if time.perf_counter() > until:
            break
        house.clock.set(MONDAY_MORNING)
        store = open_store(house, f"own{seed}at{first}", grades=DESIGNERS)
        size = min(TRANSFERS_A_SITE, count - first)
        outcomes += _at_one_site(store, size, Random(f"own {seed} {first}"))
        faults = retell(house, store.site.id).faults
        if faults:
            raise Unowned("\n".join(faults[:10]))
    return outcomes


def _at_one_site(store, size, random):
    ground = Ground(store, [store.lead() for _ in range(LEADS_AT_HAND)])
    moves, weights = list(WEIGHTS), list(WEIGHTS.values())
    outcomes = Counter()
    for number, move in enumerate(random.choices(moves, weights, k=size), 1):
        result = outcome_of(lambda move=move: move(ground, random))
        if isinstance(result, Exception) and not isinstance(result, FAIR):
            raise result
        outcomes[move.__name__, type(result).__name__] += 1
        if number % TRANSFERS_A_BATCH == 0 or number == size:
            _must_be_owned(store, move)
    return outcomes


def _must_be_owned(store, move):
    faults = unowned(store)
    if faults:
        raise Unowned("\n".join([f"after {move.__name__}:", *faults[:10]]))


def run(kind, count, library, minutes=math.inf):
    """The count on one kind of database, with a line of figures."""
    with scratch_folder() as folder, scratch_url(kind, folder) as url:
        house = open_house(url, folder, library=library)
        start = time.perf_counter()
        outcomes = transfers(house, count, until=start + minutes * 60)
        say(kind, time.perf_counter() - start, outcomes)
        house.db.close()


def say(kind, seconds, outcomes):
    """One line of figures: how many moves, and how they ended."""
    ended = Counter()
    for (_move, outcome), times in outcomes.items():
        ended[outcome] += times
    count = ended.total()
    told = ", ".join(f"{what} {n:,}" for what, n in ended.most_common())
    sys.stdout.write(
        f"{kind} transfers: {count:,} in {seconds:.0f} s"
        f" ({count / seconds:.1f}/s), every open lead owned and due: {told}\n"
    )
    sys.stdout.flush()


def main(arguments):
    parser = argparse.ArgumentParser(prog="tests.soak.transfers", description=__doc__)
    parser.add_argument("--transfers", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--url", choices=[*KINDS, "both"], default="both")
    asked = parser.parse_args(arguments)
    library = Library(RULES)
    for kind in KINDS if asked.url == "both" else [asked.url]:
        run(kind, asked.transfers, library, asked.minutes)


if __name__ == "__main__":
    main(sys.argv[1:])
