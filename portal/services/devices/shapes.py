"""Page objects of screens: the list, one screen, a new link, the screen's own form."""

from datetime import datetime

import msgspec

Typed = dict[str, str]


class DeviceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One screen, all texts; kind: shape and colour of its state (see _state.html)."""

    id: str
    name: str
    shows: str
    language: str
    kind: str
    state: str
    seen: str
    address: str
    waits: bool
    revoked: bool


class DevicesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every screen of the site; values, errors: those of the form to pair one."""

    title: str
    rows: list[DeviceRow]
    shows_options: list[tuple[str, str]]
    languages: list[tuple[str, str]]
    values: Typed = {}
    errors: Typed = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a screen's history."""

    at: str
    by: str
    what: str


class DevicePage(msgspec.Struct, frozen=True, kw_only=True):
    """One screen and what happened to it."""

    title: str
    screen: DeviceRow
    created: str
    history: list[Event]
    languages: list[tuple[str, str]]
    values: Typed = {}
    errors: Typed = {}


class LinkPage(msgspec.Struct, frozen=True, kw_only=True):
    """A link shown this once; link "" when the form came a second time.

    qr: the link as inline SVG; code: "4827 1936", until: when it runs out.
    """

    title: str
    id: str
    link: str
    qr: str
    code: str
    until: datetime | None


class PairPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form on the screen itself; stopped: why it shows nothing any more."""

    title: str
    stopped: str = ""
    code: str = ""
    error: str = ""
