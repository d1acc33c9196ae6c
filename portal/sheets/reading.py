"""What kind of file it is, by what stands in it: a name says nothing."""

from typing import BinaryIO

from portal.sheets.delimited import read_delimited
from portal.sheets.shapes import Fault, Limits, Table, Unreadable
from portal.sheets.workbook import read_workbook

ZIP = b"PK"
# The container of .xls, and of workbooks with a password.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEALED = "EncryptedPackage".encode("utf-16-le")
# Begin like a text, or might be taken for one.
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
HEAD = 1 << 12


def read_table(file: BinaryIO, limits: Limits) -> Table:
    """The rows of a .xlsx or .csv, trailing blanks cut off; raises Unreadable."""
    file.seek(0, 2)
    size = file.tell()
    if size == 0:
        raise Unreadable(Fault.EMPTY)
    if size > limits.file_bytes:
        raise Unreadable(Fault.BYTES)
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(COMPOUND):
        file.seek(0)
        sealed = SEALED in file.read()
        raise Unreadable(Fault.ENCRYPTED if sealed else Fault.OLD_EXCEL)
    if head.startswith(OTHERS):
        raise Unreadable(Fault.NOT_A_TABLE)
    read = read_workbook if head.startswith(ZIP) else read_delimited
    return read(file, limits)
