"""The one list of what is due: opened by events, met by acts, overdue by asking."""

from portal.services.obligations.listing import (
    due_for,
    due_list,
    due_of_subject,
    show_inbox,
)
from portal.services.obligations.meeting import meet
from portal.services.obligations.opening import (
    close,
    drop_in,
    meet_in,
    open_in,
    open_of,
)
from portal.services.obligations.shapes import DueItem, DueList, Inbox

__all__ = [
    "DueItem",
    "DueList",
    "Inbox",
    "close",
    "drop_in",
    "due_for",
    "due_list",
    "due_of_subject",
    "meet",
    "meet_in",
    "open_in",
    "open_of",
    "show_inbox",
]
