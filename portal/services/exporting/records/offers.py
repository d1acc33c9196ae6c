"""Offers of leads to designers as rows of a file or of a report's list."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.services.dispatch.outcomes import outcome_of_offer, outcome_words
from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.sheets import Column
from portal.services.lead.own import Eyes, is_own
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


def _columns() -> list[Column]:
    return [
        Column(_("派单号")),
        Column(_("来单号")),
        Column(_("客户")),
        Column(_("设计师")),
        Column(_("派出")),
        Column(_("应答期限")),
        Column(_("结果")),
        Column(_("理由")),
        Column(_("谁派的")),
    ]


def _statement(act: Act, *where: ColumnElement[bool]) -> Any:
    found = select(Offer, Lead, Staff.name, outcome_of_offer(act.house.clock.now()))
    return (
        found.join(Lead, col(Lead.id) == col(Offer.lead_id))
        .join(Staff, col(Staff.id) == col(Offer.designer_id))
        .where(col(Offer.site_id) == act.by.site_id, *where)
        .order_by(col(Offer.offered_at).desc(), col(Offer.no).desc())
    )


def _rows(act: Act, found: list[Any]) -> list[Record]:
    eyes, words = Eyes(act), outcome_words()
    return [
        _row(act, eyes, offer, lead, designer, words[outcome])
        for offer, lead, designer, outcome in found
    ]


def _row(
    act: Act, eyes: Eyes, offer: Offer, lead: Lead, designer: str, outcome: str
) -> Record:
    own = is_own(act.by, (lead.designer_id, lead.brought_by, lead.attributed_to))
    return Record(
        f"/leads/{lead.id}",
        [
            offer.no,
            lead.no,
            eyes.show("client_name", lead.client_name, own=own),
            designer,
            format_datetime(offer.offered_at),
            format_datetime(offer.respond_by),
            outcome,
            offer.answer_reason or offer.reason,
            offer.offered_by_name,
        ],
    )


OFFERS = Records(_columns, _statement, _rows)
