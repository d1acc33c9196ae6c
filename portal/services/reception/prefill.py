"""A caller who becomes a lead: what the call says already stands in the form."""

from uuid import UUID

from sqlmodel import Session, select

from portal.errors import NotFound
from portal.models.reception import Call
from portal.services.contact import shown_phone
from portal.services.use_case import Act
from portal.words import gettext as _

PHONE_CHANNEL = "phone"


def prefilled(session: Session, act: Act, call_id: UUID | None) -> dict[str, str]:
    """The fields of the lead form that a call fills in; NotFound if unknown."""
    if call_id is None:
        return {}
    call = session.exec(
        select(Call).where(Call.site_id == act.by.site_id, Call.id == call_id)
    ).first()
    if call is None:
        raise NotFound(_("来电"), call_id)
    return {
        "client_name": call.caller_name,
        "phone": shown_phone(call.phone) if call.phone else "",
        "channel": PHONE_CHANNEL,
        "remarks": call.details,
    }
