"""The menu a list is exported by, for those who may."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from portal.access import may
from portal.services.use_case import Act

MAKE = "export.make"


class ExportMenu(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/_export.html; values: the list's filter, sent along."""

    action: str
    back: str
    values: list[tuple[str, str]]


def export_menu(
    act: Act, what: str, path: str, values: Mapping[str, str] | None = None
) -> ExportMenu | None:
    """For the list of this name at `path`, as it is filtered there; None for whoever
    may not export.
    """
    if not may(act.rules, act.by, MAKE, act.today):
        return None
    kept = [(name, text) for name, text in (values or {}).items() if text]
    back = f"{path}?{urlencode(kept)}" if kept else path
    return ExportMenu(action=f"/exports/{what}", back=back, values=kept)
