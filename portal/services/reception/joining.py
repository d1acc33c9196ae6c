"""The client of an earlier lead is back: his new enquiry joins the old one."""

from uuid import UUID

from portal.models.lead import ENDED, WAITING, Lead
from portal.services.answers import Done, Refused
from portal.services.dispatch.asking import lock_lead, subject_of
from portal.services.dispatch.placing import note_event
from portal.services.lead.claims import settle_attribution, write_claim
from portal.services.lead.completing import Facts, fill_in, settle_again
from portal.services.lead.touching import touch
from portal.services.reception.registering import (
    LeadForm,
    checked_phone,
    note_on_call,
)
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


@use_case
def join_lead(tx: Tx, lead_id: UUID, form: LeadForm) -> Done | Refused:
    """The client of an earlier lead is back: fill what was missing, add the claims."""
    tx.need("lead.register")
    checked_phone(tx, form)
    lead = lock_lead(tx, lead_id)
    if lead.state in ENDED:
        return Refused(
            reason=_("%(no)s 已经结束，不能并入。", no=lead.no),
            clauses=["lost.kinds"],
            lifts_when=_("请登记成新单；旧单的凭据会自动带过来。"),
        )
    if form.call:
        note_on_call(tx, form.call, lead)
    fill_in(tx, lead, _what_was_missing(lead, form))
    for claim in form.claims:
        write_claim(tx, lead, claim)
    _settle_joined(tx, lead, new_claims=bool(form.claims))
    note_event(tx, lead, "came_again", form.remarks.strip())
    touch(tx, lead, "came_again")
    tx.audit("lead.join", subject_of(lead))
    tx.event("dispatch", "board", "leads")
    return Done(id=lead.id, no=lead.no, message=_("已并入原单。"))


def _settle_joined(tx: Tx, lead: Lead, *, new_claims: bool) -> None:
    """Rank anew while the lead waits; once given away its claims are only kept."""
    if lead.state not in WAITING:
        return
    if new_claims:
        settle_attribution(tx, lead)
    else:
        settle_again(tx, lead)


def _what_was_missing(lead: Lead, form: LeadForm) -> Facts:
    """What the form knows better; an amount that was named stays as it was."""
    amount = form.estimated_amount if lead.estimated_amount is None else None
    return Facts(
        floor_area=form.floor_area if lead.floor_area is None else None,
        renovation_date=form.renovation_date,
        estimated_amount=amount,
        grades_introduced=form.grades_introduced,
    )
