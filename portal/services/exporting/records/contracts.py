"""Signed contracts as rows of a file or of a report's list."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from portal.models.lead import Contract, Lead
from portal.models.people import Staff
from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import MONEY, Column
from portal.services.lead.own import Eyes, is_own
from portal.services.use_case import Act
from portal.words import format_date
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("合同号")),
        Column(_("来单号")),
        Column(_("客户")),
        Column(_("设计师")),
        Column(_("合同金额"), MONEY),
        Column(_("签约日期")),
        Column(_("退单日期")),
        Column(_("退单原因")),
    ]


def _statement(act: Act, *where: ColumnElement[bool]) -> Any:
    found = select(Contract, Lead, Staff.name)
    return (
        found.join(Lead, col(Lead.id) == col(Contract.lead_id))
        .join(Staff, col(Staff.id) == col(Contract.designer_id))
        .where(col(Contract.site_id) == act.by.site_id, *where)
        .order_by(col(Contract.signed_on).desc(), col(Contract.no).desc())
    )


def _rows(act: Act, found: list[Any]) -> list[Record]:
    eyes = Eyes(act)
    return [_row(act, eyes, *one) for one in found]


def _row(act: Act, eyes: Eyes, contract: Contract, lead: Lead, name: str) -> Record:
    own = is_own(act.by, (lead.designer_id, lead.brought_by, lead.attributed_to))
    cancelled = contract.cancelled_on
    return Record(
        f"/leads/{lead.id}",
        [
            contract.no,
            lead.no,
            eyes.show("client_name", lead.client_name, own=own),
            name,
            contract.amount,
            format_date(contract.signed_on),
            format_date(cancelled) if cancelled else "",
            contract.cancel_reason,
        ],
    )


CONTRACTS = Records(_columns, _statement, _rows)
