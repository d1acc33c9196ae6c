"""The audit chain: one per site, each entry sealed with the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, select

from portal.access import Person
from portal.db import Database
from portal.models.audit import AuditEntry, AuditHead

_FIRST = text(
    "INSERT INTO audithead (site_id, seq, hash) VALUES (:site_id, 0, '') "
    "ON CONFLICT (site_id) DO NOTHING"
).bindparams(bindparam("site_id", type_=Uuid()))

_HEAD = (
    select(AuditHead)
    .where(AuditHead.site_id == bindparam("site_id"))
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was about."""

    type: str
    id: UUID
    no: str = ""


def seal(entry: AuditEntry) -> str:
    """SHA-256 over everything the entry says and the seal before it."""
    content = {
        "site": str(entry.site_id),
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(),
        "by": [str(entry.by_id), entry.by_name],
        "action": entry.action,
        "subject": [entry.subject_type, str(entry.subject_id), entry.subject_no],
        "detail": entry.detail,
        "previous": entry.previous,
    }
    sealed = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(sealed.encode()).hexdigest()


def write_entry(
    db: Database,
    session: Session,
    by: Person,
    at: datetime,
    action: str,
    subject: Subject | None,
    detail: Mapping[str, object],
) -> AuditEntry:
    """Append to the site's chain inside the act's own transaction."""
    head = _locked_head(db, session, by.site_id)
    entry = AuditEntry(
        site_id=by.site_id,
        seq=head.seq + 1,
        at=at,
        by_id=by.staff_id,
        by_name=by.name,
        action=action,
        subject_type=subject.type if subject else "",
        subject_id=subject.id if subject else None,
        subject_no=subject.no if subject else "",
        # Written and read back the same way, so that the seal can be worked out again.
        detail=json.loads(json.dumps(detail, ensure_ascii=False, default=str)),
        previous=head.hash,
        hash="",
    )
    entry.hash = seal(entry)
    head.seq, head.hash = entry.seq, entry.hash
    session.add_all((entry, head))
    return entry


def _locked_head(db: Database, session: Session, site_id: UUID) -> AuditHead:
    fresh, asked = db.lock(_HEAD), {"site_id": site_id}
    head: AuditHead | None = session.scalars(fresh, asked).first()
    if head is None:
        # The first acts of a new site may meet here: only one of them adds the row.
        session.execute(_FIRST, {"site_id": site_id})
        head = session.scalars(fresh, asked).one()
    return head


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """The first entry of a site that does not fit the chain."""

    site_id: UUID
    seq: int
    reason: str


def check_chain(session: Session, site_id: UUID) -> BrokenChain | None:
    """Walk the site's chain from its start to its head; None when it is whole."""
    previous, seq = "", 0
    for entry in _entries(session, site_id):
        seq += 1
        if entry.seq != seq:
            return BrokenChain(site_id, seq, "missing")
        if entry.previous != previous or entry.hash != seal(entry):
            return BrokenChain(site_id, seq, "changed")
        previous = entry.hash
    head = session.get(AuditHead, site_id)
    if (head.seq, head.hash) != (seq, previous) if head else seq > 0:
        return BrokenChain(site_id, seq + 1, "truncated")
    return None


def _entries(session: Session, site_id: UUID) -> Iterator[AuditEntry]:
    statement = (
        select(AuditEntry)
        .where(AuditEntry.site_id == site_id)
        .order_by(col(AuditEntry.seq))
        .execution_options(yield_per=100)
    )
    # Whoever finds a break stops reading: the cursor is closed all the same.
    with session.exec(statement) as found:
        yield from found
