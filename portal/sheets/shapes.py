"""What goes between the reader of files and whoever asks it."""

from enum import StrEnum

import msgspec


class Fault(StrEnum):
    """Why a file is not read."""

    EMPTY = "empty"
    BYTES = "bytes"
    OLD_EXCEL = "old_excel"
    ENCRYPTED = "encrypted"
    NOT_A_TABLE = "not_a_table"
    BROKEN = "broken"
    MACROS = "macros"
    NESTED = "nested"
    ENTITIES = "entities"
    UNPACKED = "unpacked"
    ROWS = "rows"
    COLUMNS = "columns"
    CELL = "cell"
    ENCODING = "encoding"
    CONTROL = "control"
    QUOTES = "quotes"
    EFFORT = "effort"


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is read: bytes, cells and what the reading itself may cost."""

    file_bytes: int
    unpacked_bytes: int
    rows: int
    columns: int
    cell_chars: int
    memory_bytes: int
    seconds: int


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a file that say anything, each with its line in the file.

    sheet: its name in a workbook, "" for .csv; others: sheets that were not read;
    encoding: of a .csv, "" for a workbook.
    """

    sheet: str = ""
    others: list[str] = []
    encoding: str = ""
    rows: list[tuple[int, list[str]]]


class Unreadable(Exception):
    """The file is refused: why, and where in it (sheet "" or line 0: everywhere)."""

    def __init__(self, fault: Fault, *, sheet: str = "", line: int = 0) -> None:
        super().__init__(f"{fault} {sheet} {line}".strip())
        self.fault = fault
        self.sheet = sheet
        self.line = line
