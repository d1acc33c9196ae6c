"""Outings as rows of a file or of a report's list."""

from typing import Any

from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import Column
from portal.services.reception.outings import outing_columns, outing_rows
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("姓名")),
        Column(_("岗位")),
        Column(_("去处")),
        Column(_("事由")),
        Column(_("走")),
        Column(_("预计回")),
        Column(_("回来")),
        Column(_("状态")),
    ]


def _rows(act: Act, found: list[Any]) -> list[Record]:
    return [
        Record(
            "",
            [
                shown.name,
                shown.post,
                shown.destination,
                shown.purpose,
                format_datetime(outing.out_at),
                format_datetime(outing.expected_back),
                format_datetime(outing.back_at) if outing.back_at else "",
                shown.word,
            ],
        )
        for outing, shown in zip(found, outing_rows(act, found), strict=True)
    ]


OUTINGS = Records(_columns, outing_columns, _rows)
