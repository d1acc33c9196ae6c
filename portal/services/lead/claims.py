"""Claims on a lead: entered with evidence, ranked at once, ruled on when equal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlmodel import col, select

from portal.clock import business_date
from portal.errors import BadInput
from portal.models.lead import WAITING, Claim, Lead, LeadState
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.answers import Done, Refused
from portal.services.audit import Subject
from portal.services.dispatch.asking import lock_lead, subject_of
from portal.services.dispatch.gate import intake_facts
from portal.services.dispatch.placing import note_event
from portal.services.lead.attribution import (
    Attribution,
    AttributionQuestion,
    ClaimFacts,
    attribute,
)
from portal.services.lead.owning import hand_over
from portal.services.lead.steps import CLAIM, RULE, barred
from portal.services.periods import figure
from portal.services.reception.forms.bounds import text_problem
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


class ClaimForm(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as entered: principle, whose, when, and what proves it."""

    principle: str
    staff: str
    at: datetime
    evidence: str = ""


@use_case
def add_claim(tx: Tx, lead_id: UUID, form: ClaimForm) -> Done | Refused:
    """Enter a claim and rank all of them again (lead.attribution.*)."""
    tx.need("lead.claim")
    lead = lock_lead(tx, lead_id)
    refused = barred(CLAIM, lead)
    if refused:
        return refused
    write_claim(tx, lead, form)
    settle_attribution(tx, lead)
    hand_over(tx, lead, "claimed")
    tx.audit("lead.claim", subject_of(lead), staff=form.staff, rule=form.principle)
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("已记下，并重新排了顺位。"))


def write_claim(tx: Tx, lead: Lead, form: ClaimForm) -> Claim:
    """One claim with its evidence; filed after the daily hour it is marked late."""
    problems = {}
    principles = tx.rules["lead.attribution"].table.inputs["principle"].values or {}
    if form.principle not in principles:
        problems["principle"] = _("请选一项归属依据。")
    staff = find_staff(tx, form.staff)
    if staff is None:
        problems["staff"] = _("没有工号 %(no)s 的同事。", no=form.staff)
    if form.at > tx.now:
        problems["at"] = _("时间不能晚于现在。")
    evidence = text_problem(form.evidence, Claim, "evidence")
    if evidence:
        problems["evidence"] = evidence
    if problems or staff is None:
        raise BadInput(problems)
    return tx.make(
        Claim,
        site_id=tx.site_id,
        lead_id=lead.id,
        principle=form.principle,
        staff_id=staff.id,
        at=form.at,
        evidence=form.evidence.strip(),
        filed_late=_filed_late(tx, form.at),
        entered_by=tx.by.staff_id,
        entered_at=tx.now,
    )


def find_staff(tx: Tx, staff_no: str) -> Staff | None:
    """A colleague of the site by staff number."""
    wanted = select(Staff).where(
        Staff.site_id == tx.site_id, Staff.staff_no == staff_no
    )
    return tx.once(("staff", staff_no), lambda: tx.s.exec(wanted).first())


def _filed_late(tx: Tx, at: datetime) -> bool:
    """lead.archive.daily: handed in on the same day before the hour."""
    cutoff = figure(tx.rules, "lead.settings", "archive_cutoff", tx.today)
    day = business_date(at, tx.zone)
    due = datetime.combine(day, cutoff, tx.zone)  # type: ignore[arg-type]
    return tx.now > due


def settle_attribution(
    tx: Tx, lead: Lead, claims: Sequence[Claim] | None = None
) -> Attribution:
    """Rank the lead's claims, keep the decision, and move the lead on accordingly.

    claims: all of the lead's, where they are at hand; else they are read.
    """
    claims = claims_of(tx, lead) if claims is None else sorted(claims, key=_made_at)
    answer = _attributed(tx, question_of(tx, lead, claims))
    by_id = {str(claim.id): claim for claim in claims}
    for one in answer.ranking:
        claim = by_id[one.facts.claim]
        claim.rank, claim.expired = one.rank, one.expired
        tx.save(claim)
    kept = tx.keep(answer.verdict, subject_of(lead))
    lead.attribution_decision_id = kept.id
    lead.attributed_to = by_id[answer.winner.claim].staff_id if answer.winner else None
    protect(tx, lead)
    settle_state(tx, lead, tied=answer.tied)
    return answer


