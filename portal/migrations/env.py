"""Run by Alembic: takes the steps on the connection that `upgrade` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel


def render_item(
    kind: str,
    item: object,
    autogen_context: AutogenContext,
) -> str | Literal[False]:
    """Write our own column types as what the database stores.

    A step must stay what it was on its day, whatever becomes of the classes.
    """
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
