"""Brings this process what other processes wrote: web workers, jobs, commands."""

import sqlite3
import threading
from abc import ABC, abstractmethod
from contextlib import closing
from datetime import timedelta

import psycopg
import structlog
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url

from portal.db import Database
from portal.live.announcing import CHANNEL, changes_in
from portal.live.changes import read_note
from portal.live.hub import Hub

log = structlog.get_logger("portal.live")
FIRST_WAIT, LONGEST_WAIT = timedelta(milliseconds=200), timedelta(seconds=5)
# A dead connection shows itself when it is asked; SQLite's version costs microseconds.
ASK_EVERY, LOOK_EVERY = timedelta(seconds=1) / 2, timedelta(milliseconds=200)
# A server that is cut off is given up after seconds, not after the kernel's hours.
GIVE_UP = {"connect_timeout": 5, "keepalives_idle": 5, "tcp_user_timeout": 5000}
LISTENER = "portal live"  # how the connection is called in pg_stat_activity


class Feed(ABC):
    """A thread that hears of commits; what fails is tried again, for ever."""

    def __init__(self, db: Database, hub: Hub) -> None:
        self.db = db
        self.hub = hub
        self._stop = threading.Event()
        self._wait = FIRST_WAIT
        self._thread = threading.Thread(target=self._run, name="live", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, and wait until the connection is closed."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except Exception as error:  # a restarted server, a full disk
                log.warning("live events lost", why=str(error).strip())
                self._stop.wait(self._wait.total_seconds())
                self._wait = min(self._wait * 2, LONGEST_WAIT)

    def _connected(self) -> None:
        """From now on nothing is missed; before, anything may have been."""
        with self.db.reading() as session:
            standing = changes_in(session)
        self.hub.start_over(standing)
        self._wait = FIRST_WAIT

    @abstractmethod
    def _listen(self) -> None:
        """Connect, and publish what is heard until stopped; any error may end it."""


class PostgresFeed(Feed):
    """Notifications of the commits of every process, this one's own among them."""

    def _listen(self) -> None:
        url = make_url(self.db.url).set(drivername="postgresql")
        plain = url.render_as_string(hide_password=False)
        address = make_conninfo(plain, application_name=LISTENER, **GIVE_UP)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._connected()
            while not self._stop.is_set():
                for note in connection.notifies(timeout=ASK_EVERY.total_seconds()):
                    self._heard(note.payload)
                connection.execute("SELECT 1")

    def _heard(self, payload: str) -> None:
        changes = read_note(payload)
        if changes is None:
            # Somebody else's words on our channel: better to ask once too often.
            self._connected()
        self.hub.publish(changes)


class SqliteFeed(Feed):
    """Looks whether another connection has written, and then what."""

    def _listen(self) -> None:
        path = make_url(self.db.url).database
        assert path is not None
        with closing(sqlite3.connect(path)) as connection:
            seen = _data_version(connection)
            self._connected()
            while not self._stop.wait(LOOK_EVERY.total_seconds()):
                now = _data_version(connection)
                if now != seen:
                    seen = now
                    self._publish_all()

    def _publish_all(self) -> None:
        with self.db.reading() as session:
            standing = changes_in(session)
        for changes in standing:
            self.hub.publish(changes)


def _data_version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def feed_for(db: Database, hub: Hub) -> Feed:
    """The feed that suits the database."""
    return (SqliteFeed if db.is_sqlite else PostgresFeed)(db, hub)
