"""A named cast in a house of its own: somebody for every role and grade.

`house`     the house, on SQLite, at ten in the morning of a Thursday
`act_as`    act_as("receptionist") -> an Act for use cases
`desk_of`   desk_of("receptionist") -> a browser of hers, logged in
`program`   program("receptionist") -> a program with a token of that role
"""

import shutil
import socket
import threading
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlmodel import select

from portal.app import create_app
from portal.clock import MovingClock
from portal.db import Database
from portal.models.people import Account, Site, Staff
from portal.rules.library import Library
from portal.services import people, sessions
from portal.services.house import House
from portal.services.people.passwords import hash_password
from portal.services.use_case import Act
from portal.settings import Settings
from tests.desks import Desk, Program

RULES = Path(__file__).parents[1] / "rules"
NOON = datetime(2025, 11, 6, 2, 0, tzinfo=UTC)
JOINED = date(2024, 1, 2)
PASSWORD = "correct horse battery"
CAST = {
    "general_manager": ("1001", "邵国强"),
    "customer_manager": ("1002", "赵欣"),
    "store_manager": ("1003", "何立"),
    "design_manager": ("1004", "温如玉"),
    "market_manager": ("1005", "马跃"),
    "salesperson": ("1006", "孙小军"),
    "receptionist": ("1007", "周敏"),
    "duty_officer": ("1008", "吴冬"),
    "client_assistant": ("1009", "郑晓"),
    "gm_office": ("1010", "冯静"),
    "hr": ("1011", "陈晨"),
    "finance": ("1012", "褚明"),
    "admin": ("1013", "卫平"),
    "engineering_head": ("1014", "蒋刚"),
    "technician": ("1015", "沈力"),
    "owners_committee": ("1016", "韩老先生"),
}
DESIGNERS = {
    "2001": ("曹一鸣", "designer"),
    "2002": ("欧阳雪", "designer"),
    "2003": ("沈嘉禾", "deputy_chief"),
    "2004": ("陆川", "chief"),
    "2005": ("顾远", "chief"),
    "2006": ("季青", "fa_principal"),
}


@pytest.fixture(scope="session")
def library():
    """The shipped rules, loaded once; a test that edits rules loads its own copy."""
    return Library(RULES)


def settings_at(folder, url, rules=RULES):
    """The settings of a house whose data lies in the folder."""
    return Settings(database_url=url, rules_dir=rules, data_dir=folder, secret="s" * 40)


def build(folder, url, library, clock):
    """A house with empty tables."""
    settings = settings_at(folder, url)
    house = House(settings, Database(url), library, clock)
    house.db.create_all()
    house.keep_rule_texts()
    return house


def move_in(house):
    """Open the store and let the cast start work, through the services."""
    site = people.add_site(house, "jincheng", "锦城店")
    act = Act(house, people.the_house(site), channel="test")
    for role, (number, name) in CAST.items():
        people.add_staff(act, number, name, role, joined_on=JOINED)
        people.give_role(act, number, role, JOINED)
    for number, (name, grade) in DESIGNERS.items():
        people.add_staff(act, number, name, "designer", joined_on=JOINED)
        people.give_role(act, number, "designer", JOINED)
        people.set_grade(act, number, grade, JOINED)
    _open_accounts(house, site)


def _open_accounts(house, site):
    """A log-in for everybody; one hash for all, because argon2 is slow by design."""
    shared = hash_password(PASSWORD)
    with house.db.writing() as session:
        for staff in session.exec(select(Staff)):
            session.add(
                Account(
                    site_id=site.id,
                    login=f"u{staff.staff_no}",
                    staff_id=staff.id,
                    password_hash=shared,
                )
            )


@pytest.fixture(scope="session")
def furnished(library, tmp_path_factory):
    """The SQLite file of a house the cast has moved into, to be copied."""
    folder = tmp_path_factory.mktemp("furnished")
    house = build(
        folder, f"sqlite:///{folder / 'portal.db'}", library, MovingClock(NOON)
    )
    move_in(house)
    house.db.close()
    return folder / "portal.db"


@pytest.fixture
def clock():
    """Stands at ten in the morning, Thursday 2025-11-06, until it is moved."""
    return MovingClock(NOON)


@pytest.fixture
def house(furnished, library, clock, tmp_path):
    """A furnished house on SQLite."""
    shutil.copy(furnished, tmp_path / "house.db")
    url = f"sqlite:///{tmp_path / 'house.db'}"
    house = House(settings_at(tmp_path, url), Database(url), library, clock)
    yield house
    house.db.close()


@pytest.fixture
def any_house(engine_url, library, clock, tmp_path):
    """A furnished house, once on SQLite and once on PostgreSQL."""
    house = build(tmp_path, engine_url, library, clock)
    move_in(house)
    yield house
    house.db.close()


def number_of(role):
    """The staff number of the one who plays the role; a number stands for itself."""
    return CAST[role][0] if role in CAST else role


def person_in(house, role, now=None):
    """The person of the cast, as a request of his would find him."""
    with house.db.reading() as session:
        found = session.exec(
            select(Account, Staff, Site)
            .join(Staff, Staff.id == Account.staff_id)
            .join(Site, Site.id == Staff.site_id)
            .where(Staff.staff_no == number_of(role))
        ).one()
        return sessions.person_of(session, *found, house.today(), house.clock.now())


def acting(house, role, **more):
    """An act of the one who plays the role."""
    return Act(house, person_in(house, role), **more)


@pytest.fixture
def act_as(house):
    """act_as("receptionist") or act_as("2001", key="k") -> Act."""
    return lambda role, **more: acting(house, role, **more)


@pytest.fixture
def app(house):
    """The application over the furnished house."""
    return create_app(house=house)


@pytest.fixture
def address(app):
    """Where the application is served: by uvicorn, on a free port of this machine."""
    with serving(app) as address:
        yield address


@contextmanager
def serving(app):
    """Serve the application from a thread until the block ends; gives its address."""
    # Named as TCP, else asyncio leaves its answers to wait for the next packet.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    config = uvicorn.Config(app, ws="none", lifespan="on", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        # A request sent before it has started waits at the listening socket.
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        app.state.house.hub.close()  # in a thread no signal ends the streams
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def browser_client(address):
    """Opens browsers with nobody logged in; each has cookies of its own."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(httpx.Client(base_url=address, timeout=30))


def log_in_without_password(house, role):
    """A session token of the person, as a right password would give."""
    with house.db.writing() as session:
        account = session.exec(
            select(Account)
            .join(Staff, Staff.id == Account.staff_id)
            .where(Staff.staff_no == number_of(role))
        ).one()
        return sessions.open_session(session, account, house, "jincheng", "127.0.0.1")


@pytest.fixture
def desk_of(browser_client, house):
    """desk_of("receptionist") or desk_of("2001") -> Desk."""

    def open_desk(role):
        client = browser_client()
        client.cookies.set("session", log_in_without_password(house, role))
        desk = Desk(client, lambda: person_in(house, role))
        desk.token = csrf_token_in(client.get("/people/none").text)
        return desk

    return open_desk


def csrf_token_in(page):
    """The form token a page carries."""
    return page.partition('name="_csrf_token" value="')[2].partition('"')[0]


@pytest.fixture
def program(browser_client, house):
    """program("hr") or program("2001") -> Program, acting as that person."""

    def issue(role):
        act = acting(house, "admin")
        acts_as = "designer" if role in DESIGNERS else role
        made = people.create_token(act, acts_as, "test", number_of(role))
        return Program(browser_client(), made.token)

    return issue
