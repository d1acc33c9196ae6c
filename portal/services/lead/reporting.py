"""Who follows a client reports from there that he signed; a manager registers it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from portal.models.lead import SigningReport
from portal.services import obligations
from portal.services.answers import Done, Refused
from portal.services.dispatch.asking import locked_lead, subject_of
from portal.services.dispatch.overdue import settle_overdue
from portal.services.dispatch.placing import note_event
from portal.services.lead.lapsing import taken_from
from portal.services.lead.moving import check_contract
from portal.services.lead.reach import must_see
from portal.services.lead.reports import REPORTED
from portal.services.lead.steps import REPORT, barred
from portal.services.lead.touching import touch
from portal.services.use_case import Tx, use_case
from portal.words import format_date, format_money
from portal.words import gettext as _


@use_case
def report_signing(
    tx: Tx, lead_id: UUID, amount: Decimal, signed_on: date
) -> Done | Refused:
    """The client signed, says who follows him (role.manager.authority).

    The lead stays where it stands: the contract counts once a manager has registered
    it, and that is now due. A later report of the same lead corrects the one before.
    """
    tx.need("lead.report_signing")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = taken_from(tx, lead)
    if refused:
        return refused
    must_see(tx.act, (lead.designer_id, lead.brought_by, lead.attributed_to))
    refused = barred(REPORT, lead)
    if refused:
        return refused
    check_contract(tx, amount, signed_on)
    report = SigningReport(
        site_id=tx.site_id,
        lead_id=lead.id,
        amount=amount,
        signed_on=signed_on,
        reported_by=tx.by.staff_id,
        reported_by_name=tx.by.name,
        reported_at=tx.now,
    )
    tx.add(report)
    obligations.open_in(tx, REPORTED, subject_of(lead))
    touch(tx, lead, "signing_reported")
    said = f"{format_money(amount, unit=True)}　{format_date(signed_on)}"
    note_event(tx, lead, "signing_reported", said)
    tx.audit("lead.report_signing", subject_of(lead), amount=str(amount))
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("签约已报，等经理核实登记。"))
