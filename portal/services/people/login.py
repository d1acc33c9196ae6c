"""Log-in: slow to guess, and silent about which names exist."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import Session, col, select

from portal.access import Person
from portal.models.people import Account, LoginAttempt, LoginSession, Site, Staff
from portal.services import sessions
from portal.services.audit import write_entry
from portal.services.house import House
from portal.services.people.accounts import account_named
from portal.services.people.passwords import matches
from portal.services.people.words import length_of
from portal.services.use_case import staff_subject
from portal.words import gettext as _


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """A session token, or why there is none; throttled: too many tries.

    language: what the account's owner chose, "" as long as he has not.
    """

    token: str = ""
    language: str = ""
    reason: str = ""
    throttled: bool = False


def log_in(
    house: House, login: str, password: str, address: str, old_token: str = ""
) -> LoginAnswer:
    """A new session for the right password. `old_token` is ended, never taken over."""
    name = login.strip().casefold()[: length_of(LoginAttempt, "login")]
    attempt = _write_attempt(house, name, address)
    minutes = _too_many(house, name, address)
    if minutes:
        _forget(house, attempt)
        reason = _("试错太多次了。请过 %(n)s 分钟再试。", n=minutes)
        return LoginAnswer(reason=reason, throttled=True)
    with house.db.reading() as session:
        account = account_named(session, name)
    # The hash of nobody is checked for an unknown name: the answer takes as long.
    if not matches(password, account.password_hash if account else None):
        return LoginAnswer(reason=_("登录名或密码不对。"))
    assert account is not None
    return _open(house, account, attempt, address, old_token)


def _write_attempt(house: House, login: str, address: str) -> UUID:
    # Written before it is counted: of tries sent together none is overlooked.
    attempt = LoginAttempt(
        login=login, address=address, at=house.clock.now(), succeeded=False
    )
    with house.db.writing() as session:
        session.add(attempt)
    return attempt.id


def _too_many(house: House, login: str, address: str) -> int:
    """For how many minutes nothing is tried any more; 0 when it may be."""
    # Whoever knocks has no site yet, so these figures are the house's.
    figures = {
        name: sessions.limit(house, None, name)
        for name in (
            "login_tries",
            "login_tries_per_address",
            "login_window_minutes",
            "login_lock_minutes",
        )
    }
    span = max(figures["login_window_minutes"], figures["login_lock_minutes"])
    since = house.clock.now() - timedelta(minutes=span)
    with house.db.reading() as session:
        right_at = _last_right(session, login, since)
        by_login = _failed(session, col(LoginAttempt.login) == login, right_at)
        by_address = _failed(session, col(LoginAttempt.address) == address, since)
    over = (
        by_login > figures["login_tries"]
        or by_address > figures["login_tries_per_address"]
    )
    return figures["login_lock_minutes"] if over else 0


def _last_right(session: Session, login: str, since: datetime) -> datetime:
    """Mistakes before the owner got in are forgiven him."""
    statement = select(func.max(LoginAttempt.at)).where(
        LoginAttempt.login == login,
        LoginAttempt.at > since,
        col(LoginAttempt.succeeded).is_(True),
    )
    return session.exec(statement).one() or since


def _failed(session: Session, which: ColumnElement[bool], since: datetime) -> int:
    statement = select(func.count()).where(
        which, LoginAttempt.at > since, col(LoginAttempt.succeeded).is_(False)
    )
    return session.exec(statement).one()


def _forget(house: House, attempt: UUID) -> None:
    # A try that was not even looked at does not keep the lock shut for longer.
    with house.db.writing() as session:
        session.execute(delete(LoginAttempt).where(col(LoginAttempt.id) == attempt))


def _open(
    house: House, account: Account, attempt: UUID, address: str, old_token: str
) -> LoginAnswer:
    now = house.clock.now()
    with house.db.writing() as session:
        staff = session.get_one(Staff, account.staff_id)
        site = session.get_one(Site, staff.site_id)
        if account.disabled_at is not None or sessions.has_left(staff, house.today()):
            return LoginAnswer(reason=_("登录名或密码不对。"))
        if old_token:
            old = LoginSession.token_hash == sessions.digest(old_token)
            sessions.revoke(session, old, now)
        token = sessions.open_session(session, account, house, site.code, address)
        session.execute(
            update(LoginAttempt)
            .where(col(LoginAttempt.id) == attempt)
            .values(succeeded=True)
        )
        who = sessions.person_of(session, account, staff, site, house.today(), now)
        _audit(house, session, who, "people.log_in", now)
    return LoginAnswer(token=token, language=account.locale)


def _audit(
    house: House, session: Session, who: Person, action: str, now: datetime
) -> None:
    assert who.staff_id is not None
    subject = staff_subject(who.staff_id, who.staff_no)
    write_entry(house.db, session, who, now, action, subject, {})


def log_out(house: House, who: Person, token_hash: str) -> None:
    """End this session; the others of the account go on."""
    now = house.clock.now()
    with house.db.writing() as session:
        sessions.revoke(session, LoginSession.token_hash == token_hash, now)
        _audit(house, session, who, "people.log_out", now)
