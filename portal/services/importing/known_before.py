"""What was known of many clients before their file came, read in runs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from portal.models.lead import Claim, Client, Lead
from portal.services.contact import address_key
from portal.services.importing.rows import LeadRow
from portal.services.importing.standing import (
    RUN,
    letters_of_a_home,
    long_enough,
    runs,
)
from portal.services.periods import figure
from portal.services.reception.known import Earlier, Known
from portal.services.use_case import Tx

Found = tuple[datetime, str, UUID]


class KnownBefore(Known):
    """Answers from memory; leads the import itself writes are remembered too."""

    def __init__(self, tx: Tx, rows: Sequence[LeadRow]) -> None:
        super().__init__(tx)
        shown = figure(tx.rules, "lead.settings", "duplicates_shown", tx.today)
        self._most = int(str(shown))
        self._least = letters_of_a_home(tx.act)
        self._clients: dict[str, Client] = {}
        self._by_phone: dict[str, list[Found]] = defaultdict(list)
        self._by_address: dict[str, list[Found]] = defaultdict(list)
        self._claims: dict[UUID, list[Claim]] = defaultdict(list)
        self._read_clients({row.phone for row in rows})
        keys = {long_enough(row.form.site_address, self._least) for row in rows}
        self._read_addresses(keys - {""})
        self._read_claims()

    def client(self, phone: str) -> Client | None:
        """The client of this phone."""
        return self._clients.get(phone)

    def earlier(self, phone: str, address: str) -> list[Earlier]:
        """His leads, by phone or address, as many as the counter lists."""
        found = {
            *self._by_phone.get(phone, ()),
            *self._by_address.get(address_key(address), ()),
        }
        latest = sorted(found, reverse=True)[: self._most]
        return [Earlier(lead, no) for _at, no, lead in latest]

    def claims(self, leads: Collection[UUID]) -> Sequence[Claim]:
        """Whoever says on these leads that the client is his."""
        return [claim for lead in leads for claim in self._claims.get(lead, ())]

    def remember(self, client: Client, lead: Lead, claims: Iterable[Claim]) -> None:
        """A lead of this very file is an earlier one to the rows below it."""
        found = (lead.registered_at, lead.no, lead.id)
        self._clients[client.phone] = client
        self._note(self._by_phone[client.phone], found)
        key = long_enough(lead.site_address, self._least)
        if key:
            self._note(self._by_address[key], found)
        self._claims[lead.id].extend(claims)

    def _note(self, leads: list[Found], found: Found) -> None:
        leads.append(found)
        # Only the latest are ever listed: an estate of thousands stays a short list.
        if len(leads) > self._most * 2:
            leads[:] = sorted(leads)[-self._most :]

    def _read_clients(self, phones: Collection[str]) -> None:
        site = self.tx.site_id
        for run in runs(phones):
            found = self.tx.s.exec(
                select(Client).where(Client.site_id == site, col(Client.phone).in_(run))
            ).all()
            self._clients |= {one.phone: one for one in found}
            names = {one.id: one.phone for one in found}
            columns = select(Lead.client_id, Lead.registered_at, Lead.no, Lead.id)
            leads = columns.where(Lead.site_id == site, col(Lead.client_id).in_(names))
            for client, at, no, lead in self.tx.s.exec(leads) if names else ():
                self._note(self._by_phone[names[client]], (at, no, lead))

    def _read_addresses(self, keys: Collection[str]) -> None:
        for run in runs(keys):
            columns = select(Lead.address_key, Lead.registered_at, Lead.no, Lead.id)
            here = Lead.site_id == self.tx.site_id, col(Lead.address_key).in_(run)
            for key, at, no, lead in self.tx.s.exec(columns.where(*here)):
                self._note(self._by_address[key], (at, no, lead))

    def _read_claims(self) -> None:
        lists = [*self._by_phone.values(), *self._by_address.values()]
        leads = list({lead for found in lists for _at, _no, lead in found})
        for start in range(0, len(leads), RUN):
            for claim in super().claims(leads[start : start + RUN]):
                self._claims[claim.lead_id].append(claim)
