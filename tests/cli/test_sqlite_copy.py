"""Backup and restore of a database that is in use."""

import sqlite3
import stat
from contextlib import closing

import pytest

from portal.cli.output import Stop
from portal.cli.sqlite_copy import backup, restore


@pytest.fixture
def shop(tmp_path):
    """A small database of one table, kept open as a running portal keeps it."""
    path = tmp_path / "portal.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("CREATE TABLE lead (no TEXT)")
        add(path, "L-1")
        yield path


def add(path, no):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO lead VALUES (?)", (no,))


def leads(path):
    with closing(sqlite3.connect(path)) as connection:
        return [no for (no,) in connection.execute("SELECT no FROM lead")]


def test_a_restored_backup_holds_what_was_there_when_it_was_made(shop, tmp_path):
    backup(shop, tmp_path / "monday.db")
    add(shop, "L-2")
    kept = restore(tmp_path / "monday.db", shop)
    assert leads(shop) == ["L-1"]
    assert leads(kept) == ["L-1", "L-2"]


def test_only_its_owner_may_read_a_backup(shop, tmp_path):
    backup(shop, tmp_path / "monday.db")
    assert stat.S_IMODE((tmp_path / "monday.db").stat().st_mode) == 0o600


def test_a_backup_never_goes_over_an_earlier_one(shop, tmp_path):
    backup(shop, tmp_path / "monday.db")
    add(shop, "L-2")
    with pytest.raises(Stop, match="已经存在"):
        backup(shop, tmp_path / "monday.db")
    assert leads(tmp_path / "monday.db") == ["L-1"]


def test_every_restore_keeps_what_it_replaced(shop, tmp_path):
    backup(shop, tmp_path / "monday.db")
    first = restore(tmp_path / "monday.db", shop)
    second = restore(tmp_path / "monday.db", shop)
    assert first != second
    assert first.exists()


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all, but long enough" * 99]
)
def test_a_file_that_is_no_sound_database_is_not_restored(shop, tmp_path, content):
    torn = tmp_path / "torn.db"
    torn.write_bytes(content)
    with pytest.raises(Stop):
        restore(torn, shop)
    assert leads(shop) == ["L-1"]


def test_a_backup_of_nothing_says_so(tmp_path):
    with pytest.raises(Stop, match=r"nowhere\.db"):
        backup(tmp_path / "nowhere.db", tmp_path / "monday.db")
    assert not (tmp_path / "nowhere.db").exists()
