"""The designer has reached his new client: the first clock is met (lead.idle)."""

from uuid import UUID

from portal.models.lead import Lead
from portal.services.answers import Done, Refused
from portal.services.dispatch.asking import locked_lead, subject_of
from portal.services.dispatch.overdue import settle_overdue
from portal.services.dispatch.placing import note_event
from portal.services.lead.lapsing import taken_from
from portal.services.lead.owning import owner_now
from portal.services.lead.reach import must_see
from portal.services.lead.steps import CONTACT, barred
from portal.services.lead.touching import touch
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


@use_case
def contact_lead(tx: Tx, lead_id: UUID, note: str = "") -> Done | Refused:
    """First contact after the lead was given away; from here the next one is due.

    Whoever comes too late is told that the lead was taken back, and when.
    """
    tx.need("lead.contact")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = taken_from(tx, lead)
    if refused:
        return refused
    must_see(tx.act, (lead.designer_id, lead.brought_by, lead.attributed_to))
    refused = barred(CONTACT, lead) or _again(tx, lead)
    if refused:
        return refused
    touch(tx, lead, "reached")
    note_event(tx, lead, "reached", note.strip())
    tx.audit("lead.contact", subject_of(lead))
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("已记下首次联系。"))


def _again(tx: Tx, lead: Lead) -> Refused | None:
    """A second contact is a follow-up, with what the client said."""
    owner = owner_now(tx.s, lead)
    if owner is None or owner.contacted_at is None:
        return None
    return Refused(
        reason=_("%(no)s 已经记过首次联系。", no=lead.no),
        clauses=["lead.unified-management"],
        lifts_when=_("再联系请记一次回访。"),
    )
