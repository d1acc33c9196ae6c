"""Exported files as a spreadsheet opens them, and what the audit has of them."""

import csv
import io

from python_calamine import CalamineWorkbook
from sqlmodel import select

from portal.models.audit import AuditEntry


def read_xlsx(content):
    """The rows of the one page of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert len(book.sheet_names) == 1
    return book.get_sheet_by_index(0).to_python()


def read_csv(content):
    """The rows of a .csv."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def exports(house):
    """What the audit has of exports, the oldest first."""
    with house.db.reading() as session:
        found = select(AuditEntry).where(AuditEntry.action == "export.make")
        return list(session.exec(found.order_by(AuditEntry.seq)))
