"""What an administrator does with a screen: pair, change, pair again, stop.

The link is shown once. Beside it stands a short code for screens on which nobody can
type a link; the code opens one screen within a few minutes.
"""

import secrets
from collections.abc import Container
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlmodel import select

from portal.errors import BadInput, NotFound
from portal.models.audit import AuditEntry
from portal.models.devices import Device
from portal.services.answers import Done
from portal.services.audit import Subject
from portal.services.devices.screens import DEVICE, TOPIC, forget
from portal.services.people.words import length_of, sized
from portal.services.sessions import digest, limit, new_token
from portal.services.use_case import Act, Tx, use_case
from portal.words import LANGUAGES
from portal.words import gettext as _

LINK = "/board/d/"
DIGITS = "0123456789"


class NewPairing(msgspec.Struct, frozen=True, kw_only=True):
    """The only time the link is seen; token "" when the same form came again."""

    id: UUID
    name: str
    token: str
    code: str
    code_ends_at: datetime | None


def pair_device(act: Act, name: str, shows: str, locale: str) -> NewPairing:
    """A new screen; it shows nothing until its link or code is opened on it."""
    token, code = _new_secrets(act)
    made = _add(act, name, shows, locale, digest(token), digest(code))
    return _shown(act, made, token, code)


def renew_pairing(act: Act, device_id: UUID) -> NewPairing:
    """A new link and code for the screen; the old link opens nothing any more."""
    token, code = _new_secrets(act)
    made = _renew(act, device_id, digest(token), digest(code))
    return _shown(act, made, token, code)


def revoke_device(act: Act, device_id: UUID) -> Done:
    """The screen stops within seconds, and says who stopped it and when."""
    done = _revoke(act, device_id)
    forget(act.house)
    return done


def change_device(act: Act, device_id: UUID, name: str, locale: str) -> Done:
    """Another name, another language; the link stays."""
    done = _change(act, device_id, name, locale)
    forget(act.house)
    return done


def _new_secrets(act: Act) -> tuple[str, str]:
    digits = limit(act.house, act.by.site_code, "pairing_code_digits")
    return new_token(), "".join(secrets.choice(DIGITS) for _digit in range(digits))


def _shown(act: Act, made: Done, token: str, code: str) -> NewPairing:
    forget(act.house)
    with act.house.db.reading() as session:
        device = session.get_one(Device, made.id)
    # A form sent twice: its first answer had the link, and nobody knows that one now.
    known = device.token_hash == digest(token)
    return NewPairing(
        id=device.id,
        name=device.name,
        token=token if known else "",
        code=code if known else "",
        code_ends_at=device.code_ends_at if known else None,
    )


@use_case
def _add(
    tx: Tx, name: str, shows: str, locale: str, token_hash: str, code_hash: str
) -> Done:
    device = Device(
        site_id=tx.site_id,
        name=sized(Device, "name", name),
        shows=_one_of(tx.rules[DEVICE].table.inputs["shows"].values or {}, shows),
        locale=_one_of(LANGUAGES, locale, "locale"),
        token_hash=token_hash,
        code_hash=code_hash,
        code_ends_at=_code_ends_at(tx),
        created_at=tx.now,
        created_by=tx.by.staff_id,
    )
    tx.add(device)
    return note_change(tx, "device.pair", device)


@use_case
def _renew(tx: Tx, device_id: UUID, token_hash: str, code_hash: str) -> Done:
    device = device_of(tx, device_id)
    if device.revoked_at is not None:
        raise BadInput({"": _("这块屏幕已停用。要再用，请配对一块新的。")})
    device.token_hash, device.code_hash = token_hash, code_hash
    device.code_ends_at, device.paired_at = _code_ends_at(tx), None
    return note_change(tx, "device.renew", device)


@use_case
def _revoke(tx: Tx, device_id: UUID) -> Done:
    device = device_of(tx, device_id)
    if device.revoked_at is not None:
        return Done(id=device.id)
    device.revoked_at, device.revoked_by = tx.now, tx.by.name
    device.code_hash = None
    return note_change(tx, "device.revoke", device)


@use_case
def _change(tx: Tx, device_id: UUID, name: str, locale: str) -> Done:
    device = device_of(tx, device_id)
    device.name = sized(Device, "name", name)
    device.locale = _one_of(LANGUAGES, locale, "locale")
    return note_change(tx, "device.change", device)


def device_of(tx: Tx, device_id: UUID) -> Device:
    """A screen of the act's own site, locked; NotFound else."""
    where = (Device.id == device_id, Device.site_id == tx.site_id)
    device: Device | None = tx.lock(select(Device).where(*where)).first()
    if device is None:
        raise NotFound(_("屏幕"), device_id)
    return device


def note_change(tx: Tx, action: str, device: Device) -> Done:
    """Write the screen, audit the act, and say that screens have changed."""
    tx.s.add(device)
    name = device.name[: length_of(AuditEntry, "subject_no")]
    tx.audit(action, Subject("device", device.id, name))
    tx.event(TOPIC)
    return Done(id=device.id, no=device.name)


def _one_of(known: Container[str], key: str, field: str = "shows") -> str:
    if key not in known:
        raise BadInput({field: _("请从列出的里面选一个。")})
    return key


def _code_ends_at(tx: Tx) -> datetime:
    minutes = limit(tx.house, tx.by.site_code, "pairing_code_minutes")
    return tx.now + timedelta(minutes=minutes)
