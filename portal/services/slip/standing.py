"""How the slip of a lead stands: may the lead be dispatched (slip.dispatchable)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from portal.clock import business_date
from portal.models.cases import Case
from portal.models.lead import Lead
from portal.models.people import Site
from portal.rules.evaluate import decide
from portal.rules.library import RuleSet
from portal.services.cases.absence import Away, When, signer_away
from portal.services.cases.files import kept_version
from portal.services.decisions import Verdict, verdict_of
from portal.services.slip.absences import days_between
from portal.services.slip.steps import KIND


@dataclass(frozen=True, slots=True)
class SlipStanding:
    """verdict: free, ready, pending_signature or waiting; `no` "" without a slip."""

    verdict: str
    state: str | None
    no: str
    clauses: tuple[str, ...]
    decision: Verdict
    signer_back_at: datetime | None = None


def standing_of(
    session: Session, rules: RuleSet, lead: Lead, now: datetime
) -> SlipStanding:
    """May the lead be dispatched as far as its slip goes, and why (slip.delegate).

    The decision is for the caller to keep, or not.
    """
    site = session.get(Site, lead.site_id)
    zone = ZoneInfo(site.timezone) if site else ZoneInfo("UTC")
    when = When(lead.site_id, now, business_date(now, zone))
    slip = _slip_of(session, lead)
    away = _away(session, when, slip)
    required = decide(rules["slip.required"], {"channel": lead.channel}, when.today)
    facts = {
        "required": required.one["required"],
        "state": slip.state if slip else None,
        "signer_away": away is not None,
        "days_away": days_between(away.starts_at, away.ends_at) if away else None,
    }
    decided = decide(rules["slip.dispatchable"], facts, when.today)
    return SlipStanding(
        verdict=decided.one["verdict"],
        state=facts["state"],
        no=slip.no if slip else "",
        clauses=tuple(decided.clauses),
        decision=verdict_of(decided, when.today),
        signer_back_at=away.ends_at if away else None,
    )


def _slip_of(session: Session, lead: Lead) -> Case | None:
    return session.exec(
        select(Case).where(
            Case.site_id == lead.site_id, Case.lead_id == lead.id, Case.kind == KIND
        )
    ).first()


def _away(session: Session, when: When, slip: Case | None) -> Away | None:
    if slip is None:
        return None
    return signer_away(session, when, kept_version(session, slip), slip.state)