def _attributed(tx: Tx, question: AttributionQuestion) -> Attribution:
    """Without a claim there is one answer for all leads that know as much."""
    if question.claims:
        return attribute(tx.rules, question, tx.today)
    known = msgspec.structs.astuple(question)[1:]
    return tx.once(
        ("attribution", known), lambda: attribute(tx.rules, question, tx.today)
    )


def protect(tx: Tx, lead: Lead) -> None:
    """From the attribution on, the client is protected for lead.protection days."""
    asked = tx.rules, "lead.protection", "days", tx.today
    days = int(str(tx.once("protection", lambda: figure(*asked))))
    registered = business_date(lead.registered_at, tx.zone)
    held = lead.attributed_to is not None
    lead.protected_until = registered + timedelta(days=days) if held else None


def settle_state(tx: Tx, lead: Lead, *, tied: bool) -> None:
    """registered (a tie waits), attributed (facts missing) or ready (may be given)."""
    if lead.state not in WAITING:
        return
    facts = intake_facts(lead)
    asked = tx.rules["lead.intake"], facts, tx.today
    intake = tx.once(("intake", *facts.values()), lambda: decide(*asked))
    if tied:
        lead.state = LeadState.REGISTERED
    elif intake.one["ready"]:
        lead.state = LeadState.READY
        lead.ready_at = lead.ready_at or tx.now
    else:
        lead.state = LeadState.ATTRIBUTED
    tx.save(lead)


def claims_of(tx: Tx, lead: Lead) -> Sequence[Claim]:
    """The lead's claims in the order they were made."""
    return tx.s.exec(
        select(Claim)
        .where(Claim.site_id == tx.site_id, Claim.lead_id == lead.id)
        .order_by(col(Claim.at), col(Claim.id))
    ).all()


def _made_at(claim: Claim) -> tuple[datetime, UUID]:
    return claim.at, claim.id


def question_of(tx: Tx, lead: Lead, claims: Sequence[Claim]) -> AttributionQuestion:
    """The facts lead.attribution asks for."""
    staff = _claimants_of(tx, {claim.staff_id for claim in claims})
    visit = business_date(lead.registered_at, tx.zone)
    return AttributionQuestion(
        claims=[
            ClaimFacts(
                claim=str(claim.id),
                staff_no=staff[claim.staff_id].staff_no,
                name=staff[claim.staff_id].name,
                principle=claim.principle,
                at=claim.at.isoformat(),
                days_ago=(visit - business_date(claim.at, tx.zone)).days,
            )
            for claim in claims
        ],
        has_name=bool(lead.client_name),
        has_address=bool(lead.site_address),
        has_floor_area=lead.floor_area is not None,
        has_phone=bool(lead.phone),
    )


def _claimants_of(tx: Tx, wanted: set[UUID]) -> dict[UUID, Staff]:
    if not wanted:
        return {}
    named = select(Staff).where(col(Staff.id).in_(wanted))
    found = tx.once(("claimants", frozenset(wanted)), lambda: tx.s.exec(named).all())
    return {one.id: one for one in found}


@use_case
def rule_attribution(
    tx: Tx, lead_id: UUID, staff_no: str, reason: str
) -> Done | Refused:
    """The customer manager rules on equal claims, in writing (lead.attribution.*)."""
    tx.need("lead.attribute")
    lead = lock_lead(tx, lead_id)
    refused = barred(RULE, lead)
    if refused:
        return refused
    staff = _claimant(tx, lead, staff_no, reason)
    lead.attributed_to = staff.id
    protect(tx, lead)
    settle_state(tx, lead, tied=False)
    hand_over(tx, lead, "attributed")
    note_event(tx, lead, "attributed", f"{staff.name}　{reason.strip()}")
    tx.audit(
        "lead.attribute", Subject("lead", lead.id, lead.no), staff=staff_no, why=reason
    )
    tx.event("dispatch", "board")
    return Done(id=lead.id, no=lead.no, message=_("已裁定。"))


def _claimant(tx: Tx, lead: Lead, staff_no: str, reason: str) -> Staff:
    """Whom the ruling names: one of those who claim the client."""
    problems = {}
    staff = find_staff(tx, staff_no)
    claimants = {claim.staff_id for claim in claims_of(tx, lead)}
    if staff is None or staff.id not in claimants:
        problems["staff"] = _("请在提出归属的人里选一位。")
    if not reason.strip():
        problems["reason"] = _("裁定归属要写明理由。")
    if problems or staff is None:
        raise BadInput(problems)
    return staff
