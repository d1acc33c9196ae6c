"""Whose lead is it: he follows it, or it came through him; what he sees of it."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, false, or_

from portal.access import Person
from portal.models.lead import Lead
from portal.services.masking import PersonalView
from portal.services.use_case import Act


def owned_by(person: Person) -> ColumnElement[bool]:
    """The condition on leads that are the person's own."""
    if person.staff_id is None:
        return false()
    return or_(
        col(Lead.designer_id) == person.staff_id,
        col(Lead.brought_by) == person.staff_id,
        col(Lead.attributed_to) == person.staff_id,
    )


def is_own(person: Person, holders: Iterable[UUID | None]) -> bool:
    """The same for one lead: designer_id, brought_by and attributed_to."""
    return person.staff_id is not None and person.staff_id in holders


class Eyes:
    """What one person sees of clients; asks access.mask once per field, not per row."""

    def __init__(self, act: Act) -> None:
        self._view = PersonalView(act.rules, act.by, act.today)
        self._full: dict[tuple[str, bool], bool] = {}

    def full(self, field: str, *, own: bool = False) -> bool:
        """Whether the field is shown unmasked (access.mask)."""
        key = (field, own)
        if key not in self._full:
            self._full[key] = self._view.full(field, own=own)
        return self._full[key]

    def show(self, field: str, value: str | None, *, own: bool = False) -> str:
        """The value where it may be seen, else its masked form."""
        if not value or self.full(field, own=own):
            return value or ""
        return self._view.show(field, value, own=own)
