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
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock
from uuid import UUID, uuid4

import httpx
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
from tests.support.halves import halves
from tests.support.ledger import retell
from tests.support.scratch import scratch_folder
from tests.support.served import Served

CLIENTS = 8
MOST_ANSWERS = 80
DESIGNERS = {"designer": 8, "deputy_chief": 2, "chief": 1, "fa_principal": 1}
AWAY = (httpx.TransportError,)


class Lost(AssertionError):
    """An acknowledged write is not there, or something stands by halves."""


@dataclass(frozen=True)
class Request:
    """One POST as it was sent; the same again under the same key is harmless."""

    path: str
    body: dict
    token: str
    key: str = field(default_factory=lambda: str(uuid4()))

    def send(self, client):
        """The answer."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": self.key,
        }
        return client.post(self.path, json=self.body, headers=headers)


@dataclass
class Round:
    """What the clients of one round share: tokens, leads and offers they know of."""

    site_id: UUID
    address: str
    desk: str
    managers: list
    designers: dict
    stop_after: int
    enough: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    leads: list = field(default_factory=list)
    offers: list = field(default_factory=list)
    answered: list = field(default_factory=list)
    unanswered: list = field(default_factory=list)

    def note(self, request, response):
        """An answer came back: from now on it is a promise."""
        if response.status_code >= 500:
            raise Lost(f"{request.path}: {response.status_code} {response.text}")
        with self.lock:
            self.answered.append((request, response.status_code, response.json()))
            self._learn(response)
            if len(self.answered) >= self.stop_after:
                self.enough.set()

    def _learn(self, response):
        body = response.json()
        if response.status_code == 201 and "offer" in body:
            self.offers.append((body["offer"], body["designer"]))
        elif response.status_code == 201 and "duplicates" in body:
            self.leads.append(body["id"])


def write(shared, random):
    """One client: writes until the portal is gone."""
    with httpx.Client(base_url=shared.address, timeout=30) as client:
        while True:
            request = wish(shared, random)
            try:
                response = request.send(client)
            except AWAY:
                shared.unanswered.append(request)
                return
            shared.note(request, response)


def wish(shared, random):
    """Something somebody at a desk would do next."""
    if not shared.leads or random.random() < 1 / 4:
        return registration(shared, random)
    lead = random.choice(shared.leads[-20:])
    if shared.offers and random.random() < 1 / 2:
        return answer(shared, random)
    if random.random() < 1 / 4:
        return Request(f"/api/leads/{lead}/claims", claim(random), shared.desk)
    manager = random.choice(shared.managers)
    return Request(f"/api/leads/{lead}/offers", {}, manager)


def registration(shared, random):
    """A client with none, one or two claims on him; the remarks say how many."""
    claims = [claim(random) for _ in range(random.randrange(3))]
    number = random.randrange(10**8)
    body = {
        "client_name": "王小明",
        "phone": f"138{number:08d}",
        "site_address": f"翠湖苑 {number} 号",
        "floor_area": 96,
        "renovation_date": "2027-03-01",
        "estimated_amount": 20000,
        "channel": "walk_in",
        "grades_introduced": True,
        "remarks": str(len(claims)),
        "claims": claims,
    }
    return Request("/api/leads", body, shared.desk)


def claim(random):
    """Somebody of the house says the client is his, each at a moment of its own."""
    moment = f"2025-11-{random.randint(10, 28)}T10:{random.randint(10, 59)}:00+08:00"
    return {
        "principle": random.choice(("invited", "client_statement")),
        "staff": random.choice(("1001", "1004")),
        "at": moment,
    }


def answer(shared, random):
    """The designer takes a lead, or asks not to: then its place is free again."""
    offer, designer = random.choice(shared.offers[-20:])
    token = shared.designers[designer]
    if random.random() < 1 / 3:
        return Request(f"/api/offers/{offer}/accept", {}, token)
    reason = {"reason": "在外地量房", "before_client": False}
    return Request(f"/api/offers/{offer}/decline", reason, token)


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
    with httpx.Client(base_url=shared.address, timeout=30) as client:
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
