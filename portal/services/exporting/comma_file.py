"""Sheets as .csv: UTF-8 with its mark, and no text that a spreadsheet would reckon.

A text that a spreadsheet takes for a formula gets a ' in front; whoever reads our own
files back takes exactly that one off again (`unguarded`).
"""

import csv
import unicodedata
from io import StringIO

from portal.services.exporting.sheets import Cell, Sheet, as_text

GUARD = "'"
STARTS_FORMULA = frozenset("=+-@")
STARTS_CELL = frozenset("\t\r\n")
ENCODING = "utf-8-sig"
# Blanks, controls and marks of no width: programs differ in whether they skip them.
SKIPPED = ("C", "Z")


def to_csv(sheet: Sheet) -> bytes:
    """The sheet as a file: a row of labels, then the rows; lines end in CR LF."""
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(guarded(column.label) for column in sheet.columns)
    writer.writerows(map(_cell, row) for row in sheet.rows)
    return target.getvalue().encode(ENCODING)


def _cell(cell: Cell) -> str:
    return guarded(cell) if isinstance(cell, str) else as_text(cell)


def guarded(text: str) -> str:
    """The text, with ' in front where a spreadsheet could take it for a formula."""
    return GUARD + text if _is_live(text.lstrip(GUARD)) else text


def unguarded(text: str) -> str:
    """What `guarded` was given; a ' somebody typed himself stays."""
    ours = text.startswith(GUARD) and _is_live(text.lstrip(GUARD))
    return text.removeprefix(GUARD) if ours else text


def _is_live(text: str) -> bool:
    """Whether it begins like a formula: full-width signs, and after blanks, too."""
    if text[:1] in STARTS_CELL and text:
        return True
    for sign in text:
        if not unicodedata.category(sign).startswith(SKIPPED):
            return unicodedata.normalize("NFKC", sign)[:1] in STARTS_FORMULA
    return False
