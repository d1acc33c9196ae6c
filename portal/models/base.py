"""What every stored row shares: time-ordered id, site, exact money, exact JSON."""

import json
import os
import time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, Index, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

HUNDREDTHS = Decimal(100)

# A later migration can only change a constraint that has a name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A UUID of version 7: the application makes ids, and they sort by time."""
    stamp = time.time_ns() // 1_000_000
    raw = bytearray(stamp.to_bytes(6, "big") + os.urandom(10))
    raw[6] = (raw[6] & 0x0F) | 0x70
    raw[8] = (raw[8] & 0x3F) | 0x80
    return UUID(bytes=bytes(raw))


class Hundredths(TypeDecorator[Decimal]):
    """A Decimal with two places, kept as a whole number (fen, or hundredths)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Round half up to two places and store the count of hundredths."""
        if value is None:
            return None
        return int((Decimal(value) * HUNDREDTHS).to_integral_value(ROUND_HALF_UP))

    def process_result_value(
        self, value: int | None, dialect: Dialect
    ) -> Decimal | None:
        """Give back a Decimal with two places."""
        return None if value is None else Decimal(value).scaleb(-2)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return str(value)


# One for all: making an encoder costs more than what most of them encode.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=_plain).encode


class ExactJson(TypeDecorator[Any]):
    """JSON as text with sorted keys; numbers come back exact, never as float."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str:
        """Write Decimals that are not whole as decimal strings: no digit is lost."""
        return _encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read back without floats."""
        return None if value is None else json.loads(value, parse_float=Decimal)


class Stored(SQLModel):
    """The columns of every table; `site_id` leads in indexes and constraints."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    site_id: UUID = Field(foreign_key="site.id", index=True)


def index_references(*targets: str) -> None:
    """Give every column that names a row of these tables an index of its own.

    Whoever deletes such a row has the database look for what still names it, in every
    table: undoing an import deletes thousands.
    """
    for table in SQLModel.metadata.sorted_tables:
        led = {next(iter(index.columns)).name for index in table.indexes}
        for key in table.foreign_keys:
            column = key.parent
            if key.column.table.name in targets and column.name not in led:
                Index(f"ix_{table.name}_{column.name}", column)
