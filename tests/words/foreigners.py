"""A house at work in which nobody has a Chinese name or writes a Chinese word.

Whatever Chinese stands on a page of it is the portal's own.
"""

import re
from datetime import UTC, datetime

from sqlalchemy import inspect, text

from portal import migrations
from portal.demo.fill import fill
from portal.demo.quick import FastDatabase
from portal.rules.library import Library
from portal.settings import Settings
from tests.people import RULES

NOW = datetime(2026, 11, 20, 6, 36, tzinfo=UTC)
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+")
# Words of the rule files that are kept as they were at the time, and said when shown.
OF_THE_RULES = {
    ("case", "title"),
    ("obligation", "title"),
    ("obligation", "derivation"),
    ("ruletext", "text"),
}


def a_house_of_foreigners(folder, days):
    """A demo house of some days; names, addresses and notes are of Latin letters."""
    settings = Settings.from_env(
        {"PORTAL_DATA_DIR": str(folder), "PORTAL_RULES_DIR": str(RULES)}
    )
    db = FastDatabase(settings.database_url)
    migrations.upgrade(db.engine)
    house = fill(settings, db, Library(RULES), NOW, 7, days)
    with house.db.engine.begin() as connection:
        _write_in_latin(connection)
    return house


def _write_in_latin(connection):
    found = inspect(connection)
    for table in found.get_table_names():
        names = [column["name"] for column in found.get_columns(table)]
        theirs = [name for name in names if (table, name) not in OF_THE_RULES]
        columns = ", ".join(f'"{name}"' for name in theirs)
        rows = connection.execute(text(f'SELECT rowid, {columns} FROM "{table}"'))
        for number, *values in rows.all():
            changed = {
                name: CHINESE.sub("Xu", value)
                for name, value in zip(theirs, values, strict=True)
                if isinstance(value, str) and CHINESE.search(value)
            }
            if changed:
                sets = ", ".join(f'"{name}" = :{name}' for name in changed)
                connection.execute(
                    text(f'UPDATE "{table}" SET {sets} WHERE rowid = :row'),
                    {**changed, "row": number},
                )
