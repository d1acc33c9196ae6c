"""Earlier leads of the same client, found by phone and address while typing."""

from datetime import date
from uuid import UUID

import msgspec
from sqlmodel import Session, col, or_, select

from portal.models.lead import Lead
from portal.models.people import Staff
from portal.services.contact import address_key, normal_phone
from portal.services.periods import figure
from portal.services.use_case import Act


class EarlierLead(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier lead for the counter; names stay as stored, views mask them."""

    id: UUID
    no: str
    client_name: str
    site_address: str
    state: str
    same_phone: bool
    same_address: bool
    attributed_to: str | None
    protected_until: date | None
    days_left: int


def earlier_leads(
    session: Session, act: Act, *, phone: str | None, address: str
) -> list[EarlierLead]:
    """Leads with the same phone or address, the latest first, a few at most."""
    key = address_key(address)
    same = [Lead.phone == phone] if phone else []
    if len(key) >= _figure(act, "address_letters_before_search"):
        same.append(Lead.address_key == key)
    if not same:
        return []
    found = session.exec(
        select(Lead, Staff.name)
        .join(Staff, col(Staff.id) == col(Lead.attributed_to), isouter=True)
        .where(Lead.site_id == act.by.site_id, or_(*same))
        .order_by(col(Lead.registered_at).desc())
        .limit(_figure(act, "duplicates_shown"))
    )
    return [_earlier(lead, name, act, phone, key) for lead, name in found]


def earlier_leads_while_typing(
    session: Session, act: Act, phone_text: str, address: str
) -> list[EarlierLead]:
    """The same for what stands in the form so far; half a phone finds nothing."""
    region = str(figure(act.rules, "lead.settings", "phone_region", act.today))
    phone = normal_phone(phone_text, region)
    return earlier_leads(session, act, phone=phone, address=address)


def _figure(act: Act, name: str) -> int:
    return int(str(figure(act.rules, "lead.settings", name, act.today)))


def _earlier(
    lead: Lead, attributed_to: str | None, act: Act, phone: str | None, key: str
) -> EarlierLead:
    until = lead.protected_until
    return EarlierLead(
        id=lead.id,
        no=lead.no,
        client_name=lead.client_name,
        site_address=lead.site_address,
        state=lead.state,
        same_phone=lead.phone == phone,
        same_address=bool(key) and lead.address_key == key,
        attributed_to=attributed_to,
        protected_until=until,
        days_left=max(0, (until - act.today).days) if until else 0,
    )
