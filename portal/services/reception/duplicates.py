"""Earlier leads of the same client, found by phone and address while typing."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select, union

from portal.models.lead import Client, Lead
from portal.models.people import Staff
from portal.services.contact import address_key, normal_phone
from portal.services.lead.finding import by_phone
from portal.services.lead.own import Eyes, owned_by
from portal.services.periods import figure
from portal.services.use_case import Act


class EarlierLead(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier lead for the counter; names stay as stored, views mask them.

    Neither the same phone nor the same address: only a part of the phone is typed.
    """

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
    return _latest(session, act, phone, address, _of_phone(act, phone))


def earlier_leads_while_typing(
    session: Session, act: Act, phone_text: str, address: str
) -> list[EarlierLead]:
    """The same for what stands in the form so far, and for the half of a phone.

    Whoever sees phones masked finds by half a phone only among his own leads: else
    typing on would tell what the mask hides.
    """
    region = str(figure(act.rules, "lead.settings", "phone_region", act.today))
    phone = normal_phone(phone_text, region)
    found = _of_phone(act, phone)
    part = by_phone(act, phone_text)
    if part is not None:
        seen = Eyes(act).full("phone")
        found.append(part if seen else and_(part, owned_by(act.by)))
    return _latest(session, act, phone, address, found)


def _of_phone(act: Act, phone: str | None) -> list[ColumnElement[bool]]:
    if phone is None:
        return []
    clients = select(Client.id).where(
        Client.site_id == act.by.site_id, Client.phone == phone
    )
    return [col(Lead.client_id).in_(clients)]


def _latest(
    session: Session,
    act: Act,
    phone: str | None,
    address: str,
    wanted: list[ColumnElement[bool]],
) -> list[EarlierLead]:
    """Leads of the address or under a wanted condition; each is found by an index."""
    key = address_key(address)
    if len(key) >= _figure(act, "address_letters_before_search"):
        wanted = [*wanted, col(Lead.address_key) == key]
    if not wanted:
        return []
    here = Lead.site_id == act.by.site_id
    ids = union(*(select(Lead.id).where(here, one) for one in wanted))
    found = session.exec(
        select(Lead, Staff.name)
        .join(Staff, col(Staff.id) == col(Lead.attributed_to), isouter=True)
        .where(here, col(Lead.id).in_(ids))
        .order_by(col(Lead.registered_at).desc())
        .limit(_figure(act, "duplicates_shown"))
    )
    return [_earlier(lead, name, act, phone, key) for lead, name in found]


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
