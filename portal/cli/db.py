"""`portal db ...`: make, check, keep and bring back the database."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sqlalchemy.engine import make_url

from portal import migrations
from portal.cli import sqlite_copy
from portal.cli.output import DONE, FINDINGS, Stop, say, tell, tell_json
from portal.db import Database
from portal.services import upkeep
from portal.settings import Settings
from portal.words import gettext as _


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    action = actions.add_parser("upgrade", help=_("建好或升级全部数据表"))
    action.set_defaults(run=upgrade)
    action = actions.add_parser("check", help=_("核对数据表、审计链和留存的规则"))
    action.add_argument("--json", action="store_true", help=_("输出 JSON"))
    action.set_defaults(run=check)
    action = actions.add_parser("backup", help=_("备份到一个新文件（SQLite）"))
    action.add_argument("file", metavar="FILE", type=Path)
    action.set_defaults(run=backup)
    action = actions.add_parser("restore", help=_("用备份换回数据库（SQLite）"))
    action.add_argument("file", metavar="FILE", type=Path)
    action.set_defaults(run=restore)


def upgrade(arguments: Namespace) -> int:
    """Take every step that is missing; none is normal."""
    db = Database(Settings.from_env().database_url)
    try:
        migrations.upgrade(db.engine)
    finally:
        db.close()
    say(_("数据库已是最新。"))
    return DONE


def check(arguments: Namespace) -> int:
    """Say everything that is wrong with the database; nothing is mended."""
    db = Database(Settings.from_env().database_url)
    try:
        problems = upkeep.check(db)
    finally:
        db.close()
    if arguments.json:
        tell_json(problems)
    else:
        for problem in problems or [_("数据库无误。")]:
            tell(problem)
    return FINDINGS if problems else DONE


def backup(arguments: Namespace) -> int:
    """Copy the database while it is in use; never over an existing file."""
    sqlite_copy.backup(_sqlite_file(), arguments.file)
    say(_("已备份到 %(file)s。", file=arguments.file))
    return DONE


def restore(arguments: Namespace) -> int:
    """Put a backup in the database's place; what stood there is kept beside it."""
    kept = sqlite_copy.restore(arguments.file, _sqlite_file())
    say(_("已恢复。"))
    if kept is not None:
        say(_("原来的数据库留在 %(file)s。", file=kept))
    return DONE


def _sqlite_file() -> Path:
    url = Settings.from_env().database_url
    if not url.startswith("sqlite"):
        message = _("PostgreSQL 请用 pg_dump 和 pg_restore 备份与恢复。")
        raise Stop(message)
    return Path(make_url(url).database or "")
