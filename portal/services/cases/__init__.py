"""The case machine: cases of every kind, moved on by their procedure files.

Pages and forms are in `page`, `listing` and `opening_form`.
"""

from portal.services.cases.advancing import (
    advance,
    advance_in,
    drive_in,
    open_case,
    open_case_in,
)
from portal.services.cases.files import procedure_of, shelf_of, version_of

__all__ = [
    "advance",
    "advance_in",
    "drive_in",
    "open_case",
    "open_case_in",
    "procedure_of",
    "shelf_of",
    "version_of",
]
