"""What a file can bring, by kind, and the figures that bound it."""

from portal.access import may
from portal.services.periods import figure
from portal.services.use_case import Act
from portal.sheets import Limits
from portal.words import rule_labels

LEADS, PHONES = "leads", "phones"
NONE = "none"
CLAIM = ("principle", "claim_at", "evidence")
FIELDS = {
    LEADS: (
        *("client_name", "phone", "site_address", "floor_area", "renovation_date"),
        *("estimated_amount", "channel", "brought_by", *CLAIM),
        *("grades_introduced", "remarks"),
    ),
    PHONES: ("phone", "client_name", "site_address", "remarks"),
}
NEEDED = {LEADS: ("client_name", "phone", "site_address"), PHONES: ("phone",)}
WRITE = {LEADS: "import.leads", PHONES: "import.phones"}


def bound(act: Act, name: str) -> int:
    """A figure of imports.settings."""
    return int(str(figure(act.rules, "imports.settings", name, act.today)))


def limits_of(act: Act) -> Limits:
    """How much of a file is read: its head is not counted among its rows."""
    return Limits(
        file_bytes=bound(act, "file_bytes"),
        unpacked_bytes=bound(act, "unpacked_bytes"),
        rows=bound(act, "rows") + bound(act, "header_lines"),
        columns=bound(act, "columns"),
        cell_chars=bound(act, "cell_chars"),
        memory_bytes=bound(act, "read_memory_bytes"),
        seconds=bound(act, "read_seconds"),
    )


def labels(act: Act) -> dict[str, str]:
    """What every field is called."""
    return rule_labels(act.rules["imports.headers"].table.outputs["field"].values)


def kinds(act: Act) -> dict[str, str]:
    """The kinds of files this person may take in, with their names."""
    known = rule_labels(act.rules["imports.headers"].table.inputs["kind"].values)
    return {
        kind: label
        for kind, label in known.items()
        if may(act.rules, act.by, WRITE[kind], act.today)
    }


def channels(act: Act) -> dict[str, str]:
    """The channels a lead can come by, with their names."""
    return rule_labels(act.rules["lead.channel"].table.inputs["channel"].values)
