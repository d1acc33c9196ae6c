"""The form of a register as its page shows it."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlmodel import Session

from portal.services.pages import Pair, as_typed, form_key
from portal.services.reception.forms.people import Colleagues
from portal.services.use_case import Act


class RegisterSheet(msgspec.Struct, frozen=True, kw_only=True):
    """Where it is sent, what was typed, what was wrong, and who may be named."""

    action: str
    idempotency_key: str
    values: dict[str, str]
    errors: dict[str, str]
    people: list[Pair]


def register_sheet(
    session: Session,
    act: Act,
    here: str,
    fields: Iterable[str],
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str] | None,
) -> RegisterSheet:
    """An empty sheet, or the one that was sent back with its errors."""
    return RegisterSheet(
        action=here,
        idempotency_key=form_key(act, sent_back=errors is not None),
        values=as_typed(typed, fields),
        errors=dict(errors or {}),
        people=Colleagues(session, act).pairs(),
    )
