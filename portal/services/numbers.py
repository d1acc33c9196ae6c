"""Running numbers: one series per site, never used twice (L-20251106-012)."""

from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid
from sqlmodel import Session

_NEXT = text(
    "INSERT INTO runningnumber (site_id, series, value) "
    "VALUES (:site_id, :series, :count) "
    "ON CONFLICT (site_id, series) DO UPDATE "
    "SET value = runningnumber.value + :count "
    "RETURNING value"
).bindparams(bindparam("site_id", type_=Uuid()))


def last_number(session: Session, site_id: UUID, series: str, count: int = 1) -> int:
    """The last of the next `count` numbers; the row stays locked until the commit."""
    taken = {"site_id": site_id, "series": series, "count": count}
    return int(session.execute(_NEXT, taken).one()[0])


def daily_nos(
    session: Session, site_id: UUID, prefix: str, day: date, count: int = 1
) -> list[str]:
    """Prefix, day and running numbers of the day, as people read them."""
    series = f"{prefix}-{day:%Y%m%d}"
    last = last_number(session, site_id, series, count)
    return [f"{series}-{number:03d}" for number in range(last - count + 1, last + 1)]
