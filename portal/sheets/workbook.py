"""The first sheet of a workbook that holds anything."""

from io import BytesIO
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from portal.sheets.cells import as_text
from portal.sheets.package import check_package
from portal.sheets.shapes import Fault, Limits, Table, Unreadable


def read_workbook(file: BinaryIO, limits: Limits) -> Table:
    """The rows of the sheet; hidden sheets are passed over."""
    check_package(file, limits)
    file.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(file.read()))
        return _first_sheet(book, limits)
    except (CalamineError, ValueError, OSError):
        raise Unreadable(Fault.BROKEN) from None


def _first_sheet(book: CalamineWorkbook, limits: Limits) -> Table:
    visible = [
        one.name
        for one in book.sheets_metadata
        if one.visible == SheetVisibleEnum.Visible
    ]
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height > limits.rows:
            raise Unreadable(Fault.ROWS, sheet=name, line=sheet.height)
        rows = []
        for line, values in enumerate(sheet.iter_rows(), _first_line(sheet.start)):
            cells = [as_text(value) for value in values]
            if any(cells):
                rows.append((line, _within(cells, limits, name, line)))
        if rows:
            others = [other for other in visible if other != name]
            return Table(sheet=name, others=others, rows=rows)
    raise Unreadable(Fault.EMPTY)


def _first_line(start: tuple[int, int] | None) -> int:
    return start[0] + 1 if start else 1


def _within(cells: list[str], limits: Limits, sheet: str, line: int) -> list[str]:
    if len(cells) > limits.columns:
        raise Unreadable(Fault.COLUMNS, sheet=sheet, line=line)
    if any(len(cell) > limits.cell_chars for cell in cells):
        raise Unreadable(Fault.CELL, sheet=sheet, line=line)
    return cells
