"""The one list of what is due: opened by events, met by acts, overdue by asking."""

from portal.services.obligations.lists import due_list, due_of_subject, due_page
from portal.services.obligations.opening import drop_in, meet_in, open_in
from portal.services.obligations.shapes import DueItem, DueList, DuePage, TimeLeft

__all__ = [
    "DueItem",
    "DueList",
    "DuePage",
    "TimeLeft",
    "drop_in",
    "due_list",
    "due_of_subject",
    "due_page",
    "meet_in",
    "open_in",
]
