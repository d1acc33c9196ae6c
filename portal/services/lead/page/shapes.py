"""The pieces of a lead's page: its next steps, and a form that was sent back."""

from collections.abc import Mapping

import msgspec

from portal.services.pages import Pair


class StepField(msgspec.Struct, frozen=True, kw_only=True):
    """A field asked before a step is taken; the arguments of field() in _field.html."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    required: bool = False
    type: str = "text"
    options: list[Pair] | None = None
    hint: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A next step, open or refused with its reason (_steps.html)."""

    key: str
    label: str
    action: str
    idempotency_key: str
    allowed: bool
    fields: list[StepField]
    reason: str = ""
    clause: str = ""
    clause_label: str = ""
    lifts: str = ""
    main: bool = False
    danger: bool = False
    open: bool = False


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """A form of the lead's page that was sent back: what was typed, what is wrong."""

    form: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it is put on the page: its permission, its address, its fields.

    by_the_way: it may be taken, but it is not what the lead waits for.
    """

    key: str
    permission: str
    label: str
    path: str
    fields: list[StepField]
    danger: bool = False
    by_the_way: bool = False
