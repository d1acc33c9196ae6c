"""Leads as rows of a list: at the counter, in the register."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, Select
from sqlmodel import Session, col, select

from portal.models.lead import WAITING, Lead
from portal.services.dispatch.wording import label
from portal.services.lead.own import Eyes, is_own
from portal.services.lead.words import state_kind, state_word
from portal.services.use_case import Act
from portal.words import NOT_SET, format_minutes, format_money

COLUMNS = (
    Lead.id,
    Lead.no,
    Lead.client_name,
    Lead.site_address,
    Lead.floor_area,
    Lead.estimated_amount,
    Lead.tier,
    Lead.channel,
    Lead.state,
    Lead.registered_at,
    Lead.ready_at,
    Lead.designer_id,
    Lead.brought_by,
    Lead.attributed_to,
)


class LeadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A lead in a list (reception/_lead_row.html)."""

    id: UUID
    no: str
    short_no: str
    href: str
    client: str
    address: str
    area: str
    amount: str
    tier: str
    channel: str
    state_kind: str
    state: str
    since: str
    wait: str


def lead_columns(*where: ColumnElement[bool]) -> Select[Any]:
    """The columns of the rows, the latest lead first."""
    found: Select[Any] = select(*COLUMNS)  # type: ignore[call-overload]
    return found.where(*where).order_by(
        col(Lead.registered_at).desc(), col(Lead.no).desc()
    )


def lead_rows(session: Session, act: Act, statement: Select[Any]) -> list[LeadRow]:
    """The rows of the statement, masked for whoever looks."""
    return as_rows(act, session.execute(statement))


def as_rows(act: Act, found: Iterable[Any]) -> list[LeadRow]:
    """The same for rows that were read already."""
    eyes, now = Eyes(act), act.house.clock.now()
    return [_row(act, eyes, now, one) for one in found]


def _row(act: Act, eyes: Eyes, now: datetime, lead: Row[Any]) -> LeadRow:
    own = is_own(act.by, (lead.designer_id, lead.brought_by, lead.attributed_to))
    since = lead.ready_at or lead.registered_at
    waits = lead.state in WAITING
    return LeadRow(
        id=lead.id,
        no=lead.no,
        short_no=lead.no.rpartition("-")[2],
        href=f"/leads/{lead.id}",
        client=eyes.show("client_name", lead.client_name, own=own),
        address=eyes.show("site_address", lead.site_address, own=own),
        area=area_text(lead.floor_area),
        amount=format_money(lead.estimated_amount),
        tier=label(act.rules, "dispatch.tier", "tier", lead.tier),
        channel=label(act.rules, "lead.channel", "channel", lead.channel),
        state_kind=state_kind(lead.state),
        state=state_word(lead.state),
        since=since.isoformat() if waits else "",
        wait=format_minutes((now - since) // timedelta(minutes=1)) if waits else "",
    )


def area_text(area: Decimal | None) -> str:
    """128, 128.5; — when it is not known."""
    if area is None:
        return NOT_SET
    return f"{area:f}".rstrip("0").rstrip(".") if "." in f"{area:f}" else f"{area:f}"
