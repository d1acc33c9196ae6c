"""Clients that write to the served portal over HTTP and remember what it told them."""

from dataclasses import dataclass, field
from threading import Event, Lock
from uuid import UUID, uuid4

import httpx

SECONDS_TO_ANSWER = 30


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

    def client(self):
        """A connection of one's own to the portal."""
        return httpx.Client(base_url=self.address, timeout=SECONDS_TO_ANSWER)

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
    with shared.client() as client:
        while True:
            request = wish(shared, random)
            try:
                response = request.send(client)
            except httpx.TransportError:
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
