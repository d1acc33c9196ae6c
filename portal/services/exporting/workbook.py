"""Sheets as .xlsx: a text is written as a text, so that it is never reckoned."""

import unicodedata
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.services.exporting.sheets import MONEY, Cell, Column, Sheet, as_text
from portal.words import format_datetime
from portal.words import gettext as _

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FIGURES = {MONEY: "#,##0.00"}
WIDEST = 100 // 2  # signs; a longer text is read in its cell


def to_xlsx(sheet: Sheet) -> bytes:
    """The sheet as a workbook of one page, its labels held in sight and on print."""
    target = BytesIO()
    book = Workbook(target, OPTIONS)
    book.set_properties({"title": sheet.title, "author": sheet.by, "created": sheet.at})
    # A page's name may have few signs and not all of them; the title is on its head.
    page = book.add_worksheet(_("数据"))
    _set_up(page, sheet)
    label = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(sheet.columns):
        _write_text(page, 0, place, column.label, label)
    kinds = [book.add_format(_look(column)) for column in sheet.columns]
    for number, row in enumerate(sheet.rows, 1):
        for place, cell in enumerate(row):
            _write(page, number, place, cell, kinds[place])
    book.close()
    return target.getvalue()


def _look(column: Column) -> dict[str, object]:
    return {"num_format": FIGURES[column.kind]} if column.kind in FIGURES else {}


def _set_up(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _width(sheet, place, column))
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    made = _("%(by)s　%(at)s 导出", by=sheet.by, at=format_datetime(sheet.at))
    page.set_header(f"&L{_plain(sheet.title)}")
    page.set_footer(f"&L{_plain(made)}&R&P / &N")


def _plain(text: str) -> str:
    """In a header or footer & begins a command."""
    return text.replace("&", "&&")


def _width(sheet: Sheet, place: int, column: Column) -> int:
    cells = (as_text(row[place]) for row in sheet.rows)
    return min(WIDEST, 2 + max(map(_signs, (column.label, *cells))))


def _signs(text: str) -> int:
    """How wide a text is: a Chinese sign takes the room of two."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide


def _write(page: Worksheet, row: int, place: int, cell: Cell, look: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        _write_text(page, row, place, cell, look)
    else:
        page.write_number(row, place, cell, look)


def _write_text(page: Worksheet, row: int, place: int, text: str, look: Format) -> None:
    if page.write_string(row, place, text, look) < 0:
        raise ValueError(f"a text of {len(text)} signs does not fit into a cell")
