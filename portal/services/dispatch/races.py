"""Somebody was faster: who it was and when, from the lead's own log."""

from sqlmodel import col, select

from portal.errors import LostRace
from portal.models.lead import Lead, LeadEvent
from portal.services.use_case import Tx


def lost_race(tx: Tx, lead: Lead, message: str) -> LostRace:
    """To be raised: the message says what happened, winner and time go with it."""
    last = tx.s.exec(
        select(LeadEvent)
        .where(LeadEvent.site_id == tx.site_id, LeadEvent.lead_id == lead.id)
        .order_by(col(LeadEvent.at).desc(), col(LeadEvent.id).desc())
        .limit(1)
    ).one()
    return LostRace(message, winner=last.by_name, at=last.at)
