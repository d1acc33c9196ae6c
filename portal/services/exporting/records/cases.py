"""Cases (slips, lost leads) as rows of a file or of a report's list."""

from typing import Any

from portal.services.cases.listing import case_columns, case_rows
from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import Column
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("案号")),
        Column(_("种类")),
        Column(_("客户")),
        Column(_("来单号")),
        Column(_("走到哪一步")),
        Column(_("最近到期")),
        Column(_("谁开的")),
        Column(_("开单")),
        Column(_("上次办")),
    ]


def _rows(act: Act, found: list[Any]) -> list[Record]:
    return [
        Record(
            shown.href,
            [
                shown.no,
                shown.title,
                shown.client,
                shown.lead_no,
                shown.state,
                shown.due,
                shown.opened_by,
                format_datetime(shown.opened_at),
                format_datetime(shown.changed_at),
            ],
        )
        for shown in case_rows(act, found)
    ]


CASES = Records(_columns, case_columns, _rows)
