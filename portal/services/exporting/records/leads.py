"""Leads as rows of a file or of a report's list."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col

from portal.models.lead import Lead
from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import MONEY, NUMBER, Column
from portal.services.reception.lead_rows import as_rows, lead_columns
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("单号")),
        Column(_("登记时间")),
        Column(_("客户")),
        Column(_("工地")),
        Column(_("面积"), NUMBER),
        Column(_("预计造价"), MONEY),
        Column(_("单级")),
        Column(_("渠道")),
        Column(_("状态")),
    ]


def _statement(act: Act, *where: ColumnElement[bool]) -> Any:
    return lead_columns(col(Lead.site_id) == act.by.site_id, *where)


def _rows(act: Act, found: list[Any]) -> list[Record]:
    return [
        Record(
            shown.href,
            [
                lead.no,
                format_datetime(lead.registered_at),
                shown.client,
                shown.address,
                lead.floor_area,
                lead.estimated_amount,
                shown.tier,
                shown.channel,
                shown.state,
            ],
        )
        for lead, shown in zip(found, as_rows(act, found), strict=True)
    ]


LEADS = Records(_columns, _statement, _rows)
