"""Which screen sends a request, told from memory.

A wall asks every few seconds and there may be hundreds, so the database is asked for
none of them: once a second one look tells whether any screen has changed since
(`TOPIC`). Whoever changes one here calls `forget`, and the next request sees it.
"""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import update
from sqlmodel import col, select

from portal.access import Person
from portal.clock import SystemClock
from portal.db import Database
from portal.models.audit import LiveVersion
from portal.models.devices import Device
from portal.models.people import Site
from portal.rules.evaluate import decide
from portal.services.house import House
from portal.services.sessions import SEEN_EVERY, StoppedScreen, Visitor, digest

TOPIC = "devices"
DEVICE = "access.device"
LOOK_EVERY = timedelta(seconds=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
UNKNOWN = Visitor(stopped=StoppedScreen())
# How old memory is, is a matter of this machine: the house's clock may stand still.
_machine = SystemClock()


@dataclass
class _Screens:
    """The screens of one database by the hash of their link, as of `versions`."""

    known: dict[str, tuple[Device, Site]] = field(default_factory=dict)
    versions: dict[UUID, int] | None = None
    looked_at: datetime = LONG_AGO
    seen: dict[UUID, datetime] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_of: WeakKeyDictionary[Database, _Screens] = WeakKeyDictionary()
_first_look = threading.Lock()


def _screens(house: House) -> _Screens:
    with _first_look:
        return _of.setdefault(house.db, _Screens())


def forget(house: House) -> None:
    """A screen of the house has changed: look again with the next request."""
    _screens(house).looked_at = LONG_AGO


def recognise(house: House, token: str, address: str = "") -> Visitor:
    """The screen with this link or cookie; one out of use is nobody, and told so.

    address: where it was seen, kept once a minute at most; "" keeps nothing.
    """
    found = _find(house, digest(token))
    if found is None:
        return UNKNOWN
    device, site = found
    if device.revoked_at is not None:
        return Visitor(stopped=_stopped(device))
    if address and not _seen_lately(house, device):
        _mark_seen(house, device, address)
    return Visitor(screen_person(house, device, site), screen=device.id)


def at_hand(house: House, token: str) -> Visitor | None:
    """What `recognise` would answer, if it need neither read nor write for that.

    Hundreds of screens ask at the same moment: these need no thread each.
    """
    screens = _screens(house)
    found = screens.known.get(digest(token))
    if found is None or _is_old(screens):
        return None
    device, site = found
    if device.revoked_at is not None or not _seen_lately(house, device):
        return None
    return Visitor(screen_person(house, device, site), screen=device.id)


def _stopped(device: Device) -> StoppedScreen:
    return StoppedScreen(
        device.name, device.revoked_by, device.revoked_at, device.locale
    )


def _find(house: House, token_hash: str) -> tuple[Device, Site] | None:
    asked, screens = _machine.now(), _screens(house)
    if _is_old(screens):
        _look(house, screens, asked)
    if token_hash not in screens.known:
        # Perhaps paired this moment, by another process.
        _look(house, screens, asked)
    return screens.known.get(token_hash)


def _is_old(screens: _Screens) -> bool:
    # A clock that was set back must not keep old memory alive.
    return abs(_machine.now() - screens.looked_at) >= LOOK_EVERY


def _look(house: House, screens: _Screens, asked: datetime) -> None:
    """Read the screens anew if one has changed since the last look.

    One look is enough for all who asked before it began.
    """
    with screens.lock, house.db.reading() as session:
        if screens.looked_at > asked:
            return
        # Before the reading: a change in between is found by the next look.
        looked_at = _machine.now()
        rows = session.execute(
            select(LiveVersion.site_id, LiveVersion.version).where(
                LiveVersion.topic == TOPIC
            )
        )
        versions = {site_id: version for site_id, version in rows}
        if versions != screens.versions:
            found = session.exec(
                select(Device, Site).join(Site, col(Site.id) == col(Device.site_id))
            )
            screens.known = {
                device.token_hash: (device, site) for device, site in found
            }
            screens.versions = versions
        screens.looked_at = looked_at


def screen_person(house: House, device: Device, site: Site) -> Person:
    """The screen as somebody who acts: with the one role of what it shows."""
    rules = house.library.rules(site.code)
    asked = decide(rules[DEVICE], {"shows": device.shows}, house.today())
    return Person(
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        name=device.name,
        roles=frozenset({str(asked.one["role"])}),
        locale=device.locale,
    )


def _seen_lately(house: House, device: Device) -> bool:
    last = _screens(house).seen.get(device.id, device.seen_at)
    return last is not None and house.clock.now() - last < SEEN_EVERY


def _mark_seen(house: House, device: Device, address: str) -> None:
    now = house.clock.now()
    _screens(house).seen[device.id] = now
    with house.db.writing() as session:
        session.execute(
            update(Device)
            .where(col(Device.id) == device.id)
            .values(seen_at=now, address=address)
        )
