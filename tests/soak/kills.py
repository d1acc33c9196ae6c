"""kill -9 of the served portal under eight writing clients: nothing lost, nothing half.

    python -m tests.soak.kills --kills 300

Each round has a site of its own. Clients write over HTTP until the process is killed at
a random answer; then the database is read as it was left. When the portal is started
again, what nobody answered is sent once more under the same key.
"""

import argparse
import math
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

from sqlalchemy import text
from sqlmodel import select

from portal import migrations
from portal.clock import SystemClock
from portal.models.audit import KeptAnswer
from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.rules.library import Library
from portal.services.house import House
from portal.services.people import create_token
from tests.factories import RULES, open_house, open_store
from tests.support.clients import Lost, Round, write
from tests.support.halves import halves
from tests.support.ledger import retell
from tests.support.scratch import scratch_folder
from tests.support.served import Served

CLIENTS = 8
MOST_ANSWERS = 80
DESIGNERS = {"designer": 8, "deputy_chief": 2, "chief": 1, "fa_principal": 1}


def one_round(house, served, code, random, before=None):
    """Serve, repeat what nobody answered last time, write, kill, look; the round."""
    store = open_store(house, code, grades=DESIGNERS)
    shared = prepared(store, served.address, random)
    served.start()
    if before is not None:
        send_again(before)
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [
            pool.submit(write, shared, Random(f"{code} {n}")) for n in range(CLIENTS)
        ]
        shared.enough.wait(timeout=60)
        served.kill()
        for one in clients:
            one.result()
    must_stand(house, shared)
    if before is not None:
        must_stand(house, before)
    return shared


def send_again(shared):
    """What had no answer when the portal died gets one now, under its first key."""
    with shared.client() as client:
        for request in shared.unanswered:
            shared.note(request, request.send(client))


def prepared(store, address, random):
    """Tokens for a desk, two managers and every designer of the new site."""

    def token(role, number):
        return create_token(store.act("admin"), role, "soak", number).token

    return Round(
        site_id=store.site.id,
        address=address,
        desk=token("receptionist", "1001"),
        managers=[token("customer_manager", number) for number in store.managers],
        designers={number: token("designer", number) for number in store.designers},
        stop_after=random.randint(1, MOST_ANSWERS),
    )


def must_stand(house, shared):
    """The file is sound, every promise is kept, and every act is whole."""
    site_id = shared.site_id
    with house.db.reading() as session:
        sound = session.execute(text("PRAGMA integrity_check")).scalars().all()
        stray = session.execute(text("PRAGMA foreign_key_check")).all()
        faults = [] if sound == ["ok"] and not stray else [f"{sound} {stray}"]
        faults += lost_promises(session, site_id, shared.answered)
        faults += halves(session, site_id)
    faults += retell(house, site_id).faults
    if faults:
        raise Lost("\n".join(faults[:10]))


def lost_promises(session, site_id, answered):
    """What was answered with 2xx (or refused by a rule) and does not stand."""
    kept = select(KeptAnswer.key).where(KeptAnswer.site_id == site_id)
    keys = set(session.exec(kept).all())
    for request, status, body in answered:
        if status < 300 and request.key not in keys:
            yield f"{request.path} was answered {status} {body}, no answer is kept"
        elif status == 201 and not _stands(session, body):
            yield f"{request.path} was answered {body}, which does not stand"


def _stands(session, body):
    if "offer" in body:
        return session.get(Offer, UUID(body["offer"])) is not None
    return session.get(Lead, UUID(body["id"])) is not None


def figures(shared):
    """How many answers of each status, and how many requests had none at first."""
    found = Counter(status for _request, status, _body in shared.answered)
    found["sent again"] = len(shared.unanswered)
    return found


def kills(count, seed=0, until=math.inf):
    """So many rounds on SQLite; answers (rounds, figures). Raises Lost.

    until: no round is begun after this moment of time.perf_counter().
    """
    rounds = []
    with scratch_folder() as folder:
        url = f"sqlite:///{folder / 'portal.db'}"
        house = installed(url, folder)
        served = Served(folder, url)
        try:
            while len(rounds) < count and time.perf_counter() < until:
                code = f"kill{len(rounds)}"
                random = Random(f"{code} {seed}")
                before = rounds[-1] if rounds else None
                rounds.append(one_round(house, served, code, random, before))
        except AssertionError as error:
            raise Lost(f"{error}\n{served.said()}") from error
        finally:
            served.kill()
            house.db.close()
    return len(rounds), sum(map(figures, rounds), Counter())


def installed(url, folder):
    """The house of an installation: tables by migration, the machine's own clock."""
    library = Library(RULES)
    house = open_house(
        url, folder, library=library, tables=lambda db: migrations.upgrade(db.engine)
    )
    return House(house.settings, house.db, library, SystemClock())


def main(arguments):
    parser = argparse.ArgumentParser(prog="tests.soak.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    rounds, total = kills(asked.kills, asked.seed, start + asked.minutes * 60)
    told = ", ".join(f"{what}: {n:,}" for what, n in total.most_common())
    seconds = time.perf_counter() - start
    sys.stdout.write(f"kills: {rounds:,} in {seconds:.0f} s, answers {told}, 0 lost\n")


if __name__ == "__main__":
    main(sys.argv[1:])
