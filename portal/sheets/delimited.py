"""Comma-separated files as Chinese desks make them: GBK or UTF-8, comma or tab."""

import codecs
import csv
import io
import re
from typing import BinaryIO

from portal.sheets.shapes import Fault, Limits, Table, Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TRIED = ("utf-8", "gb18030")
DELIMITERS = ",;\t"
CHUNK = 1 << 16
# One sign in so many is a comma, a digit or the end of a line, in any table.
FEW = 5
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_delimited(file: BinaryIO, limits: Limits) -> Table:
    """The rows of the file; its encoding and its delimiter are found out."""
    encoding = _encoding_of(file)
    csv.field_size_limit(limits.cell_chars)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    delimiter = _delimiter_of(text.read(CHUNK))
    text.seek(0)
    # Lines are checked before the csv reader sees them: it takes anything.
    reader = csv.reader(_Checked(text), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if not any(cells):
                continue
            if len(rows) >= limits.rows:
                raise Unreadable(Fault.ROWS, line=reader.line_num)
            if len(cells) > limits.columns:
                raise Unreadable(Fault.COLUMNS, line=reader.line_num)
            rows.append((reader.line_num, cells))
    except csv.Error:
        raise Unreadable(Fault.QUOTES, line=reader.line_num) from None
    if not rows:
        raise Unreadable(Fault.EMPTY)
    return Table(encoding=encoding.removesuffix("-sig"), rows=rows)


class _Checked:
    """The lines of a text, as long as it is one."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.line = 0

    def __iter__(self) -> "_Checked":
        return self

    def __next__(self) -> str:
        self.line += 1
        # A line without an end would be read whole: no longer than a field may be.
        line = self.text.readline(csv.field_size_limit() * len(DELIMITERS))
        if not line:
            raise StopIteration
        if CONTROL.search(line):
            raise Unreadable(Fault.CONTROL, line=self.line)
        return line


def _encoding_of(file: BinaryIO) -> str:
    """The first encoding in which all of the file is text."""
    head = _head(file)
    for mark, name in MARKS:
        if head.startswith(mark):
            _decode_all(file, name)
            return name
    if b"\0" in head:
        return _without_mark(file, head)
    for name in TRIED[:-1]:
        try:
            _decode_all(file, name)
        except Unreadable:
            continue
        return name
    _decode_all(file, TRIED[-1])
    return TRIED[-1]


def _without_mark(file: BinaryIO, head: bytes) -> str:
    """Sixteen bits a letter without a mark: every other byte of plain signs is 0."""
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half, other = head[offset::2], head[1 - offset :: 2]
        if half.count(0) * FEW > len(half) and not other.count(0):
            _decode_all(file, name)
            return name
    raise Unreadable(Fault.CONTROL, line=head[: head.index(0)].count(b"\n") + 1)


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(CHUNK)


def _decode_all(file: BinaryIO, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    line = 1
    try:
        while chunk := file.read(CHUNK):
            line += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        line += error.object[: error.start].count(b"\n")
        raise Unreadable(Fault.ENCODING, line=line) from None


def _delimiter_of(beginning: str) -> str:
    """The sign that parts the most cells in the first lines."""
    lines = [line for line in beginning.splitlines() if line.strip()]
    counts = {
        sign: max((line.count(sign) for line in lines), default=0)
        for sign in DELIMITERS
    }
    return max(DELIMITERS, key=lambda sign: counts[sign])
