"""What the pages of hooks show."""

from uuid import UUID

import msgspec

from portal.services.pages import Pair


class HookRow(msgspec.Struct, frozen=True, kw_only=True):
    """A hook in the list; state as in _state.html."""

    name: str
    label: str
    href: str
    channel: str
    state_kind: str
    state: str
    last: str


class HooksPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/imports/hooks.html."""

    title: str
    rows: list[HookRow]
    channels: list[Pair]
    values: dict[str, str]
    errors: dict[str, str]


class PathField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of ours, the path to it, and what the sample has there."""

    name: str
    label: str
    path: str
    needed: bool
    read: str
    error: str


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery and how it was answered."""

    id: str
    at: str
    state_kind: str
    state: str
    lead_no: str
    lead_href: str
    problems: list[str]


class HookPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/imports/hook.html; key is "" but on the answer that shows it."""

    title: str
    id: UUID
    href: str
    name: str
    address: str
    key: str
    facts: list[Pair]
    state_kind: str
    state: str
    is_open: bool
    headers: list[Pair]
    fields: list[PathField]
    sample: str
    errors: dict[str, str]
    sample_problems: list[Pair]
    deliveries: list[DeliveryRow]
