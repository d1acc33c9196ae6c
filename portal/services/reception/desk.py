"""What every desk page has on top: the registers this person may open."""

import msgspec

from portal.access import may
from portal.services.periods import figure
from portal.services.use_case import Act
from portal.words import gettext as _


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """A register of the desk (reception/_acts.html)."""

    label: str
    href: str
    key: str
    current: bool


def _registers() -> list[tuple[str, str, str]]:
    """Address, label and permission; the order gives the keys Alt+1, Alt+2 ..."""
    return [
        ("/counter", _("来单"), "counter.read"),
        ("/counter/calls", _("来电"), "register.read"),
        ("/counter/outings", _("外出"), "outing.register"),
        ("/counter/showroom", _("样板房"), "showroom.register"),
        ("/leads", _("来单登记簿"), "lead.read"),
    ]


def registers(act: Act, current: str) -> list[Register]:
    """The registers open to this person; each keeps its key whoever looks."""
    entries = _registers()
    if not may(act.rules, act.by, "counter.read", act.today):
        # Away from the counter the form stands on a page of its own.
        entries[0] = ("/leads/new", _("登记来单"), "lead.register")
    return [
        Register(label=label, href=href, key=f"Alt+{number}", current=href == current)
        for number, (href, label, action) in enumerate(entries, 1)
        if may(act.rules, act.by, action, act.today)
    ]


def desk_figure(act: Act, name: str) -> int:
    """One figure of desk.settings."""
    return int(str(figure(act.rules, "desk.settings", name, act.today)))


def search_box(act: Act) -> str | None:
    """What stands in the search box; None where this person may not search."""
    return "" if may(act.rules, act.by, "search.use", act.today) else None
