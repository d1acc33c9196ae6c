"""Files made to harm whoever reads them, each with the fault it is refused for."""

import io
import struct
import zipfile

from portal.sheets import Fault
from tests.imports.files import csv_of, xlsx_of

MEGABYTE = 1 << 20
PLAIN = xlsx_of(("姓名", "电话"), ("王丽华", "13800134471"))
SHEET = "xl/worksheets/sheet1.xml"
BEGIN = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
END = b"</sheetData></worksheet>"


def repacked(changes, plain=PLAIN, level=9):
    """The workbook with members put in place of its own, or beside them."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), *changes]):
            content = changes.get(name)
            new.writestr(name, old.read(name) if content is None else content)
    return target.getvalue()


def sheet_of(*rows):
    """A workbook whose sheet has these rows of XML."""
    return repacked({SHEET: BEGIN + b"".join(rows) + END})


def cell(place, value="1"):
    return f'<c r="{place}"><v>{value}</v></c>'.encode()


def row(number, *cells):
    return f'<row r="{number}">'.encode() + b"".join(cells) + b"</row>"


def zip_bomb():
    """400 MB of blanks in a few hundred kilobytes."""
    return repacked({SHEET: BEGIN + b" " * (400 * MEGABYTE) + END}, level=1)


def lying_directory():
    """Says that its members are small; they are not."""
    bomb = bytearray(repacked({"xl/media/a.bin": b"\0" * (40 * MEGABYTE)}))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = bomb.rfind(b"xl/media/a.bin")
        start = bomb.rfind(mark, 0, place)
        if start >= 0:
            struct.pack_into("<I", bomb, start + at, 1000)
    return bytes(bomb)


def crowded_directory():
    """A directory of a hundred thousand names."""
    target = io.BytesIO(PLAIN)
    with zipfile.ZipFile(target, "a") as more:
        for number in range(5000):
            more.writestr(f"xl/x{number}", b"")
    return target.getvalue()


def entities(kind):
    declared = {
        "external": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    }[kind].encode()
    return repacked({"xl/sharedStrings.xml": declared + b"<sst/>"})


def sixteen_bits():
    text = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst/>'
    return repacked({"xl/sharedStrings.xml": text.encode("utf-16")})


def encrypted():
    """The container of a workbook with a password."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024
    return head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 1024


def with_password():
    """An archive whose members want a password."""
    locked = bytearray(PLAIN)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = locked.find(mark)
        while start >= 0:
            locked[start + at] |= 1
            start = locked.find(mark, start + 1)
    return bytes(locked)


def many_rows():
    return sheet_of(*(row(n, cell(f"A{n}")) for n in range(1, 200_000)))


CORPUS = {
    "empty": (lambda: b"", Fault.EMPTY),
    "empty workbook": (lambda: xlsx_of(), Fault.EMPTY),
    "blank lines": (lambda: b"\r\n" * 1000, Fault.EMPTY),
    "100 MB": (lambda: b"1,2,3\n" * (17 * MEGABYTE), Fault.BYTES),
    "zip bomb": (zip_bomb, Fault.UNPACKED),
    "lying directory": (lying_directory, Fault.BROKEN),
    "crowded directory": (crowded_directory, Fault.UNPACKED),
    "nested archive": (lambda: repacked({"xl/embeddings/a.bin": PLAIN}), Fault.NESTED),
    "external entity": (lambda: entities("external"), Fault.ENTITIES),
    "a billion laughs": (lambda: entities("laughs"), Fault.ENTITIES),
    "entity in sixteen bits": (sixteen_bits, Fault.BROKEN),
    "macros": (lambda: repacked({"xl/vbaProject.bin": b"x"}), Fault.MACROS),
    "encrypted": (encrypted, Fault.ENCRYPTED),
    "members with a password": (with_password, Fault.ENCRYPTED),
    "old excel": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        Fault.OLD_EXCEL,
    ),
    "half a workbook": (lambda: PLAIN[: len(PLAIN) // 2], Fault.BROKEN),
    "some archive": (lambda: _archive(), Fault.NOT_A_TABLE),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 999, Fault.NOT_A_TABLE),
    "200,000 rows": (many_rows, Fault.ROWS),
    "row 1,048,576": (
        lambda: sheet_of(row(1, cell("A1")), row(1048576, cell("A1048576"))),
        Fault.ROWS,
    ),
    "column XFD": (lambda: sheet_of(row(1, cell("A1"), cell("XFD1"))), Fault.COLUMNS),
    "far corner": (
        lambda: sheet_of(row(1, cell("A1")), row(1048576, cell("XFD1048576"))),
        Fault.ROWS,
    ),
    "1,000,000 lines": (lambda: b"1,2\n" * 1_000_000, Fault.ROWS),
    "16,384 columns": (lambda: b",".join([b"x"] * 16384) + b"\n", Fault.COLUMNS),
    "a cell of 10 MB": (lambda: b'"' + b"x" * (10 * MEGABYTE) + b'"\n', Fault.QUOTES),
    "a line of 10 MB": (lambda: b"x" * (10 * MEGABYTE), Fault.QUOTES),
    "a long cell": (lambda: xlsx_of(("姓名",), ("长" * 3000,)), Fault.CELL),
    "an open quote": (lambda: b'a,"b\n' + b"1,2\n" * 20000, Fault.QUOTES),
    "NUL bytes": (lambda: b"name,phone\nwang\0,138\n", Fault.CONTROL),
    "control signs": (lambda: b"name,phone\nwang\x07,138\n", Fault.CONTROL),
    "no encoding we know": (lambda: b"name\n\xff\xff\xfe\x80\x81\n", Fault.ENCODING),
    "cut UTF-16": (lambda: csv_of(("姓名",), encoding="utf-16")[:-1], Fault.ENCODING),
}


def _archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.writestr("readme.txt", b"hello")
    return target.getvalue()
