"""A store to measure on: twelve designers, leads that wait, and its web servers."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.error import URLError

from portal import migrations
from portal.clock import SystemClock
from portal.db import Database
from portal.rules.library import Library
from portal.services import devices, people
from portal.services.house import House
from portal.services.reception.registering import LeadForm, register_lead
from portal.services.use_case import Act
from portal.settings import Settings

GRADES = ("designer", "designer", "deputy_chief", "chief")
DESIGNERS, WAITING, MANAGER = 12, 20, "customer_manager"
AMOUNTS = (20_000, 48_000, 180_000)
SECONDS_TO_START = 120


@dataclass(frozen=True)
class Furnished:
    """A house in use: a program's token, and a link for each screen on its walls."""

    house: House
    token: str
    screens: list[str]


def furnish(folder: Path, url: str, screens: int) -> Furnished:
    """A store with people, clients and paired screens, made by the services."""
    env = {"PORTAL_DATA_DIR": str(folder), "PORTAL_DATABASE_URL": url}
    settings = Settings.from_env(env)
    db = Database(settings.database_url)
    house = House(settings, db, Library(settings.rules_dir), SystemClock())
    migrations.upgrade(house.db.engine)
    house.keep_rule_texts()
    site = people.add_site(house, "bench", "测速店")
    act = Act(house, people.the_house(site), channel="bench")
    _hire(act)
    manager = replace(act.by, roles=frozenset({MANAGER}))
    for number in range(WAITING):
        register_lead(replace(act, by=manager), _client(act, number))
    token = people.create_token(act, MANAGER).token
    return Furnished(house, token, [_screen(act, number) for number in range(screens)])


def _screen(act: Act, number: int) -> str:
    """The link of a screen on which it has been opened."""
    link = devices.pair_device(act, f"屏幕 {number}", "board", "zh_Hans").token
    devices.open_link(act.house, link, "127.0.0.1")
    return link


def _hire(act: Act) -> None:
    since = date(2024, 1, 2)
    for number in range(DESIGNERS):
        no, grade = f"2{number:03}", GRADES[number % len(GRADES)]
        people.add_staff(act, no, f"设计师 {number}", "designer", joined_on=since)
        people.give_role(act, no, "designer", since)
        people.set_grade(act, no, grade, since)


def _client(act: Act, number: int) -> LeadForm:
    return LeadForm(
        client_name="王丽华",
        phone=f"1380013{number:04}",
        site_address=f"锦绣花园 {number} 栋 601",
        floor_area=Decimal(128),
        renovation_date=act.today + timedelta(days=60),
        estimated_amount=Decimal(AMOUNTS[number % len(AMOUNTS)]),
        channel="walk_in",
        grades_introduced=True,
    )


@contextmanager
def served(folder: Path, url: str, processes: int) -> Iterator[list[int]]:
    """So many `portal serve` on the database; gives their ports, stops them after."""
    with ExitStack() as stack:
        ports = [_serve(stack, folder / str(n), url) for n in range(processes)]
        for port in ports:
            _wait_until_ready(port)
        yield ports


def _serve(stack: ExitStack, folder: Path, url: str) -> int:
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = os.environ | {
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_DATABASE_URL": url,
        "PORTAL_PORT": str(port),
        "PORTAL_LOG": "warning",
    }
    command = [sys.executable, "-m", "portal", "serve"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return port


def _wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready").close()
            return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
