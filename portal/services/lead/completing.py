"""Filling in what a lead lacked when it was registered: area, date, amount."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec

from portal.errors import BadInput
from portal.models.lead import WAITING, Lead
from portal.rules.evaluate import decide
from portal.services.answers import Done, Refused
from portal.services.decisions import verdict_of
from portal.services.dispatch.asking import lock_lead, subject_of
from portal.services.dispatch.placing import note_event
from portal.services.lead.claims import protect, settle_attribution, settle_state
from portal.services.lead.owning import hand_over
from portal.services.lead.steps import COMPLETE, barred
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known now; None and False leave the lead as it is."""

    floor_area: Decimal | None = None
    renovation_date: date | None = None
    estimated_amount: Decimal | None = None
    grades_introduced: bool = False


@use_case
def complete_lead(tx: Tx, lead_id: UUID, facts: Facts) -> Done | Refused:
    """Fill in facts while the lead waits; its tier and its place follow from them.

    dispatch.intake.facts, dispatch.intake.introduce-grades, dispatch.tier.amount-basis.
    """
    tx.need("lead.register")
    lead = lock_lead(tx, lead_id)
    refused = barred(COMPLETE, lead)
    if refused:
        return refused
    if facts == Facts():
        raise BadInput({"": _("没有填任何一项。")})
    fill_in(tx, lead, facts)
    settle_again(tx, lead)
    hand_over(tx, lead, "completed")
    note_event(tx, lead, "completed", decision_id=lead.tier_decision_id)
    tx.audit("lead.complete", subject_of(lead), **_as_noted(facts))
    tx.event("dispatch", "board", "leads")
    return Done(id=lead.id, no=lead.no, message=_("已补录。"))


def fill_in(tx: Tx, lead: Lead, facts: Facts) -> None:
    """Take over what is known now; the caller settles state and attribution."""
    lead.floor_area = facts.floor_area or lead.floor_area
    lead.renovation_date = facts.renovation_date or lead.renovation_date
    lead.grades_introduced = lead.grades_introduced or facts.grades_introduced
    if facts.estimated_amount is not None and lead.state in WAITING:
        _set_amount(tx, lead, facts.estimated_amount)
    tx.s.add(lead)


def settle_again(tx: Tx, lead: Lead) -> None:
    """Rank the claims by the new facts; what the manager has ruled on a tie stands.

    A first contact counts only with all four particulars (lead.register).
    """
    ruled = lead.attributed_to
    answer = settle_attribution(tx, lead)
    if answer.tied and ruled is not None:
        lead.attributed_to = ruled
        protect(tx, lead)
        settle_state(tx, lead, tied=False)


def _set_amount(tx: Tx, lead: Lead, amount: Decimal) -> None:
    """Another amount is another tier, decided again and kept."""
    facts = {"estimated_amount": amount}
    decided = decide(tx.rules["dispatch.tier"], facts, tx.today)
    kept = tx.keep(verdict_of(decided, tx.today), subject_of(lead))
    lead.estimated_amount = amount
    lead.tier = str(decided.one["tier"])
    lead.tier_decision_id = kept.id


def _as_noted(facts: Facts) -> dict[str, object]:
    """The facts that were given, as texts."""
    nothing = msgspec.structs.asdict(Facts())
    given = msgspec.structs.asdict(facts).items()
    return {name: str(value) for name, value in given if value != nothing[name]}
