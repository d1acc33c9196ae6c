"""How a lead moves on: measured, followed up, shelved, signed, cancelled."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel import col, select

from portal.errors import BadInput
from portal.models.lead import Contract, LeadState
from portal.services.answers import Done, Refused
from portal.services.dispatch.asking import locked_lead, subject_of
from portal.services.dispatch.overdue import settle_overdue
from portal.services.dispatch.placing import note_event
from portal.services.lead.lapsing import taken_from
from portal.services.lead.reach import must_see
from portal.services.lead.reports import settle_reports
from portal.services.lead.steps import CANCEL, MEASURE, SHELVE, SIGN, barred
from portal.services.lead.touching import touch
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _

CANCELLED_HERE = "cancelled_here"


@use_case
def measure_lead(tx: Tx, lead_id: UUID, note: str = "") -> Done | Refused:
    """The home was measured; from here a loss is a failed lead (lost.failed.*)."""
    tx.need("lead.measure")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = taken_from(tx, lead)
    if refused:
        return refused
    must_see(tx.act, (lead.designer_id, lead.brought_by, lead.attributed_to))
    refused = barred(MEASURE, lead)
    if refused:
        return refused
    lead.state = LeadState.MEASURED
    lead.measured_at = tx.now
    touch(tx, lead, "measured")
    note_event(tx, lead, "measured", note.strip())
    tx.audit("lead.measure", subject_of(lead))
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("已登记量房。"))


@use_case
def follow_up_lead(
    tx: Tx, lead_id: UUID, note: str, shelved: bool = False
) -> Done | Refused:
    """What the client said this time; the idle time starts anew.

    shelved: no answer any more after measuring, so the lead lies dormant until the
    next call is due; it counts as no loss (lost.kinds). A call that reaches the client
    takes a dormant lead up again.
    """
    tx.need("lead.follow_up")
    if not note.strip():
        raise BadInput({"note": _("请写下客户怎么说。")})
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = taken_from(tx, lead)
    if refused:
        return refused
    must_see(tx.act, (lead.designer_id, lead.brought_by, lead.attributed_to))
    refused = barred(SHELVE, lead) if shelved else None
    if refused:
        return refused
    if shelved:
        lead.state = LeadState.DORMANT
    elif lead.state == LeadState.DORMANT:
        lead.state = LeadState.MEASURED
    touch(tx, lead, "shelved" if shelved else "followed_up")
    note_event(tx, lead, "shelved" if shelved else "followed_up", note.strip())
    tx.audit("lead.follow_up", subject_of(lead), shelved=shelved)
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("已记下。"))


@use_case
def sign_contract(
    tx: Tx, lead_id: UUID, amount: Decimal, signed_on: date
) -> Done | Refused:
    """A contract was signed: the designer's place in hand is free again."""
    tx.need("lead.sign")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = barred(SIGN, lead)
    if refused:
        return refused
    # A lead is measured only after a designer has taken it.
    assert lead.designer_id is not None
    check_contract(tx, amount, signed_on)
    contract = Contract(
        site_id=tx.site_id,
        no=tx.no("C"),
        lead_id=lead.id,
        designer_id=lead.designer_id,
        amount=amount,
        signed_on=signed_on,
    )
    lead.state = LeadState.SIGNED
    tx.add(contract)
    settle_reports(tx, lead, contract)
    touch(tx, lead, "signed")
    note_event(tx, lead, "signed", contract.no)
    tx.audit("lead.sign", subject_of(lead), contract=contract.no, amount=str(amount))
    tx.event("dispatch", "board")
    return Done(id=contract.id, no=contract.no, message=_("已登记签约。"))


def check_contract(tx: Tx, amount: Decimal, signed_on: date) -> None:
    """Raise BadInput for an amount of nought and for a day to come."""
    problems = {}
    if amount <= 0:
        problems["amount"] = _("合同金额要大于 0。")
    if signed_on > tx.today:
        problems["signed_on"] = _("签约日期不能晚于今天。")
    if problems:
        raise BadInput(problems)


@use_case
def cancel_contract(tx: Tx, lead_id: UUID, reason: str) -> Done | Refused:
    """The client took a signed contract back (lost.failed.definition).

    The lead goes back to measured; whether it is lost is decided by the lost-lead case.
    """
    tx.need("lead.cancel_contract")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = barred(CANCEL, lead)
    if refused:
        return refused
    # A signed lead has exactly one contract that stands: signing writes both.
    contract = tx.s.exec(
        select(Contract).where(
            Contract.site_id == tx.site_id,
            Contract.lead_id == lead.id,
            col(Contract.cancelled_on).is_(None),
        )
    ).one()
    if not reason.strip():
        raise BadInput({"reason": _("请写下客户退单的原因。")})
    contract.cancelled_on = tx.today
    contract.cancel_reason = reason.strip()
    lead.state = LeadState.MEASURED
    lead.contract_outcome = CANCELLED_HERE
    tx.s.add_all((contract, lead))
    touch(tx, lead, "cancelled")
    note_event(tx, lead, "cancelled", reason.strip())
    tx.audit("lead.cancel_contract", subject_of(lead), contract=contract.no)
    tx.event("dispatch", "board")
    return Done(id=contract.id, no=contract.no, message=_("已登记退单。"))
