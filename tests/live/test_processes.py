"""Several web processes on one PostgreSQL: what one writes, the pages of all hear."""

import shutil
import time
from contextlib import ExitStack
from uuid import uuid4

import httpx
import psycopg
import pytest

from portal.live.feeds import LISTENER
from portal.services import people
from tests.live.acts import installed
from tests.live.streams import following
from tests.live.test_events import change
from tests.people import RULES, acting
from tests.support.served import Served

SETTINGS = "dispatch/settings.yaml"
PROCESSES, STREAMS, SECONDS_TO_END = 2, 12, 5
PATIENCE = 60  # seconds a read may take on a busy machine before it is a fault


class Row:
    """Web processes over one house, and a program at each of them."""

    def __init__(self, house, rules, processes, clients):
        self.house, self.rules = house, rules
        self.processes, self.clients = processes, clients

    def shown(self, client):
        """A figure as this process decides it."""
        asked = client.post(
            "/api/rules/dispatch.settings/evaluate", json={"facts": {}, "site": None}
        )
        return asked.json()["outcome"]["board_leads_shown"]


@pytest.fixture(scope="module")
def row(postgres_server, library, tmp_path_factory):
    """Two `portal serve`, each as an installation starts it, on one rules folder."""
    folder = tmp_path_factory.mktemp("row")
    rules = shutil.copytree(RULES, folder / "rules")
    name = f"portal_{uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    url = postgres_server.get_uri(name).replace("postgresql:", "postgresql+psycopg:", 1)
    house = installed(folder, url, library)
    token = people.create_token(acting(house, "admin"), "customer_manager", "t", "1002")
    with ExitStack() as stack:
        stack.callback(house.db.close)
        processes = []
        for number in range(PROCESSES):
            own = folder / str(number)
            own.mkdir()
            served = Served(own, url, PORTAL_RULES_DIR=str(rules))
            stack.callback(served.stop)
            served.start()
            processes.append(served)
        headers = {"Authorization": f"Bearer {token.token}"}
        clients = [stack.enter_context(_at(one, headers)) for one in processes]
        yield Row(house, rules, processes, clients)


def test_what_is_written_in_one_process_is_heard_at_the_other(row):
    writer, reader = row.clients
    with following(reader, "leads") as events:
        made = writer.post(
            "/api/leads",
            json={
                "client_name": "王丽华",
                "phone": "13800134471",
                "site_address": "锦绣花园 12 栋 601",
                "channel": "walk_in",
            },
        )
        assert made.status_code == 201, made.text
        assert events.next().topic == "leads"


def test_both_processes_tell_the_same_version(row):
    one, other = row.clients
    with following(one, "dispatch") as here, following(other, "dispatch") as there:
        change(acting(row.house, "customer_manager"), "dispatch")
        assert here.next() == there.next()


def test_more_topics_than_a_notification_holds_are_all_heard(row):
    _, reader = row.clients
    topics = [f"many.{'x' * 25}{letter}" for letter in _names(400)]
    assert len("".join(topics)) > 9_000
    with following(reader, f"{topics[0]},{topics[-1]}") as events:
        change(acting(row.house, "customer_manager"), *topics)
        told = [events.next(), events.next()]
        assert {one.topic for one in told} == {topics[0], topics[-1]}
        change(acting(row.house, "customer_manager"), topics[0])
        assert events.next().version == told[0].version + 1


def _names(count):
    letters = "abcdefghijklmnopqrst"
    return [a + b for a in letters for b in letters][:count]


def test_words_of_a_stranger_on_the_channel_end_nothing(row):
    with following(row.clients[0], "dispatch") as events:
        with psycopg.connect(_address(row), autocommit=True) as connection:
            connection.execute("SELECT pg_notify('portal_live', 'good morning')")
        assert events.next().topic == "refetch"
        change(acting(row.house, "customer_manager"), "dispatch")
        assert events.next().topic == "dispatch"


def test_a_listener_whose_connection_is_cut_comes_back_and_has_its_pages_ask(row):
    one, other = row.clients
    with following(one, "dispatch") as here, following(other, "dispatch") as there:
        with psycopg.connect(_address(row), autocommit=True) as connection:
            cut = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = %s AND datname = current_database()",
                [LISTENER],
            ).fetchall()
        assert cut == [(True,)] * PROCESSES
        assert [here.next().topic, there.next().topic] == ["refetch", "refetch"]
        change(acting(row.house, "customer_manager"), "dispatch")
        assert [here.next().topic, there.next().topic] == ["dispatch", "dispatch"]


def test_a_changed_rule_file_decides_in_every_process_within_two_seconds(row):
    path = row.rules / SETTINGS
    before = path.read_text("utf-8")
    with ExitStack() as stack:
        streams = [
            stack.enter_context(following(client, "rules")) for client in row.clients
        ]
        assert [row.shown(client) for client in row.clients] == [2, 2]
        written = time.monotonic()
        changed = before.replace("board_leads_shown: 2", "board_leads_shown: 3")
        path.write_text(changed, "utf-8")
        while [row.shown(client) for client in row.clients] != [3, 3]:
            assert time.monotonic() - written < 2
        assert {events.next().topic for events in streams} == {"rules"}


def _address(row):
    return row.house.settings.database_url.replace("+psycopg", "")


def test_workers_of_one_server_tell_all_their_pages_and_end_together(row, tmp_path):
    rules = {"PORTAL_RULES_DIR": str(row.rules)}
    url = row.house.settings.database_url
    served = Served(tmp_path, url, "--workers", "2", **rules)
    served.start()
    try:
        with ExitStack() as stack:
            at_workers = [
                stack.enter_context(_at(served, row.clients[0].headers))
                for _ in range(STREAMS)
            ]
            streams = [
                stack.enter_context(following(client, "dispatch"))
                for client in at_workers
            ]
            change(acting(row.house, "customer_manager"), "dispatch")
            assert len({events.next() for events in streams}) == 1
            asked = time.monotonic()
            served.stop()
            assert time.monotonic() - asked < SECONDS_TO_END
            assert [events.next() for events in streams] == [None] * STREAMS
    finally:
        served.kill()
    assert "Traceback" not in served.said()


def _at(served, headers):
    return httpx.Client(base_url=served.address, headers=headers, timeout=PATIENCE)
