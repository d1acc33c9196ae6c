"""Writes what changed in the transaction of the act that changed it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid
from sqlmodel import Session, col, func, select

from portal.db import Database
from portal.live.changes import Changes, notes_of
from portal.models.audit import LiveVersion

CHANNEL = "portal_live"
# The site's own running version, beside the versions of its topics.
WHOLE_SITE = "*"

_ADVANCE = text(
    "INSERT INTO liveversion (site_id, topic, version) "
    "SELECT :site_id, :topic, coalesce(max(version), 0) + 1 FROM liveversion "
    "WHERE site_id = :site_id "
    "ON CONFLICT (site_id, topic) DO UPDATE SET version = liveversion.version + 1 "
    "RETURNING version"
).bindparams(bindparam("site_id", type_=Uuid()))
_MARK = text(
    "INSERT INTO liveversion (site_id, topic, version) "
    "VALUES (:site_id, :topic, :version) "
    "ON CONFLICT (site_id, topic) DO UPDATE SET version = excluded.version"
).bindparams(bindparam("site_id", type_=Uuid()))
_LATEST = select(func.max(LiveVersion.version)).where(
    LiveVersion.site_id == bindparam("site_id"),
    col(LiveVersion.topic).in_(bindparam("topics", expanding=True)),
)
_NOTIFY = text("SELECT pg_notify(:channel, :note)")


def announce(
    db: Database, session: Session, site_id: UUID, topics: Iterable[str]
) -> Changes | None:
    """Advance the topics; give the result to `Hub.publish` after the commit.

    On PostgreSQL the other processes are notified by the commit itself, and by no
    rollback. None when nothing changed.
    """
    changed = tuple(sorted(set(topics)))
    if not changed:
        return None
    version = session.execute(
        _ADVANCE, {"site_id": site_id, "topic": WHOLE_SITE}
    ).scalar_one()
    rows = [
        {"site_id": site_id, "topic": topic, "version": version} for topic in changed
    ]
    session.execute(_MARK, rows)
    changes = Changes(site_id, version, changed)
    if not db.is_sqlite:
        for note in notes_of(changes):
            session.execute(_NOTIFY, {"channel": CHANNEL, "note": note})
    return changes


def latest_of(session: Session, site_id: UUID, topics: Iterable[str]) -> int:
    """The version of the last change among the topics; 0 before the first."""
    found = session.execute(_LATEST, {"site_id": site_id, "topics": list(topics)})
    return found.scalar_one() or 0


def changes_in(session: Session) -> list[Changes]:
    """Where every topic stands, as if it had just changed."""
    rows = session.exec(select(LiveVersion).order_by(col(LiveVersion.version)))
    return [
        Changes(row.site_id, row.version, (row.topic,))
        for row in rows
        if row.topic != WHOLE_SITE
    ]
