"""Every contact with a client starts the idle time anew (lost.kinds: dormant leads)."""

from portal.models.lead import Lead
from portal.services.lead.clocks import FOLLOW_UP
from portal.services.lead.owning import hand_over
from portal.services.use_case import Tx

__all__ = ["FOLLOW_UP", "touch"]


def touch(tx: Tx, lead: Lead, how: str = "contacted") -> None:
    """Something happened with the client: what was due is met, the next look is due.

    how: what it was, kept where the lead changes hands by it (signed, cancelled, ...).
    """
    lead.touched_at = tx.now
    tx.save(lead)
    hand_over(tx, lead, how, contact=True)
