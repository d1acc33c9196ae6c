"""Where clients come from: each channel's share, and how many of them signed."""

from portal.services.reports.figures import SOURCES, Told, parts
from portal.services.reports.measures import (
    AMOUNT_SINCE,
    CONTRACTS_SINCE,
    ENQUIRIES,
    MEASURED_SINCE,
)
from portal.services.reports.shapes import ChannelLine
from portal.words import NOT_SET

PREFIX = f"{ENQUIRIES.key}.{SOURCES}."


def channel_lines(told: Told) -> list[ChannelLine]:
    """A line for each channel clients came by, in this span or the one before."""
    return [
        _line(told, key.removeprefix(PREFIX), label)
        for key, label in parts(told, ENQUIRIES, SOURCES)
    ]


def _line(told: Told, channel: str, label: str) -> ChannelLine:
    def key(measure: str) -> str:
        return f"{measure}.{SOURCES}.{channel}"

    leads = int(told.now.get(key(ENQUIRIES.key), 0))
    signed = int(told.now.get(key(CONTRACTS_SINCE.key), 0))
    return ChannelLine(
        label=label,
        leads=told.number(key(ENQUIRIES.key)),
        share=percent(leads, int(told.now.get(ENQUIRIES.key, 0))),
        measured=told.number(key(MEASURED_SINCE.key)),
        signed=told.number(key(CONTRACTS_SINCE.key)),
        rate=percent(signed, leads),
        amount=told.number(key(AMOUNT_SINCE.key)),
    )


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, half up; a dash where there is nothing to share."""
    return f"{hundredths(part, whole)}%" if whole else NOT_SET


def hundredths(part: int, whole: int) -> int:
    """How many hundredths of the whole the part is, half up."""
    return (2 * 100 * part + whole) // (2 * whole) if whole else 0
