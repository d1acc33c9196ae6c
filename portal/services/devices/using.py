"""What a screen does itself: open its link, or have its code typed on it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func
from sqlmodel import Session, col, select

from portal.models.devices import Device, PairingTry
from portal.models.people import Site
from portal.services.answers import Done
from portal.services.devices.pairing import device_of, note_change
from portal.services.devices.screens import forget, recognise, screen_person
from portal.services.house import House
from portal.services.people.words import length_of
from portal.services.sessions import Visitor, digest, limit, new_token
from portal.services.use_case import Act, Tx, use_case
from portal.words import gettext as _


@dataclass(frozen=True, slots=True)
class Paired:
    """The screen's own token, or why there is none; throttled: too many tries."""

    token: str = ""
    reason: str = ""
    throttled: bool = False


def open_link(house: House, token: str, address: str) -> Visitor:
    """Who the link is for; opened the first time, it uses up the code beside it."""
    visitor = recognise(house, token, address)
    if visitor.person is not None and visitor.screen is not None:
        with house.db.reading() as session:
            is_new = session.get_one(Device, visitor.screen).paired_at is None
        if is_new:
            _connect(Act(house, visitor.person), visitor.screen)
            forget(house)
    return visitor


def use_code(house: House, typed: str, address: str) -> Paired:
    """A token of its own for the screen on which a valid code was typed."""
    tried = _write_try(house, address)
    if _too_many(house, address):
        minutes = limit(house, None, "pairing_window_minutes")
        reason = _("试得太多了。请过 %(n)s 分钟再试。", n=minutes)
        return Paired(reason=reason, throttled=True)
    code_hash, token = digest("".join(typed.split())), new_token()
    found = _waiting(house, code_hash)
    if found is not None:
        device, site = found
        act = Act(house, screen_person(house, device, site))
        if _connect(act, device.id, code_hash, digest(token)).id is not None:
            forget(house)
            _forgive(house, tried)
            return Paired(token=token)
    return Paired(reason=_("没有这个配对码，或者已经过期。请管理员再发一个。"))


@use_case
def _connect(
    tx: Tx, device_id: UUID, code_hash: str | None = None, token_hash: str = ""
) -> Done:
    """The screen is there. By a code it gets a link of its own, unless one was faster.

    Its first time is noted, and the code opens no other.
    """
    device = device_of(tx, device_id)
    if code_hash is not None:
        if device.code_hash != code_hash:
            return Done()
        device.token_hash = token_hash
    device.code_hash, device.paired_at = None, tx.now
    return note_change(tx, "device.connect", device)


def _write_try(house: House, address: str) -> UUID:
    # Written before it is counted: of tries sent together none is overlooked.
    tried = PairingTry(address=_kept(address), at=house.clock.now())
    with house.db.writing() as session:
        session.add(tried)
    return tried.id


def _forgive(house: House, tried: UUID) -> None:
    # The right code is no guess.
    with house.db.writing() as session:
        session.execute(delete(PairingTry).where(col(PairingTry.id) == tried))


def _too_many(house: House, address: str) -> bool:
    """Whether this address, or everybody together, has tried more than is allowed."""
    # A screen has no site before it is paired, so these figures are the house's.
    window = timedelta(minutes=limit(house, None, "pairing_window_minutes"))
    since = col(PairingTry.at) > house.clock.now() - window
    of_address = col(PairingTry.address) == _kept(address)
    with house.db.reading() as session:
        by_all = _count(session, since)
        by_address = _count(session, since, of_address)
    return by_all > limit(house, None, "pairing_tries") or by_address > limit(
        house, None, "pairing_tries_per_address"
    )


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.exec(select(func.count(col(PairingTry.id))).where(*where)).one()


def _kept(address: str) -> str:
    return address[: length_of(PairingTry, "address")]


def _waiting(house: House, code_hash: str) -> tuple[Device, Site] | None:
    """The screen that waits for this code; a code that ran out opens none."""
    with house.db.reading() as session:
        return session.exec(
            select(Device, Site)
            .join(Site, col(Site.id) == col(Device.site_id))
            .where(
                Device.code_hash == code_hash,
                col(Device.code_ends_at) > house.clock.now(),
                col(Device.revoked_at).is_(None),
            )
        ).first()
