"""Showing a masked name, phone and address in full, once, and noting who looked."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, func, select

from portal.models.audit import AuditEntry
from portal.services.answers import Done, Refused
from portal.services.dispatch.asking import lock_lead, subject_of
from portal.services.lead.reach import must_see
from portal.services.periods import figure
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _

ACTION = "lead.reveal"
WINDOW = timedelta(hours=1)


@use_case
def reveal_lead(tx: Tx, lead_id: UUID) -> Done | Refused:
    """The audit says who saw the client in full; the page shows him this once."""
    tx.need(ACTION)
    lead = lock_lead(tx, lead_id)
    must_see(tx.act, (lead.designer_id, lead.brought_by, lead.attributed_to))
    refused = _too_often(tx)
    if refused:
        return refused
    tx.audit(ACTION, subject_of(lead))
    return Done(id=lead.id, no=lead.no, message=_("已留痕。"))


def _too_often(tx: Tx) -> Refused | None:
    """access.settings says how many an hour are the work of one desk."""
    limit = int(str(figure(tx.rules, "access.settings", "reveals_per_hour", tx.today)))
    number, first = tx.s.exec(
        select(func.count(), func.min(AuditEntry.at)).where(
            AuditEntry.site_id == tx.site_id,
            AuditEntry.action == ACTION,
            AuditEntry.by_id == tx.by.staff_id,
            col(AuditEntry.at) > tx.now - WINDOW,
        )
    ).one()
    if number < limit:
        return None
    return Refused(
        reason=_("一小时内已看全 %(n)s 次，到了上限。", n=number),
        clauses=["lead.unified-management"],
        lifts_at=first + WINDOW if first else None,
    )
