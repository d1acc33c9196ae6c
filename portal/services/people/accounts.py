"""Accounts: who logs in under which name, and with which password."""

import re
from uuid import UUID

from sqlmodel import Session, select

from portal.errors import BadInput, NotFound
from portal.models.people import Account, LoginSession, Staff
from portal.services import sessions
from portal.services.answers import Done
from portal.services.people.passwords import check_password, hash_password
from portal.services.people.staff import find_staff
from portal.services.people.words import sized
from portal.services.use_case import Act, Tx, staff_subject, use_case
from portal.words import gettext as _

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]*")


def add_account(act: Act, staff_no: str, login: str, password: str) -> Done:
    """Let somebody log in. The password is hashed before the database is locked."""
    name = login.strip().casefold()
    if not LOGIN.fullmatch(name):
        raise BadInput({"login": _("登录名只用英文字母、数字、点、横线和下划线。")})
    hashed = _hashed(act, password, names=(name, staff_no))
    return add_account_with_hash(act, staff_no, sized(Account, "login", name), hashed)


@use_case
def add_account_with_hash(
    tx: Tx, staff_no: str, login: str, password_hash: str
) -> Done:
    """Let somebody log in whose password was checked and hashed before."""
    staff = find_staff(tx, staff_no)
    if account_named(tx.s, login) is not None:
        raise BadInput({"login": _("登录名 %(login)s 已有人用。", login=login)})
    account = Account(
        site_id=tx.site_id, login=login, staff_id=staff.id, password_hash=password_hash
    )
    tx.add(account)
    tx.audit("people.add_account", staff_subject(staff.id, staff.staff_no), login=login)
    return Done(id=account.id, no=login)


def set_password(act: Act, login: str, password: str) -> Done:
    """Give an account a new password; every log-in under the old one ends."""
    hashed = _hashed(act, password, names=(login,))
    return _set_password(act, login.strip().casefold(), hashed)


@use_case
def _set_password(tx: Tx, login: str, password_hash: str) -> Done:
    account, staff = account_of(tx, login)
    account.password_hash = password_hash
    tx.s.add(account)
    _end(tx, account.id)
    tx.audit(
        "people.set_password", staff_subject(staff.id, staff.staff_no), login=login
    )
    return Done(id=account.id, no=login)


@use_case
def close_account(tx: Tx, login: str) -> Done:
    """Nobody logs in under this name any more."""
    account, staff = account_of(tx, login)
    account.disabled_at = tx.now
    tx.s.add(account)
    _end(tx, account.id)
    tx.audit(
        "people.close_account", staff_subject(staff.id, staff.staff_no), login=login
    )
    return Done(id=account.id, no=login)


@use_case
def end_sessions(tx: Tx, login: str) -> Done:
    """Log the account out everywhere."""
    account, staff = account_of(tx, login)
    _end(tx, account.id)
    tx.audit(
        "people.end_sessions", staff_subject(staff.id, staff.staff_no), login=login
    )
    return Done(id=account.id, no=login)


@use_case
def choose_language(tx: Tx, language: str) -> Done:
    """The language in which the portal speaks to whoever acts, from now on."""
    account = tx.s.get(Account, tx.by.account_id) if tx.by.account_id else None
    if account is None:
        raise NotFound(_("登录名"), tx.by.name)
    if account.locale != language:
        account.locale = language
        tx.s.add(account)
        subject = staff_subject(account.staff_id, tx.by.staff_no)
        tx.audit("people.choose_language", subject, language=language)
    return Done(id=account.id, no=account.login)


def _end(tx: Tx, account_id: UUID) -> None:
    sessions.revoke(tx.s, LoginSession.account_id == account_id, tx.now)


def _hashed(act: Act, password: str, names: tuple[str, ...]) -> str:
    house, site = act.house, act.by.site_code
    shortest = sessions.limit(house, site, "password_letters")
    return hash_password(check_password(password, shortest, names))


def account_named(session: Session, login: str) -> Account | None:
    """The account with this log-in name (one for all sites)."""
    return session.exec(select(Account).where(Account.login == login)).first()


def account_of(tx: Tx, login: str) -> tuple[Account, Staff]:
    """An account of the act's own site with its owner; NotFound else."""
    account = account_named(tx.s, login)
    if account is None or account.site_id != tx.site_id:
        raise NotFound(_("登录名"), login)
    staff = tx.s.get(Staff, account.staff_id)
    assert staff is not None
    return account, staff
