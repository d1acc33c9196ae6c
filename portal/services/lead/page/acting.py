"""The forms of a lead's page read and acted on; BadInput names the form's fields."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from portal.errors import BadInput
from portal.models.lead import Contract, LeadEvent, LeadExtension
from portal.services.answers import Done, Refused
from portal.services.lead import extending
from portal.services.lead.claims import add_claim, rule_attribution
from portal.services.lead.completing import Facts, complete_lead
from portal.services.lead.contacting import contact_lead
from portal.services.lead.moving import (
    cancel_contract,
    follow_up_lead,
    measure_lead,
    sign_contract,
)
from portal.services.lead.page.claims import read_claim
from portal.services.lead.reporting import report_signing
from portal.services.reception.forms import Colleagues, Reading
from portal.services.use_case import Act
from portal.words import gettext as _

Typed = Mapping[str, str]


def claim(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """Enter one more claim."""
    with act.house.db.reading() as session:
        form = read_claim(session, act, typed)
    return add_claim(act, lead_id, form)


def rule(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """Rule on equal claims."""
    read = _reading(act, typed)
    staff = read.staff("staff", needed=True)
    reason = read.needed("reason", LeadEvent, "text")
    read.check()
    return rule_attribution(act, lead_id, staff or "", reason)


def complete(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """Fill in what was missing."""
    read = _reading(act, typed)
    facts = Facts(
        floor_area=read.area("floor_area"),
        renovation_date=read.day("renovation_date", ahead=True),
        estimated_amount=read.amount("estimated_amount"),
        grades_introduced=read.ticked("grades_introduced"),
    )
    read.check()
    if facts == Facts():
        raise BadInput({"estimated_amount": _("一项也没有填。")})
    return complete_lead(act, lead_id, facts)


def contact(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """The client was reached for the first time."""
    read = _reading(act, typed)
    note = read.text("note", LeadEvent, "text")
    read.check()
    return contact_lead(act, lead_id, note)


def ask_extension(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """More time is asked for, with a reason."""
    read = _reading(act, typed)
    reason = read.needed("reason", LeadExtension, "reason")
    read.check()
    return extending.ask_extension(act, lead_id, reason)


def answer_extension(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """More time is granted, or refused with a reason."""
    read = _reading(act, typed)
    reason = read.text("reason", LeadExtension, "answer_reason")
    read.check()
    granted = typed.get("answer") == "yes"
    return extending.answer_extension(act, lead_id, granted, reason)


def measure(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """The home was measured."""
    read = _reading(act, typed)
    note = read.text("note", LeadEvent, "text")
    read.check()
    return measure_lead(act, lead_id, note)


def follow_up(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """What the client said this time."""
    read = _reading(act, typed)
    note = read.needed("note", LeadEvent, "text")
    read.check()
    return follow_up_lead(act, lead_id, note, typed.get("shelved") == "yes")


def sign(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """A contract was signed."""
    return sign_contract(act, lead_id, *_contract(act, typed))


def report(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """The client signed, says who follows him."""
    return report_signing(act, lead_id, *_contract(act, typed))


def cancel(act: Act, lead_id: UUID, typed: Typed) -> Done | Refused:
    """A signed contract was taken back."""
    read = _reading(act, typed)
    reason = read.needed("reason", Contract, "cancel_reason")
    read.check()
    return cancel_contract(act, lead_id, reason)


def _contract(act: Act, typed: Typed) -> tuple[Decimal, date]:
    read = _reading(act, typed)
    amount = read.amount("amount", needed=True)
    signed_on = read.day("signed_on", ahead=False, needed=True)
    read.check()
    assert amount is not None
    assert signed_on is not None
    return amount, signed_on


def _reading(act: Act, typed: Typed) -> Reading:
    with act.house.db.reading() as session:
        return Reading(typed, act, Colleagues(session, act))
