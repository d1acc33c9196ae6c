"""The database's tables as dated steps: make them, bring them up to date, compare."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

import portal.models  # noqa: F401 - registers every table


def upgrade(engine: Engine) -> None:
    """Make the missing tables and columns; one transaction, all of it or nothing."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Whether every step of this version of the portal has been taken."""
    with engine.connect() as connection:
        taken = MigrationContext.configure(connection).get_current_heads()
    return set(taken) == set(ScriptDirectory.from_config(_config()).get_heads())


def differences(engine: Engine) -> list[str]:
    """What the tables lack or have beyond the models; [] when both agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(one) for one in compare_metadata(context, SQLModel.metadata)]


def write_step(engine: Engine, message: str) -> None:
    """Write the next step from what the models have and the database lacks."""
    taken = len(list(ScriptDirectory.from_config(_config()).walk_revisions()))
    with engine.begin() as connection:
        command.revision(
            _config(connection),
            message=message,
            autogenerate=True,
            rev_id=f"{taken + 1:04d}",
        )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
