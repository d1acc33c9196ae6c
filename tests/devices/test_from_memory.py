"""A screen is told from memory; whoever changes one tells every process."""

from datetime import timedelta

from sqlmodel import select

from portal.models.devices import Device
from portal.services import devices, sessions
from portal.services.devices import using
from portal.services.devices.screens import screen_person
from portal.services.house import House
from portal.services.use_case import Act
from tests.people import acting

NEW = {"name": "大厅屏", "shows": "board", "locale": "zh_Hans"}


def made(house):
    """(link token, id) of a screen in use."""
    act = acting(house, "admin")
    new = devices.pair_device(act, **NEW)
    devices.open_link(house, new.token, "127.0.0.1")
    return new.token, new.id


def test_a_screen_is_known_from_memory(any_house, monkeypatch):
    house = any_house
    token, _id = made(house)
    assert devices.recognise(house, token).person
    # Within the second between two looks nothing is asked of the database.
    monkeypatch.setattr(type(house.db), "reading", None)
    for _ in range(100):
        assert devices.recognise(house, token).person


def test_a_screen_stopped_by_another_process_is_stopped_here(any_house, monkeypatch):
    token, device = made(any_house)
    assert devices.recognise(any_house, token).person
    other = _process_of(any_house)
    devices.revoke_device(acting(other, "admin"), device)
    monkeypatch.setattr("portal.services.devices.screens.LOOK_EVERY", timedelta())
    assert devices.recognise(any_house, token).stopped.by == "卫平"
    other.db.close()


def test_a_screen_paired_by_another_process_is_known_here_at_once(any_house):
    other = _process_of(any_house)
    assert devices.recognise(any_house, "unknown").stopped
    token, _id = made(other)
    assert devices.recognise(any_house, token).person
    other.db.close()


def _process_of(house):
    """The same house as another process has it: memory and connections of its own."""
    db = type(house.db)(house.db.url)
    return House(house.settings, db, house.library, house.clock)


def test_two_screens_that_type_one_code_at_once_become_one(any_house):
    new = devices.pair_device(acting(any_house, "admin"), **NEW)
    code_hash = sessions.digest(new.code)
    # Both have found the code waiting before either is written.
    first, second = using._waiting(any_house, code_hash), "token of the slower one"
    act = Act(any_house, screen_person(any_house, *first))
    assert devices.use_code(any_house, new.code, "10.0.0.1").token
    assert using._connect(act, new.id, code_hash, second).id is None
    with any_house.db.reading() as session:
        assert session.exec(select(Device.token_hash)).one() != second
