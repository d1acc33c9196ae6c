"""The designer's answer, and the salesperson's choice before it."""

from uuid import UUID

from portal.errors import NotAllowed
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import WAITING, Lead, LeadState
from portal.rules.evaluate import decide
from portal.services import obligations
from portal.services.answers import Done, Refused
from portal.services.decisions import verdict_of
from portal.services.dispatch import choosing
from portal.services.dispatch.asking import locked_lead, subject_of, weigh_lead
from portal.services.dispatch.loads import grades_on
from portal.services.dispatch.overdue import settle_overdue
from portal.services.dispatch.placing import (
    CONFER,
    RESPOND,
    end_offer,
    locked_offer,
    note_event,
)
from portal.services.dispatch.races import lost_race
from portal.services.lead.owning import hand_over
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


@use_case
def accept_offer(tx: Tx, offer_id: UUID) -> Done | Refused:
    """The designer takes the lead. Raises LostRace when the offer has ended."""
    tx.need("dispatch.respond")
    offer, lead = locked_offer(tx, offer_id)
    settle_overdue(tx)
    _must_be_his(tx, offer)
    _must_be_open(tx, offer, lead)
    offer.state = OfferState.ACCEPTED
    offer.answered_at = tx.now
    lead.state = LeadState.ASSIGNED
    lead.touched_at = tx.now
    tx.s.add_all((offer, lead))
    hand_over(tx, lead, "accepted")
    note_event(tx, lead, "accepted")
    obligations.meet_in(tx, RESPOND, offer.id)
    tx.audit("dispatch.accept", subject_of(lead), offer=offer.no)
    tx.event("dispatch", "board")
    return Done(id=offer.id, no=lead.no, message=_("已接单。"))


@use_case
def decline_offer(
    tx: Tx, offer_id: UUID, reason: str = "", before_client: bool = False
) -> Done | Refused:
    """Ask not to take the lead: a reason, away from the client (dispatch.refuse.*).

    The lead waits again and both managers confer on who takes it.
    """
    tx.need("dispatch.respond")
    offer, lead = locked_offer(tx, offer_id)
    settle_overdue(tx)
    _must_be_his(tx, offer)
    _must_be_open(tx, offer, lead)
    facts = {"reason_given": bool(reason.strip()), "before_client": before_client}
    decided = decide(tx.rules["dispatch.refusal"], facts, tx.today)
    kept = tx.keep(verdict_of(decided, tx.today), subject_of(lead))
    if decided.one["verdict"] != "confer":
        tx.audit("dispatch.refused", subject_of(lead), offer=offer.no, decision=kept.no)
        return Refused(
            reason=_("派给您的客户不能推；确有原因，请避开客户写明理由。"),
            clauses=decided.clauses,
            lifts_when=_("避开客户并写明理由之后。"),
            decision_id=kept.id,
        )
    # Whoever chose him chooses again, else the lead would go straight back to him.
    lead.chosen_designer = None
    end_offer(tx, offer, lead, OfferState.DECLINED, reason)
    obligations.open_in(tx, CONFER, subject_of(lead), since=tx.now)
    tx.audit("dispatch.decline", subject_of(lead), offer=offer.no, reason=reason)
    tx.event("dispatch", "board")
    return Done(id=offer.id, no=lead.no, message=_("已提出，两位经理会商后另派。"))


def _must_be_his(tx: Tx, offer: Offer) -> None:
    # A manager may write down what a designer told him; a designer answers for himself.
    is_designer = tx.by.staff_id in grades_on(tx.s, tx.site_id, tx.today)
    if is_designer and tx.by.staff_id != offer.designer_id:
        raise NotAllowed("dispatch.respond")


def _must_be_open(tx: Tx, offer: Offer, lead: Lead) -> None:
    # The offer of a lead that was lost meanwhile is not answered any more.
    if offer.state == OfferState.OFFERED and lead.state == LeadState.OFFERED:
        return
    raise lost_race(tx, lead, _("这张派单已经有了结果，您的这一次没有写入。"))


@use_case
def choose_designer(tx: Tx, lead_id: UUID, designer_no: str) -> Done | Refused:
    """The salesperson who brought the client picks among the eligible.

    dispatch.market.choice: only inside grade, caps and hold; the customer manager
    makes the offer.
    """
    tx.need("dispatch.choose")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    _must_be_chooser(tx, lead)
    if lead.state not in WAITING:
        raise lost_race(tx, lead, _("这张单已经派出，您的这一次没有写入。"))
    candidates = weigh_lead(tx, lead, cross_grade=False)
    chosen = candidates.find(designer_no)
    if chosen is None or not chosen.eligible:
        return choosing.refused_choice(tx, lead, candidates, designer_no)
    lead.chosen_designer = UUID(chosen.facts.staff_id)
    tx.s.add(lead)
    hand_over(tx, lead, "chosen")
    kept = tx.keep(candidates.verdict, subject_of(lead))
    note_event(tx, lead, "chosen", chosen.facts.name, decision_id=kept.id)
    tx.audit("dispatch.choose", subject_of(lead), designer=designer_no)
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("已挑定，等客户经理派单。"))


def _must_be_chooser(tx: Tx, lead: Lead) -> None:
    asked = decide(tx.rules["dispatch.offer"], {"channel": lead.channel}, tx.today)
    his = tx.by.staff_id in (None, lead.brought_by, lead.attributed_to)
    if asked.one["chooser"] == choosing.QUEUE or not his:
        raise NotAllowed("dispatch.choose")
