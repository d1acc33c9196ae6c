"""Calls as rows of a file or of a report's list."""

from typing import Any

from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import NUMBER, Column
from portal.services.reception.calls_rows import call_columns, call_rows
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("时间")),
        Column(_("来电人")),
        Column(_("电话")),
        Column(_("事由")),
        Column(_("内容")),
        Column(_("几声接起"), NUMBER),
        Column(_("接晚了")),
        Column(_("转告")),
        Column(_("接听")),
        Column(_("来单号")),
    ]


def _rows(act: Act, found: list[Any]) -> list[Record]:
    return [
        Record(
            shown.lead_href,
            [
                format_datetime(call.at),
                shown.caller,
                shown.phone,
                shown.purpose,
                shown.details,
                shown.rings,
                shown.fault_word,
                shown.message_for,
                shown.answered_by,
                shown.lead_no,
            ],
        )
        for call, shown in zip(found, call_rows(act, found), strict=True)
    ]


CALLS = Records(_columns, call_columns, _rows)
