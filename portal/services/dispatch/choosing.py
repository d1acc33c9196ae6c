"""Which of the candidates gets the lead, and the refusal when it is none of them."""

from uuid import UUID

from portal.models.lead import Lead
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.answers import Refused
from portal.services.decisions import verdict_of
from portal.services.dispatch.asking import lifts_at, subject_of
from portal.services.dispatch.candidates import Candidate, Candidates
from portal.services.dispatch.wording import lifts_in_words, verdict_in_words
from portal.services.use_case import Tx
from portal.words import gettext as _

QUEUE = "queue"


def choose(
    tx: Tx,
    lead: Lead,
    candidates: Candidates,
    designer_no: str | None,
    reason: str,
) -> Candidate | Refused:
    """The named designer, the salesperson's choice, or whoever's turn it is."""
    if designer_no is None and lead.chosen_designer is not None:
        designer_no = staff_no_of(tx, lead.chosen_designer)
    if designer_no is None:
        return _first_in_turn(tx, lead, candidates)
    chosen = candidates.find(designer_no)
    if chosen is None:
        return _no_designer(tx, lead, designer_no)
    if not chosen.eligible:
        return refuse(tx, lead, candidates, chosen)
    return _in_turn_or_reason(tx, lead, chosen, reason)


def staff_no_of(tx: Tx, staff_id: UUID) -> str:
    """The staff number of somebody a row refers to; rows of staff are never deleted."""
    return tx.s.get_one(Staff, staff_id).staff_no


def _first_in_turn(tx: Tx, lead: Lead, candidates: Candidates) -> Candidate | Refused:
    asked = decide(tx.rules["dispatch.offer"], {"channel": lead.channel}, tx.today)
    if asked.one["chooser"] != QUEUE:
        tx.audit("dispatch.refused", subject_of(lead), clauses=asked.clauses)
        return Refused(
            reason=_("这张单由带单的业务员先挑设计师，还没有挑。"),
            clauses=asked.clauses,
            lifts_when=_("业务员挑定，或派单时指名。"),
        )
    if candidates.eligible:
        return candidates.eligible[0]
    return _nobody(tx, lead, candidates)


def _nobody(tx: Tx, lead: Lead, candidates: Candidates) -> Refused:
    kept = tx.keep(candidates.verdict, subject_of(lead))
    tx.audit("dispatch.refused", subject_of(lead), decision=kept.no)
    times = [at for one in candidates.everyone if (at := lifts_at(one, tx))]
    clauses = dict.fromkeys(c for one in candidates.everyone for c in one.clauses)
    return Refused(
        reason=_("眼下没有一位设计师可派。"),
        clauses=list(clauses),
        lifts_at=min(times, default=None),
        lifts_when=_("本级无人可派时，可写明理由跨一级派单。"),
        decision_id=kept.id,
    )


def _no_designer(tx: Tx, lead: Lead, designer_no: str) -> Refused:
    clauses = ["dispatch.grade.assessment"]
    tx.audit("dispatch.refused", subject_of(lead), designer=designer_no)
    return Refused(
        reason=_("工号 %(no)s 不是本店在册的设计师。", no=designer_no),
        clauses=clauses,
        lifts_when=_("由设计部经理给他定级。"),
    )


def refuse(tx: Tx, lead: Lead, candidates: Candidates, chosen: Candidate) -> Refused:
    """The row that holds this designer, its clause, and when it lifts."""
    kept = tx.keep(candidates.verdict, subject_of(lead))
    tx.audit(
        "dispatch.refused",
        subject_of(lead),
        designer=chosen.facts.staff_no,
        rows=chosen.rows,
        decision=kept.no,
    )
    return Refused(
        reason=verdict_in_words(chosen, candidates),
        clauses=chosen.clauses,
        lifts_at=lifts_at(chosen, tx),
        lifts_when=lifts_in_words(chosen, tx.rules, tx.today),
        decision_id=kept.id,
    )


def _in_turn_or_reason(
    tx: Tx, lead: Lead, chosen: Candidate, reason: str
) -> Candidate | Refused:
    decided = decide(
        tx.rules["dispatch.turn"],
        {
            "in_turn": is_in_turn(tx, lead, chosen),
            "reason_given": bool(reason.strip()),
            "channel": tx.act.channel,
        },
        tx.today,
    )
    if decided.one["verdict"] == "go":
        return chosen
    kept = tx.keep(verdict_of(decided, tx.today), subject_of(lead))
    tx.audit("dispatch.refused", subject_of(lead), decision=kept.no)
    return Refused(
        reason=_("还没轮到%(name)s，改派给他要写理由。", name=chosen.facts.name),
        clauses=decided.clauses,
        lifts_when=_("写明理由后即可派。"),
        decision_id=kept.id,
    )


def is_in_turn(tx: Tx, lead: Lead, chosen: Candidate) -> bool:
    """First of the queue; where the salesperson chooses, his choice (or any)."""
    asked = decide(tx.rules["dispatch.offer"], {"channel": lead.channel}, tx.today)
    if asked.one["chooser"] == QUEUE:
        return chosen.turn == 1
    return lead.chosen_designer in (None, UUID(chosen.facts.staff_id))


def refused_choice(
    tx: Tx, lead: Lead, candidates: Candidates, designer_no: str
) -> Refused:
    """The salesperson's choice cannot be had: unknown, wrong grade, or held."""
    chosen = candidates.find(designer_no)
    if chosen is None:
        return _no_designer(tx, lead, designer_no)
    return refuse(tx, lead, candidates, chosen)
