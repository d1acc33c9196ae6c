"""May this lead be given away at all: its state, its facts, its slip."""

from dataclasses import dataclass

from sqlmodel import select

from portal.errors import LostRace
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import ENDED, WAITING, Lead, LeadState
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services import slip
from portal.services.answers import Refused
from portal.services.decisions import verdict_of
from portal.services.dispatch.asking import subject_of
from portal.services.dispatch.wording import label
from portal.services.use_case import Tx
from portal.words import format_datetime
from portal.words import gettext as _

PENDING_SIGNATURE = "pending_signature"
SLIP_IN_ORDER = ("free", "ready", PENDING_SIGNATURE)


@dataclass(frozen=True, slots=True)
class Passed:
    """The lead may be given away; perhaps with a signature still to come (待补签)."""

    pending_signature: bool = False


def check(tx: Tx, lead: Lead) -> Passed | Refused:
    """Everything that is asked of a lead before designers are looked at."""
    over = ended(lead)
    if over:
        return over
    _must_be_free(tx, lead)
    return _unattributed(lead) or _incomplete(tx, lead) or _slip(tx, lead)


def _must_be_free(tx: Tx, lead: Lead) -> None:
    if lead.state in WAITING and not _holding_offer(tx, lead):
        return
    offer = _holding_offer(tx, lead)
    if offer is None:
        return
    designer = tx.s.get(Staff, offer.designer_id)
    raise LostRace(
        _(
            "%(no)s 已在 %(at)s 由%(who)s派给%(designer)s，您的这一次没有写入。",
            no=lead.no,
            at=format_datetime(offer.offered_at, short=True),
            who=offer.offered_by_name,
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


def _unattributed(lead: Lead) -> Refused | None:
    if lead.state != LeadState.REGISTERED:
        return None
    return Refused(
        reason=_("%(no)s 的归属相持不下，先由客户经理裁定。", no=lead.no),
        clauses=["lead.attribution.first-invite", "lead.unified-management"],
        lifts_when=_("裁定归属之后。"),
    )


def _incomplete(tx: Tx, lead: Lead) -> Refused | None:
    """dispatch.intake.facts, dispatch.intake.introduce-grades."""
    decided = decide(tx.rules["lead.intake"], intake_facts(lead), tx.today)
    if decided.one["ready"]:
        return None
    kept = tx.keep(verdict_of(decided, tx.today), subject_of(lead))
    tx.audit("dispatch.refused", subject_of(lead), decision=kept.no)
    missing = decided.one["missing"]
    name = label(tx.rules, "lead.intake", "missing", missing)
    return Refused(
        reason=_("派单前还缺一项：%(missing)s。", missing=name),
        clauses=decided.clauses,
        lifts_when=_("补录之后即可派。"),
        decision_id=kept.id,
    )


def intake_facts(lead: Lead) -> dict[str, bool]:
    """What lead.intake asks of a lead."""
    return {
        "has_renovation_date": lead.renovation_date is not None,
        "has_floor_area": lead.floor_area is not None,
        "grades_introduced": lead.grades_introduced,
    }


def _slip(tx: Tx, lead: Lead) -> Passed | Refused:
    """slip.required, slip.signatures, slip.delegate: signed, or signer briefly away."""
    standing = slip.standing_of(tx.s, tx.rules, lead, tx.now)
    if standing.verdict in SLIP_IN_ORDER:
        return Passed(pending_signature=standing.verdict == PENDING_SIGNATURE)
    kept = tx.keep(standing.decision, subject_of(lead))
    tx.audit("dispatch.refused", subject_of(lead), decision=kept.no)
    return Refused(
        reason=_("%(no)s 的传递单还没有签齐。", no=lead.no),
        clauses=list(standing.clauses),
        lifts_when=_("市场部经理、店面经理依次签字并裁成两联之后。"),
        decision_id=kept.id,
    )


def check_reassign(tx: Tx, lead: Lead, offer: Offer, reason: str) -> Refused | None:
    """Only a standing offer can be taken back, and only with a reason."""
    if offer.state not in (
        OfferState.OFFERED,
        OfferState.ACCEPTED,
        OfferState.AWAITING,
    ):
        raise LostRace(
            _("这张派单已经结束，您的这一次没有写入。"),
            winner=offer.offered_by_name,
            at=offer.answered_at,
        )
    over = ended(lead)
    if over or reason.strip():
        return over
    tx.audit("dispatch.refused", subject_of(lead), offer=offer.no)
    return Refused(
        reason=_("收回或改派要写明理由。"),
        clauses=["dispatch.refuse.reassign"],
        lifts_when=_("写明理由之后。"),
    )
