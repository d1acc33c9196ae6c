"""Running numbers: one series per site, never used twice (L-20251106-012)."""

from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.types import Uuid
from sqlmodel import Session

_NEXT = text(
    "INSERT INTO runningnumber (site_id, series, value) VALUES (:site_id, :series, 1) "
    "ON CONFLICT (site_id, series) DO UPDATE SET value = runningnumber.value + 1 "
    "RETURNING value"
).bindparams(bindparam("site_id", type_=Uuid()))


def next_number(session: Session, site_id: UUID, series: str) -> int:
    """The next number of the series; the row stays locked until the commit."""
    row = session.execute(_NEXT, {"site_id": site_id, "series": series}).one()
    return int(row[0])


def daily_no(session: Session, site_id: UUID, prefix: str, day: date) -> str:
    """Prefix, day and running number of the day, as people read it."""
    series = f"{prefix}-{day:%Y%m%d}"
    return f"{series}-{next_number(session, site_id, series):03d}"
