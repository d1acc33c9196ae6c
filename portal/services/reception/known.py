"""What is known of a client before his lead is written: his record, his leads."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from portal.models.lead import Client
from portal.services.reception.duplicates import earlier_leads
from portal.services.use_case import Tx


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier lead of the same client, the latest first."""

    id: UUID
    no: str


class Known:
    """Looks each client up in the database."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx

    def client(self, phone: str) -> Client | None:
        """The client of this phone."""
        return self.tx.s.exec(
            select(Client).where(
                Client.site_id == self.tx.site_id, Client.phone == phone
            )
        ).first()

    def earlier(self, phone: str, address: str) -> list[Earlier]:
        """His leads, by phone or address, as many as the counter lists."""
        found = earlier_leads(self.tx.s, self.tx.act, phone=phone, address=address)
        return [Earlier(one.id, one.no) for one in found]
