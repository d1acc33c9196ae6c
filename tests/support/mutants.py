"""The same house with a safeguard taken out, to see that the checks would notice."""

from contextlib import nullcontext

from sqlalchemy import CheckConstraint, MetaData, UniqueConstraint
from sqlmodel import SQLModel

from portal.db import Database

# What stands behind the application's own counting, by table.
WALL = {
    "dispatchslot": [
        {"site_id", "designer_id", "day", "day_place"},
        {"site_id", "designer_id", "week", "week_place"},
    ],
    "offer": [{"site_id", "holds_lead"}],
}


class UnlockedDatabase(Database):
    """No lock anywhere: transactions begin as readers and rows are not held."""

    begin_write = "BEGIN"

    def __init__(self, url, **more):
        super().__init__(url, **more)
        self._gate = nullcontext()

    def lock(self, statement):
        """The statement as it was."""
        return statement


class UnboundDatabase(UnlockedDatabase):
    """Not even a transaction: SQLite writes every statement at once, for good."""

    begin_write = "SELECT 1"


def tables_without_wall(db):
    """Every table, but nothing in them that knows of caps or of one offer a lead."""
    scratch = MetaData()
    for table in SQLModel.metadata.sorted_tables:
        table.to_metadata(scratch)
    dropped = [
        (table, constraint)
        for name in WALL
        for table in [scratch.tables[name]]
        for constraint in table.constraints
        if _of_the_wall(name, constraint)
    ]
    # Two unique places, two checked caps, one offer a lead.
    assert len(dropped) == 5, dropped
    for table, constraint in dropped:
        table.constraints.discard(constraint)
    scratch.create_all(db.engine)


def _of_the_wall(table, constraint):
    if isinstance(constraint, CheckConstraint):
        return table == "dispatchslot"
    columns = {column.name for column in constraint.columns}
    return isinstance(constraint, UniqueConstraint) and columns in WALL[table]
