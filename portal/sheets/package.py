"""Looks a workbook over before it is read: sizes, nesting, macros, entities, extent."""

import re
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from portal.sheets.shapes import Fault, Limits, Unreadable

END, ZIP64 = b"PK\x05\x06", 0xFFFF
# The end record stands in the last bytes, before a comment of at most 64 KiB.
END_SIZE, LONGEST_COMMENT = 22, 65_535
MOST_MEMBERS, LONGEST_DIRECTORY = 2_000, 1_000_000
CHUNK = 1 << 16
ENCRYPTED = 1
ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
MARKUP = (".xml", ".rels", ".vml")
FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
MACRO_PARTS = ("vbaproject.bin", "macrosheets/", "activex/")
NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ROW = re.compile(rb"<(?:\w+:)?row\b")
# A cell that holds something; empty ones only carry a format.
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,9})"(?:[^>]*[^/>])?>')
# A tag cut by the end of a chunk is looked at again with the next one.
OVERLAP = 200


def check_package(file: BinaryIO, limits: Limits) -> None:
    """Raise Unreadable unless the archive is a workbook within the limits."""
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(archive, limits)
            _check_contents(archive, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError):
        raise Unreadable(Fault.BROKEN) from None


def _check_directory(file: BinaryIO) -> None:
    """How long the directory says it is, before anybody makes objects of it."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - END_SIZE - LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise Unreadable(Fault.BROKEN)
    members, length = struct.unpack_from("<HI", tail, at + 10)
    if members in (0, ZIP64):
        raise Unreadable(Fault.BROKEN)
    if members > MOST_MEMBERS or length > LONGEST_DIRECTORY:
        raise Unreadable(Fault.UNPACKED)


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    names = [one.filename for one in members]
    if any(one.flag_bits & ENCRYPTED for one in members):
        raise Unreadable(Fault.ENCRYPTED)
    if not set(NEEDED) <= set(names):
        raise Unreadable(Fault.NOT_A_TABLE)
    if len(set(names)) < len(names):
        raise Unreadable(Fault.BROKEN)
    if any(part in name.lower() for name in names for part in MACRO_PARTS):
        raise Unreadable(Fault.MACROS)
    if sum(one.file_size for one in members) > limits.unpacked_bytes:
        raise Unreadable(Fault.UNPACKED)


def _check_contents(archive: zipfile.ZipFile, limits: Limits) -> None:
    unpacked = 0
    for name in archive.namelist():
        extent = _Extent(name, limits) if SHEET.fullmatch(name) else None
        for piece, fresh in _pieces(archive, name):
            unpacked += fresh
            if unpacked > limits.unpacked_bytes:
                raise Unreadable(Fault.UNPACKED)
            if name.lower().endswith(MARKUP) and FORBIDDEN.search(piece):
                raise Unreadable(Fault.ENTITIES, sheet=name)
            if extent:
                extent.look(piece)
    if b"macroEnabled" in archive.read(NEEDED[0]):
        raise Unreadable(Fault.MACROS)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, int]]:
    """The member unpacked piece by piece, and how much of each piece is new."""
    with archive.open(name) as member:
        kept = b""
        while chunk := member.read(CHUNK):
            if not kept:
                _check_beginning(name, chunk)
            yield kept + chunk, len(chunk)
            kept = chunk[-OVERLAP:]


def _check_beginning(name: str, chunk: bytes) -> None:
    if chunk.startswith(ARCHIVES):
        raise Unreadable(Fault.NESTED, sheet=name)
    # What is written in sixteen bits hides its tags from the search for entities.
    if name.lower().endswith(MARKUP) and b"\0" in chunk:
        raise Unreadable(Fault.BROKEN, sheet=name)


class _Extent:
    """How far a sheet reaches: its readers make room for all of it at once."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name.rpartition("/")[2].removesuffix(".xml")
        self.limits = limits
        self.rows = 0

    def look(self, piece: bytes) -> None:
        """Count what begins in this piece."""
        self.rows += len(ROW.findall(piece, OVERLAP if self.rows else 0))
        if self.rows > self.limits.rows:
            raise Unreadable(Fault.ROWS, sheet=self.name, line=self.rows)
        for column, row in CELL.findall(piece):
            if int(row) > self.limits.rows:
                raise Unreadable(Fault.ROWS, sheet=self.name, line=int(row))
            if _number_of(column) > self.limits.columns:
                raise Unreadable(Fault.COLUMNS, sheet=self.name, line=int(row))


def _number_of(column: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for sign in column:
        number = number * 26 + sign - ord("A") + 1
    return number
