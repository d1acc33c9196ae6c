"""Copies of a SQLite database that other processes may be writing to."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from portal.cli.output import Stop
from portal.words import gettext as _


def backup(source: Path, target: Path) -> None:
    """Copy `source` to the new file `target`: whole and checked, or not at all."""
    _must_exist(source)
    if target.exists():
        raise Stop(_("%(file)s 已经存在，请换一个文件名。", file=target))
    draft = target.with_name(f"{target.name}.part")
    try:
        # The copy holds what the database holds, so only its owner may read it.
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        _copy(source, draft)
        _must_be_sound(draft)
        target.hardlink_to(draft)
    except (OSError, sqlite3.Error) as error:
        raise Stop(_("备份没有成功：%(why)s", why=error)) from error
    finally:
        draft.unlink(missing_ok=True)


def restore(source: Path, target: Path) -> Path | None:
    """Fill `target` from a backup; returns the copy of what it held before."""
    _must_exist(source)
    _must_be_sound(source)
    _must_be_ours(source)
    kept = None
    if target.exists():
        kept = _free_name(target)
        backup(target, kept)
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        raise Stop(_("恢复没有成功：%(why)s", why=error)) from error
    return kept


def _free_name(target: Path) -> Path:
    number = 1
    while (free := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    return free


def _copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: it waits for writers and sees one moment only."""
    with (
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise Stop(_("没有 %(file)s 这个文件。", file=path))


def _must_be_sound(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        message = _("%(file)s 不是完好的数据库：%(why)s", file=path, why=verdict)
        raise Stop(message)


def _must_be_ours(path: Path) -> None:
    """An empty file is a sound database too, and would wipe everything."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT version_num FROM alembic_version")
    except sqlite3.Error:
        raise Stop(_("%(file)s 不是门户的数据库。", file=path)) from None
