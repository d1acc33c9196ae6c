"""`portal doctor`: what this machine and this house lack, in plain words."""

import os
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from portal.cli.output import DONE, FINDINGS, tell
from portal.db import Database
from portal.rules.errors import BadRuleFile
from portal.rules.library import Library
from portal.services import upkeep
from portal.settings import BadSetting, Settings
from portal.words import gettext as _


def add(parser: ArgumentParser) -> None:
    """The command has no options."""
    parser.set_defaults(run=examine)


def examine(arguments: Namespace) -> int:
    """One line a thing looked at; 1 when something is to be mended."""
    tell(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    try:
        settings = Settings.from_env(os.environ)
    except BadSetting as bad:
        tell(f"◆ {bad}")
        return FINDINGS
    looks: list[tuple[str, Callable[[Settings], list[str]]]] = [
        (_("规则文件"), _rules),
        (_("数据库"), _database),
    ]
    sound = True
    for name, look in looks:
        problems = look(settings)
        sound = sound and not problems
        tell(f"{'◆' if problems else '●'} {name}")
        for problem in problems:
            tell(f"  {problem}")
    return DONE if sound else FINDINGS


def _rules(settings: Settings) -> list[str]:
    try:
        Library(settings.rules_dir)
    except BadRuleFile as bad:
        return [str(one) for one in bad.findings]
    return []


def _database(settings: Settings) -> list[str]:
    db = Database(settings.database_url)
    try:
        return upkeep.check(db)
    except SQLAlchemyError as error:
        return [_("连不上数据库：%(why)s", why=type(error).__name__)]
    finally:
        db.close()
