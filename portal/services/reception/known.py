"""What is known of a client before his lead is written: record, leads, claims."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from portal.models.lead import Claim, Client
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

    def claims(self, leads: Collection[UUID]) -> Sequence[Claim]:
        """Whoever says on these leads that the client is his."""
        if not leads:
            return []
        return self.tx.s.exec(
            select(Claim).where(
                Claim.site_id == self.tx.site_id, col(Claim.lead_id).in_(leads)
            )
        ).all()
