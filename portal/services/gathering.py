"""Many new rows of one act, written together: a file of thousands is one act too.

While an act gathers, `tx.make` gives plain rows with the columns of their model. They
may still be changed; `write` inserts all of them, parents first.
"""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from pydantic_core import PydanticUndefined
from sqlalchemy import Insert, insert
from sqlmodel import Session, SQLModel

SUBJECT = "subject_id"


class Row(SimpleNamespace):
    """A row to be written, with the attributes of its model."""


class Gathered:
    """The rows an act has made and not written yet, by model."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._rows: dict[type[SQLModel], list[Row]] = {}
        self._about: dict[tuple[type[SQLModel], UUID], list[Row]] = {}
        self._made: set[UUID] = set()

    def make(self, model: type[SQLModel], values: dict[str, Any]) -> Row:
        """A row with the model's defaults where no value is given."""
        plain, made = _defaults(model)
        row = Row(**plain)
        for name, default in made:
            if name not in values:
                setattr(row, name, default())
        row.__dict__.update(values)
        self._rows.setdefault(model, []).append(row)
        self._made.add(row.id)
        if SUBJECT in values:
            self._about.setdefault((model, values[SUBJECT]), []).append(row)
        return row

    def knows(self, record: UUID) -> bool:
        """Whether this act made the record: nothing older can be about it."""
        return record in self._made

    def about(self, model: type[SQLModel], subject: UUID) -> list[Row]:
        """What was made about the subject so far."""
        return self._about.get((model, subject), [])

    def write(self, session: Session) -> None:
        """Insert everything, so that rows stand before those that refer to them."""
        session.flush()
        models = {model.__table__: model for model in self._rows}  # type: ignore[attr-defined]
        for table in SQLModel.metadata.sorted_tables:
            if table in models:
                rows = self._rows[models[table]]
                session.execute(insert(table), [vars(row) for row in rows])
        self._begin()


def write_row(session: Session, model: type[SQLModel], values: dict[str, Any]) -> Row:
    """Insert one row nobody changes afterwards, without tracking it as an object."""
    alone = Gathered()
    row = alone.make(model, values)
    session.execute(_insert_into(model), vars(row))
    return row


@cache
def _insert_into(model: type[SQLModel]) -> Insert:
    return insert(model.__table__)  # type: ignore[attr-defined]


Defaults = tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]


@cache
def _defaults(model: type[SQLModel]) -> Defaults:
    """What a column holds when nothing is said; what has to be made each time."""
    fields = model.model_fields
    plain = {
        name: None if field.default is PydanticUndefined else field.default
        for name, field in fields.items()
        if field.default_factory is None
    }
    made = [
        (name, field.default_factory)
        for name, field in fields.items()
        if field.default_factory is not None
    ]
    return plain, made  # type: ignore[return-value]
