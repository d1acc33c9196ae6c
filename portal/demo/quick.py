"""A database that need not survive a power cut while the demo is being filled."""

import sqlite3

from sqlalchemy import event

from portal.db import Database


class FastDatabase(Database):
    """Does not wait for the disk: whatever is lost is filled again."""

    def __init__(self, url: str) -> None:
        super().__init__(url)

        @event.listens_for(self.engine, "connect")
        def _(connection: sqlite3.Connection, record: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")
