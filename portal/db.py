"""Engines and the two ways to a session: `reading()` and `writing()`.

SQLite: every writing transaction starts with BEGIN IMMEDIATE, so what it reads can
not change under it. PostgreSQL: the rows a use case counts are locked with
`Database.lock(...)`. Both commit before anything is rendered.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event
from sqlmodel import Session, SQLModel

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "cache_size=-32000",
    "trusted_schema=OFF",
)


class Database:
    """One database, SQLite or PostgreSQL, behind the same two doors."""

    begin_write = "BEGIN IMMEDIATE"

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self._reader = self._engine(pool_size, "BEGIN")
        self._writer = self._engine(pool_size, self.begin_write)
        # Threads of this process queue here in order; SQLite's own waiting is a poll.
        self._gate: Any = threading.Lock() if self.is_sqlite else nullcontext()

    def _engine(self, pool_size: int, begin: str) -> Engine:
        engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=pool_size,
            # A server may have gone away meanwhile; a file does not.
            pool_pre_ping=not self.is_sqlite,
        )
        if self.is_sqlite:
            _tune_sqlite(engine, begin)
        return engine

    @property
    def engine(self) -> Engine:
        """The engine for migrations and checks."""
        return self._writer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that is always rolled back."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, committed at the end of the block, undone on a raise."""
        with self._gate, Session(self._writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    def lock(self, statement: Select[Any]) -> Select[Any]:
        """The statement, taking row locks where the database has them.

        The lock shuts out other writers of the row, not rows that refer to it: an
        act that names a locked designer need not wait, so nobody waits in a circle.
        """
        return statement.with_for_update(key_share=True)

    def create_all(self) -> None:
        """Make every table; for tests. An installation uses its migrations."""
        SQLModel.metadata.create_all(self._writer)

    def close(self) -> None:
        """Give every connection back."""
        self._reader.dispose()
        self._writer.dispose()


def _tune_sqlite(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # the BEGIN below is ours
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
