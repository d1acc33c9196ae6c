"""Showroom visits as rows of a file or of a report's list."""

from typing import Any

from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import Column
from portal.services.reception.showroom import visit_columns, visit_rows
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("约定时间")),
        Column(_("客户")),
        Column(_("电话")),
        Column(_("样板房")),
        Column(_("陪同")),
        Column(_("客户想法")),
        Column(_("状态")),
        Column(_("来单号")),
    ]


def _rows(act: Act, found: list[Any]) -> list[Record]:
    return [
        Record(
            shown.lead_href,
            [
                format_datetime(visit.appointment_at),
                shown.client,
                shown.phone,
                shown.showroom,
                shown.accompanied_by,
                shown.thoughts,
                shown.word,
                shown.lead_no,
            ],
        )
        for visit, shown in zip(found, visit_rows(act, found), strict=True)
    ]


VISITS = Records(_columns, visit_columns, _rows)
