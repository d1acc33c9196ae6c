"""Who must take a lead's next step: whatever way it changes hands, it passes here.

`take_on` for a new lead, alone or one of a file; `hand_over` for every later change of
state or designer, and for every contact. Both settle owner and clocks in the
transaction of the act, so no open lead is without an owner and a due date.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, select

from portal.clock import business_date
from portal.models.decisions import Decision as Kept
from portal.models.lead import Lead, LeadOwner
from portal.rules.evaluate import Decision, decide
from portal.services.audit import Subject
from portal.services.decisions import verdict_of
from portal.services.dispatch.choosing import QUEUE
from portal.services.lead.clocks import look_again, running_clocks, stop, top_up
from portal.services.use_case import Tx

TABLE = "lead.idle_owner"
REGISTERED, LAPSED = "registered", "lapsed"

_OWNER_NOW = select(LeadOwner).where(
    LeadOwner.site_id == bindparam("site_id"),
    LeadOwner.holds_lead == bindparam("lead_id"),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """A person, or everybody of a role."""

    staff_id: UUID | None
    role: str | None


def take_on(tx: Tx, lead: Lead, how: str = REGISTERED) -> None:
    """A new lead gets its first owner and what is due of it (lead.idle_owner).

    The lead is made and its state settled; nobody had it before. Inside
    `tx.gathering()` it is written with the rest: a file of leads calls it once a lead,
    and leads of one kind share one kept decision.
    """
    facts = owner_facts(tx, lead, tx.today)
    decided = tx.once((TABLE, *facts.values()), lambda: _asked(tx, facts, tx.today))
    owner = _owner(decided, lead)
    if owner is not None:
        shared = (TABLE, "kept", *facts.values())
        kept = tx.once(shared, lambda: _keep(tx, decided, tx.today, lead))
        _begin(tx, lead, owner, how, tx.now, kept)
    look_again(tx, lead, tx.now)


def hand_over(
    tx: Tx,
    lead: Lead,
    how: str,
    *,
    at: datetime | None = None,
    contact: bool = False,
) -> LeadOwner | None:
    """Settle who owns the lead where it now stands, and start or move its clocks.

    The lead is locked and its new state is set. at: the moment it counts from (now by
    default; the end of the time where something lapsed). contact: the client was
    reached, so what was due of it is met. Answers the owner, None for an ended lead.
    """
    moment = at or tx.now
    day = business_date(moment, tx.zone)
    decided = _asked(tx, owner_facts(tx, lead, day), day)
    wanted, present = _owner(decided, lead), owner_now(tx.s, lead)
    running = running_clocks(tx, lead.id)
    if present is not None and wanted == Owner(present.staff_id, present.role):
        # Lost and open again meanwhile: nothing counts from before he had it anew.
        moment = max(moment, present.since)
    else:
        _end(tx, present, how, moment)
        running = stop(tx, lead, running, moment, met=contact)
        if wanted is None:
            return None
        kept = _keep(tx, decided, day, lead)
        present = _begin(tx, lead, wanted, how, moment, kept)
    if contact:
        present.contacted_at = moment
        tx.save(present)
        running = stop(tx, lead, running, moment, met=True)
    top_up(tx, lead, present, moment, running)
    return present


def owner_now(session: Session, lead: Lead) -> LeadOwner | None:
    """Who owns the lead's next step at present."""
    asked = {"site_id": lead.site_id, "lead_id": lead.id}
    return session.scalars(_OWNER_NOW, asked).first()


def owner_facts(tx: Tx, lead: Lead, on: date) -> dict[str, object]:
    """What lead.idle_owner asks; who chooses the designer stands in dispatch.offer."""
    to_choose = False
    if lead.brought_by is not None and lead.chosen_designer is None:
        asked = tx.rules["dispatch.offer"], {"channel": lead.channel}, on
        terms = tx.once(("chooser", lead.channel, on), lambda: decide(*asked))
        to_choose = terms.one["chooser"] != QUEUE
    return {"state": str(lead.state), "to_choose": to_choose}


def _asked(tx: Tx, facts: dict[str, object], on: date) -> Decision:
    return decide(tx.rules[TABLE], facts, on)


def _keep(tx: Tx, decided: Decision, on: date, lead: Lead) -> Kept:
    return tx.keep(verdict_of(decided, on), Subject("lead", lead.id, lead.no))


def _owner(decided: Decision, lead: Lead) -> Owner | None:
    """Whom the row means; None when nobody has to do anything more."""
    people = {"designer": lead.designer_id, "bringer": lead.brought_by}
    whose = decided.one["owner"]
    if whose in people:
        return Owner(people[whose], None)
    role = decided.one["role"]
    return None if role is None else Owner(None, str(role))


def _begin(
    tx: Tx, lead: Lead, owner: Owner, how: str, at: datetime, kept: Kept
) -> LeadOwner:
    return tx.make(
        LeadOwner,
        site_id=tx.site_id,
        lead_id=lead.id,
        holds_lead=lead.id,
        staff_id=owner.staff_id,
        role=owner.role,
        since=at,
        how=how,
        decision_id=kept.id,
    )


def _end(tx: Tx, present: LeadOwner | None, how: str, at: datetime) -> None:
    if present is None:
        return
    present.holds_lead = None
    present.until = max(at, present.since)
    present.ended_how = how
    tx.add(present)
