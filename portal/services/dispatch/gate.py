"""May this lead be given away at all: its state, its facts, its slip."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from portal.errors import LostRace
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import ENDED, WAITING, Lead, LeadState
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.rules.library import RuleSet
from portal.services import slip
from portal.services.answers import Refused
from portal.services.decisions import Verdict, verdict_of
from portal.services.dispatch.asking import subject_of
from portal.services.dispatch.races import lost_race
from portal.services.dispatch.wording import label
from portal.services.use_case import Tx
from portal.words import gettext as _

PENDING_SIGNATURE = "pending_signature"
SLIP_IN_ORDER = ("free", "ready", PENDING_SIGNATURE)


@dataclass(frozen=True, slots=True)
class Passed:
    """The lead may be given away; perhaps with a signature still to come (待补签)."""

    pending_signature: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """Why the lead cannot be given away yet; `verdict` of the table that says so."""

    reason: str
    clauses: list[str]
    lifts_when: str
    verdict: Verdict | None = None


def check(tx: Tx, lead: Lead) -> Passed | Refused:
    """Everything that is asked of a lead before designers are looked at."""
    over = ended(lead)
    if over:
        return over
    _must_be_free(tx, lead)
    answer = ask(tx.s, tx.rules, lead, tx.now, tx.today)
    if isinstance(answer, Passed):
        return answer
    kept = tx.keep(answer.verdict, subject_of(lead)) if answer.verdict else None
    tx.audit("dispatch.refused", subject_of(lead), decision=kept.no if kept else "")
    return Refused(
        reason=answer.reason,
        clauses=answer.clauses,
        lifts_when=answer.lifts_when,
        decision_id=kept.id if kept else None,
    )


def ask(
    session: Session, rules: RuleSet, lead: Lead, now: datetime, today: date
) -> Passed | Closed:
    """The same answer for the page and for the act; nothing is written."""
    return (
        _unattributed(lead)
        or _incomplete(rules, lead, today)
        or _slip(session, rules, lead, now)
    )


def _must_be_free(tx: Tx, lead: Lead) -> None:
    if lead.state in WAITING and not _holding_offer(tx, lead):
        return
    offer = _holding_offer(tx, lead)
    if offer is None:
        return
    designer = tx.s.get(Staff, offer.designer_id)
    raise LostRace(
        _(
            "%(no)s 已派给%(designer)s，您的这一次没有写入。",
            no=lead.no,
            designer=designer.name if designer else "",
        ),
        winner=offer.offered_by_name,
        at=offer.offered_at,
    )


def _holding_offer(tx: Tx, lead: Lead) -> Offer | None:
    return tx.s.exec(
        select(Offer).where(Offer.site_id == tx.site_id, Offer.holds_lead == lead.id)
    ).first()


def ended(lead: Lead) -> Refused | None:
    """A lead that was signed or lost is given to nobody any more."""
    if lead.state not in ENDED:
        return None
    return Refused(
        reason=_("%(no)s 已经结束，不能再派。", no=lead.no),
        clauses=["lost.kinds"],
        lifts_when=_("客户再来时可重新登记，或把跑单重新打开。"),
    )


def _unattributed(lead: Lead) -> Closed | None:
    if lead.state != LeadState.REGISTERED:
        return None
    return Closed(
        reason=_("%(no)s 的归属相持不下，先由客户经理裁定。", no=lead.no),
        clauses=["lead.attribution.first-invite", "lead.unified-management"],
        lifts_when=_("裁定归属之后。"),
    )


def _incomplete(rules: RuleSet, lead: Lead, today: date) -> Closed | None:
    """dispatch.intake.facts, dispatch.intake.introduce-grades."""
    decided = decide(rules["lead.intake"], intake_facts(lead), today)
    if decided.one["ready"]:
        return None
    name = label(rules, "lead.intake", "missing", decided.one["missing"])
    return Closed(
        reason=_("派单前还缺一项：%(missing)s。", missing=name),
        clauses=decided.clauses,
        lifts_when=_("补录之后即可派。"),
        verdict=verdict_of(decided, today),
    )


def intake_facts(lead: Lead) -> dict[str, bool]:
    """What lead.intake asks of a lead."""
    return {
        "has_renovation_date": lead.renovation_date is not None,
        "has_floor_area": lead.floor_area is not None,
        "grades_introduced": lead.grades_introduced,
    }


def _slip(
    session: Session, rules: RuleSet, lead: Lead, now: datetime
) -> Passed | Closed:
    """slip.required, slip.signatures, slip.delegate: signed, or signer briefly away."""
    standing = slip.standing_of(session, rules, lead, now)
    if standing.verdict in SLIP_IN_ORDER:
        return Passed(pending_signature=standing.verdict == PENDING_SIGNATURE)
    return Closed(
        reason=_("%(no)s 的传递单还没有签齐。", no=lead.no),
        clauses=list(standing.clauses),
        lifts_when=_("市场部经理、店面经理依次签字并裁成两联之后。"),
        verdict=standing.decision,
    )


def check_reassign(tx: Tx, lead: Lead, offer: Offer, reason: str) -> Refused | None:
    """Only a standing offer can be taken back, and only with a reason."""
    if offer.state not in (
        OfferState.OFFERED,
        OfferState.ACCEPTED,
        OfferState.AWAITING,
    ):
        raise lost_race(tx, lead, _("这张派单已经结束，您的这一次没有写入。"))
    over = ended(lead)
    if over or reason.strip():
        return over
    tx.audit("dispatch.refused", subject_of(lead), offer=offer.no)
    return Refused(
        reason=_("收回或改派要写明理由。"),
        clauses=["dispatch.refuse.reassign"],
        lifts_when=_("写明理由之后。"),
    )
