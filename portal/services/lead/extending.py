"""More time for a lead: its owner asks, a manager answers (lead.idle_extension)."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from portal.errors import BadInput, LostRace, NotAllowed
from portal.models.decisions import Decision
from portal.models.lead import ExtensionState, Lead, LeadExtension
from portal.models.obligations import Obligation
from portal.rules.evaluate import decide
from portal.services import obligations
from portal.services.answers import Done, Refused
from portal.services.decisions import verdict_of
from portal.services.dispatch.asking import locked_lead, subject_of
from portal.services.dispatch.overdue import settle_overdue
from portal.services.dispatch.placing import note_event
from portal.services.lead.clocks import CLOCKS, EXTENSION, extend
from portal.services.lead.lapsing import taken_from
from portal.services.use_case import Tx, use_case
from portal.words import format_datetime
from portal.words import gettext as _

TABLE = "lead.idle_extension"


@use_case
def ask_extension(tx: Tx, lead_id: UUID, reason: str) -> Done | Refused:
    """The owner asks for more time; until a manager grants it the clock runs on."""
    tx.need("lead.extension_ask")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    refused = taken_from(tx, lead)
    if refused:
        return refused
    running = _his_clock(tx, lead)
    if not reason.strip():
        raise BadInput({"reason": _("申请续期要写明理由。")})
    refused = _asked_already(tx, lead)
    if refused:
        return refused
    facts = {"clock": running.derivation["clock"], "granted": _granted(tx, running)}
    decided = decide(tx.rules[TABLE], facts, tx.today)
    kept = tx.keep(verdict_of(decided, tx.today), subject_of(lead))
    if not decided.one["allowed"]:
        tx.audit("lead.extension_barred", subject_of(lead), decision=kept.no)
        return Refused(
            reason=_("“%(what)s”已经续满，不能再续。", what=running.title),
            clauses=decided.clauses,
            lifts_when=_("联系过客户之后重新起算；办不了的请经理另派。"),
            decision_id=kept.id,
        )
    tx.make(
        LeadExtension,
        site_id=tx.site_id,
        lead_id=lead.id,
        obligation_id=running.id,
        state=ExtensionState.ASKED,
        asked_by=tx.by.staff_id,
        asked_at=tx.now,
        reason=reason.strip(),
        due_before=running.due_at,
        decision_id=kept.id,
    )
    obligations.open_in(tx, EXTENSION, subject_of(lead))
    note_event(tx, lead, "extension_asked", reason.strip(), decision_id=kept.id)
    tx.audit("lead.extension_ask", subject_of(lead), reason=reason.strip())
    tx.event("dispatch", "leads")
    return Done(id=lead.id, no=lead.no, message=_("已申请续期，等经理批。"))


def _his_clock(tx: Tx, lead: Lead) -> Obligation:
    """The running clock of the person's own lead, the first one that is due."""
    running = obligations.open_of(tx, lead.id, CLOCKS)
    his = [one for one in running if one.staff_id == tx.by.staff_id]
    if not his:
        raise NotAllowed("lead.extension_ask")
    return min(his, key=lambda one: one.due_at)


def _asked_already(tx: Tx, lead: Lead) -> Refused | None:
    asked = open_request(tx.s, lead)
    if asked is None:
        return None
    at = format_datetime(asked.asked_at, short=True)
    return Refused(
        reason=_("已在 %(at)s 申请过续期，经理还没有批。", at=at),
        clauses=["lead.unified-management"],
        lifts_when=_("经理答复之后。"),
    )


def open_request(session: Session, lead: Lead) -> LeadExtension | None:
    """The lead's request that still waits for an answer."""
    return session.exec(
        select(LeadExtension).where(
            LeadExtension.site_id == lead.site_id,
            LeadExtension.lead_id == lead.id,
            LeadExtension.state == ExtensionState.ASKED,
        )
    ).first()


def _granted(tx: Tx, running: Obligation) -> int:
    """How often this very clock has been extended."""
    return tx.s.exec(
        select(func.count())
        .select_from(LeadExtension)
        .where(
            LeadExtension.site_id == tx.site_id,
            LeadExtension.obligation_id == running.id,
            col(LeadExtension.state) == ExtensionState.GRANTED,
        )
    ).one()


@use_case
def answer_extension(
    tx: Tx, lead_id: UUID, grant: bool, reason: str = ""
) -> Done | Refused:
    """A manager grants more time, or says why not; then the clock runs on as it was.

    Raises LostRace where nothing is asked any more: answered, met, or lapsed.
    """
    tx.need("lead.extension_answer")
    lead = locked_lead(tx, lead_id)
    settle_overdue(tx)
    asked = open_request(tx.s, lead)
    if asked is None:
        raise LostRace(_("这张单没有等着批的续期，您的这一次没有写入。"), "", None)
    if not grant and not reason.strip():
        raise BadInput({"reason": _("不准续期要写明理由。")})
    running = tx.s.get_one(Obligation, asked.obligation_id)
    if grant:
        # What the rows said when it was asked is what is granted.
        kept = tx.s.get_one(Decision, asked.decision_id)
        extend(tx, running, int(kept.outcome["days"]))
        asked.due_after = running.due_at
    asked.state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
    asked.answered_by, asked.answered_at = tx.by.staff_id, tx.now
    asked.answer_reason = reason.strip()
    tx.add(asked)
    obligations.meet_in(tx, EXTENSION, lead.id)
    kind = "extension_granted" if grant else "extension_refused"
    note_event(tx, lead, kind, reason.strip(), decision_id=asked.decision_id)
    tx.audit("lead.extension_answer", subject_of(lead), granted=grant, reason=reason)
    tx.event("dispatch", "leads")
    message = _("已准予续期。") if grant else _("已答复不准续期。")
    return Done(id=lead.id, no=lead.no, message=message)
