"""Which open streams have lost the log-in, token or screen they came in by."""

from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from portal.models.devices import Device
from portal.models.people import Account, ApiToken, LoginSession, Site, Staff
from portal.services.house import House
from portal.services.sessions import has_left, limit


class Door(NamedTuple):
    """What a visitor came in by: a kind, and the hash or id it is stored under."""

    kind: str
    key: str


def revoked(house: House, doors: Iterable[Hashable]) -> set[Door]:
    """Those of the doors that are shut now: one look for all streams of a process."""
    asked = {one for one in doors if isinstance(one, Door)}
    with house.db.reading() as session:
        open_now = {
            *_sessions(session, house, _keys(asked, "session")),
            *_tokens(session, house.today(), _keys(asked, "token")),
            *_screens(session, _keys(asked, "device")),
        }
    return asked - open_now


def _keys(doors: set[Door], kind: str) -> list[str]:
    return [door.key for door in doors if door.kind == kind]


def _sessions(session: Session, house: House, keys: list[str]) -> Iterable[Door]:
    now, today = house.clock.now(), house.today()
    rows = session.exec(
        select(LoginSession, Staff, Site)
        .join(Account, col(Account.id) == col(LoginSession.account_id))
        .join(Staff, col(Staff.id) == col(Account.staff_id))
        .join(Site, col(Site.id) == col(Staff.site_id))
        .where(
            col(LoginSession.token_hash).in_(keys),
            col(LoginSession.revoked_at).is_(None),
            LoginSession.ends_at > now,
            col(Account.disabled_at).is_(None),
        )
    )
    for login, staff, site in rows:
        idle = timedelta(minutes=limit(house, site.code, "session_idle_minutes"))
        if now - login.seen_at <= idle and not has_left(staff, today):
            yield Door("session", login.token_hash)


def _tokens(session: Session, today: date, keys: list[str]) -> Iterable[Door]:
    rows = session.execute(
        select(ApiToken.id, Staff)
        .join(Staff, col(Staff.id) == col(ApiToken.staff_id), isouter=True)
        .where(
            col(ApiToken.id).in_(map(UUID, keys)), col(ApiToken.revoked_at).is_(None)
        )
    )
    for token_id, staff in rows:
        if staff is None or not has_left(staff, today):
            yield Door("token", str(token_id))


def _screens(session: Session, keys: list[str]) -> Iterable[Door]:
    rows = session.exec(
        select(Device.id).where(
            col(Device.id).in_(map(UUID, keys)),
            col(Device.revoked_at).is_(None),
            # A new link was made: the old one shows nothing any more.
            col(Device.paired_at).is_not(None),
        )
    )
    return [Door("device", str(device_id)) for device_id in rows]
