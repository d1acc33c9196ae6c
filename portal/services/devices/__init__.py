"""Screens that show a page without a log-in: paired, recognised, taken out of use."""

from portal.services.devices.pairing import (
    LINK,
    NewPairing,
    change_device,
    pair_device,
    renew_pairing,
    revoke_device,
)
from portal.services.devices.screens import TOPIC, at_hand, recognise
from portal.services.devices.using import Paired, open_link, use_code

__all__ = [
    "LINK",
    "TOPIC",
    "NewPairing",
    "Paired",
    "at_hand",
    "change_device",
    "open_link",
    "pair_device",
    "recognise",
    "renew_pairing",
    "revoke_device",
    "use_code",
]
