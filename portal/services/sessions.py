"""Who a request comes from: server-side log-ins by cookie, programs by token.

Only the SHA-256 of a token is stored, so the database opens no door. Roles are read
with every request: a right given or taken counts from the next one on.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from portal.access import Person
from portal.models.people import (
    Account,
    ApiToken,
    Delegation,
    LoginSession,
    Site,
    Staff,
    StaffRole,
)
from portal.services.house import House
from portal.services.periods import figure

TOKEN_BYTES = len(hashlib.sha256().digest())
SEEN_EVERY = timedelta(minutes=1)
SETTINGS = "access.settings"


@dataclass(frozen=True, slots=True)
class StoppedScreen:
    """A screen that shows nothing any more: who took it out of use, and when.

    All empty: its link was replaced by another, or was never one of ours.
    """

    name: str = ""
    by: str = ""
    at: datetime | None = None
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever sent a request; `session` is what a form token is bound to.

    screen: it is a paired screen, of this id; stopped: it was one.
    """

    person: Person | None = None
    session: str = ""
    by_token: bool = False
    screen: UUID | None = None
    stopped: StoppedScreen | None = None


NOBODY = Visitor()


def new_token() -> str:
    """An unguessable token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def limit(house: House, site_code: str | None, name: str) -> int:
    """One figure of access.settings in force at the site (None: for the house)."""
    rules = house.library.rules(site_code)
    return int(str(figure(rules, SETTINGS, name, house.today())))


def by_cookie(house: House, token: str) -> Visitor:
    """The visitor of a session cookie; a cookie we did not give out is nobody."""
    now = house.clock.now()
    with house.db.reading() as session:
        found = _live_session(session, house, digest(token), now)
        if found is None:
            return NOBODY
        login, account, staff, site = found
        person = person_of(session, account, staff, site, house.today(), now)
    if now - login.seen_at >= SEEN_EVERY:
        _mark_seen(house, login.id, now)
    return Visitor(person, login.token_hash)


def _live_session(
    session: Session, house: House, token_hash: str, now: datetime
) -> tuple[LoginSession, Account, Staff, Site] | None:
    row = session.exec(
        select(LoginSession, Account, Staff, Site)
        .join(Account, col(Account.id) == col(LoginSession.account_id))
        .join(Staff, col(Staff.id) == col(Account.staff_id))
        .join(Site, col(Site.id) == col(Staff.site_id))
        .where(
            LoginSession.token_hash == token_hash,
            col(LoginSession.revoked_at).is_(None),
            LoginSession.ends_at > now,
            col(Account.disabled_at).is_(None),
        )
    ).first()
    if row is None:
        return None
    login, _account, staff, site = row
    if has_left(staff, house.today()):
        return None
    idle = timedelta(minutes=limit(house, site.code, "session_idle_minutes"))
    return None if now - login.seen_at > idle else row


def has_left(staff: Staff, today: date) -> bool:
    """Whether the person's last day is over."""
    return staff.left_on is not None and staff.left_on < today


def _mark_seen(house: House, session_id: UUID, now: datetime) -> None:
    with house.db.writing() as session:
        session.execute(
            update(LoginSession)
            .where(col(LoginSession.id) == session_id)
            .values(seen_at=now)
        )


def by_bearer(house: House, token: str) -> Visitor:
    """The visitor of an API token; it acts with the one role it was made for."""
    with house.db.reading() as session:
        row = session.execute(
            select(ApiToken, Site, Staff)
            .join(Site, col(Site.id) == col(ApiToken.site_id))
            .join(Staff, col(Staff.id) == col(ApiToken.staff_id), isouter=True)
            .where(
                ApiToken.token_hash == digest(token),
                col(ApiToken.revoked_at).is_(None),
            )
        ).first()
    if row is None or (row[2] is not None and has_left(row[2], house.today())):
        return NOBODY
    return Visitor(_program(*row), by_token=True)


def _program(token: ApiToken, site: Site, staff: Staff | None) -> Person:
    return Person(
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        name=staff.name if staff else token.label or token.role,
        roles=frozenset({token.role}),
        staff_id=staff.id if staff else None,
        staff_no=staff.staff_no if staff else "",
        token_id=token.id,
    )


def person_of(
    session: Session,
    account: Account,
    staff: Staff,
    site: Site,
    today: date,
    now: datetime,
) -> Person:
    """The person as he stands today: his roles, and for whom he may sign."""
    return Person(
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        name=staff.name,
        roles=roles_on(session, staff.id, today),
        staff_id=staff.id,
        staff_no=staff.staff_no,
        account_id=account.id,
        locale=account.locale,
        on_behalf=delegations_of(session, staff.id, now),
    )


def roles_on(session: Session, staff_id: UUID, day: date) -> frozenset[str]:
    """The roles somebody holds on the day."""
    rows = session.execute(
        select(StaffRole.role, col(StaffRole.until)).where(
            StaffRole.staff_id == staff_id, StaffRole.since <= day
        )
    )
    return frozenset(role for role, until in rows if until is None or until >= day)


_STANDING_IN = select(Delegation.role, Delegation.delegator_id).where(
    Delegation.delegate_id == bindparam("staff_id"),
    Delegation.starts_at <= bindparam("now"),
    Delegation.ends_at > bindparam("now"),
    col(Delegation.revoked_at).is_(None),
)


def delegations_of(session: Session, staff_id: UUID, now: datetime) -> dict[str, UUID]:
    """Role -> whose place he takes in it at the moment (slip.delegate)."""
    rows = session.execute(_STANDING_IN, {"staff_id": staff_id, "now": now})
    return {role: delegator for role, delegator in rows}


def open_session(
    session: Session, account: Account, house: House, site_code: str, address: str
) -> str:
    """Give out a new token in the caller's transaction; nobody else knows it."""
    now = house.clock.now()
    token = new_token()
    hours = timedelta(hours=limit(house, site_code, "session_hours"))
    session.add(
        LoginSession(
            site_id=account.site_id,
            token_hash=digest(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            ends_at=now + hours,
            address=address,
        )
    )
    return token


def revoke(session: Session, which: object, now: datetime) -> None:
    """End the log-ins that meet the condition and still count."""
    session.execute(
        update(LoginSession)
        .where(which, col(LoginSession.revoked_at).is_(None))  # type: ignore[arg-type]
        .values(revoked_at=now)
    )
