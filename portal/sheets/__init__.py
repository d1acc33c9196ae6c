"""Reads .xlsx and .csv into rows of texts, and refuses what is no honest table.

Knows nothing of the portal: a file comes in, texts or a fault go out. Whatever a file
does to its reader, it does to a process of its own (`apart`).
"""

from portal.sheets.apart import read_apart
from portal.sheets.shapes import Fault, Limits, Table, Unreadable

__all__ = ["Fault", "Limits", "Table", "Unreadable", "read_apart"]
