"""Every contact with a client starts the idle time anew (lost.kinds: dormant leads)."""

from portal.models.lead import ENDED, Lead
from portal.services import obligations
from portal.services.audit import Subject
from portal.services.use_case import Tx

FOLLOW_UP = "lead.follow_up"


def touch(tx: Tx, lead: Lead) -> None:
    """Something happened with the client: the next look is due from now on."""
    lead.touched_at = tx.now
    tx.save(lead)
    obligations.drop_in(tx, FOLLOW_UP, lead.id)
    if lead.state not in ENDED:
        obligations.open_in(
            tx, FOLLOW_UP, Subject("lead", lead.id, lead.no), since=tx.now
        )
