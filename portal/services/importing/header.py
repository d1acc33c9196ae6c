"""Which row of a file is its header, and which column means what."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

import msgspec
from sqlmodel import Session, select

from portal.models.imports import ImportMapping
from portal.rules.evaluate import decide
from portal.services.contact import normal_phone
from portal.services.importing.fields import FIELDS, NONE, bound
from portal.services.periods import figure
from portal.services.use_case import Act
from portal.words import gettext as _

ASIDE = re.compile(r"[(\[【<].*?[)\]】>]")
MARKS = re.compile(r"[\W_]+")
Lines = Sequence[tuple[int, list[str]]]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The header as it stands in the file: its line, 0 when there is none."""

    line: int
    columns: list[str]


def plain(header: str) -> str:
    """A header word without remarks, marks and blanks: "客户姓名(必填)*" 客户姓名."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return MARKS.sub("", ASIDE.sub("", folded))


def find_head(act: Act, kind: str, rows: Lines) -> tuple[Head, Lines]:
    """The header and the rows below it.

    It is the row among the first that has the most words we know; titles may stand
    above it. A file that begins with data has none: its columns get their numbers.
    """
    first = rows[: bound(act, "header_lines")]
    known = [len(guess(act, kind, cells)) for _line, cells in first]
    best = known.index(max(known))
    if known[best] == 0 and _is_data(act, first[0][1]):
        width = max(len(cells) for _line, cells in rows)
        numbers = [_("第 %(n)s 列", n=n) for n in range(1, width + 1)]
        return Head(line=0, columns=numbers), rows
    line, cells = first[best]
    below = rows[best + 1 :]
    # Cells beyond the header have a column too, if only to be told about.
    width = max([len(cells), *(len(row) for _line, row in below)])
    columns = [*cells, *[""] * (width - len(cells))]
    return Head(line=line, columns=columns), below


def _is_data(act: Act, cells: list[str]) -> bool:
    region = str(figure(act.rules, "lead.settings", "phone_region", act.today))
    return any(normal_phone(cell, region) for cell in cells)


def guess(act: Act, kind: str, columns: Sequence[str]) -> dict[str, int]:
    """Field -> number of its column, by the words of the header; the first counts."""
    found: dict[str, int] = {}
    for number, header in enumerate(columns):
        asked = {"kind": kind, "header": plain(header)}
        field = decide(act.rules["imports.headers"], asked, act.today).one["field"]
        if field != NONE:
            found.setdefault(str(field), number)
    return found


def signature(columns: Sequence[str]) -> str:
    """The same header gives the same mapping again."""
    words = "\n".join(plain(one) for one in columns)
    return hashlib.sha256(words.encode()).hexdigest()


def mapping_for(
    session: Session, act: Act, kind: str, columns: Sequence[str]
) -> dict[str, int]:
    """The mapping kept for this header, else the guess."""
    kept = session.exec(
        select(ImportMapping).where(
            ImportMapping.site_id == act.by.site_id,
            ImportMapping.kind == kind,
            ImportMapping.signature == signature(columns),
        )
    ).first()
    if kept is None:
        return guess(act, kind, columns)
    return fitting(kind, kept.mapping, len(columns))


def fitting(kind: str, mapping: Mapping[str, int], width: int) -> dict[str, int]:
    """The part of a mapping that this file has columns for."""
    return {
        field: number
        for field, number in mapping.items()
        if field in FIELDS[kind] and 0 <= number < width
    }
