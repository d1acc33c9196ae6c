"""Acts that stand by halves: rows, audit, decision, obligation, kept answer.

`halves(session, site_id)` says of every act of a site what is missing of it. It knows
nothing of requests: whatever stands in the tables must be whole.
"""

from collections import Counter
from collections.abc import Iterator

import msgspec
from sqlmodel import select

from portal.models.audit import AuditEntry, KeptAnswer
from portal.models.decisions import Decision
from portal.models.dispatch import Offer
from portal.models.lead import Claim, Lead, LeadEvent
from portal.models.obligations import Obligation

REGISTER = "reception.registering.register_lead"
OFFER = "dispatch.offers.offer_lead"
# A use case whose answer says that it was done, and the audit line it wrote.
DONE = {
    "lead.claims.add_claim": "lead.claim",
    "dispatch.answering.accept_offer": "dispatch.accept",
    "dispatch.answering.decline_offer": "dispatch.decline",
}


class Site:
    """Everything of one site, read once and grouped by what it is about."""

    def __init__(self, session, site_id):
        def rows(model):
            return session.exec(select(model).where(model.site_id == site_id)).all()

        self.leads, self.offers = rows(Lead), rows(Offer)
        self.decisions = {one.id for one in rows(Decision)}
        self.claims = Counter(one.lead_id for one in rows(Claim))
        self.events = Counter((one.lead_id, one.kind) for one in rows(LeadEvent))
        self.due = Counter((one.subject_id, one.code) for one in rows(Obligation))
        self.open = Counter(
            (one.subject_id, one.code)
            for one in rows(Obligation)
            if one.met_at is None and one.dropped_at is None
        )
        entries = rows(AuditEntry)
        self.acts = Counter((one.action, one.subject_id) for one in entries)
        self.offered = Counter(
            (one.action, one.detail["offer"])
            for one in entries
            if "offer" in one.detail
        )
        self.actions = Counter(one.action for one in entries)
        self.answers = [
            (kept.use_case, msgspec.json.decode(kept.answer))
            for kept in rows(KeptAnswer)
        ]
        self.answered = Counter(
            (use_case, answer.get("offer") or answer.get("id"))
            for use_case, answer in self.answers
        )


def halves(session, site_id) -> list[str]:
    """Every act of which something is missing, in a sentence."""
    site = Site(session, site_id)
    return [*_leads(site), *_offers(site), *_answers(site)]


def _leads(site) -> Iterator[str]:
    for lead in site.leads:
        claimed = site.acts["lead.claim", lead.id]
        parts = {
            "its tier decided": lead.tier_decision_id in site.decisions,
            "its attribution decided": lead.attribution_decision_id in site.decisions,
            "its line in the audit": site.acts["lead.register", lead.id] == 1,
            "its own log": site.events[lead.id, "registered"] == 1,
            "its kept answer": site.answered[REGISTER, str(lead.id)] == 1,
            "its next look": site.due[lead.id, "lead.follow_up"] >= 1,
            "its claims": site.claims[lead.id] == claims_sent(lead) + claimed,
        }
        yield from _missing(lead.no, parts)
    if site.actions["lead.register"] != len(site.leads):
        yield f"{site.actions['lead.register']} leads told, {len(site.leads)} stand"


def claims_sent(lead):
    """How many claims came with the registration: its remarks say so."""
    return int(lead.remarks or 0)


def _offers(site) -> Iterator[str]:
    for offer in site.offers:
        open_now = offer.state == "offered"
        parts = {
            "its decision": offer.decision_id in site.decisions,
            "its line in the audit": site.offered["dispatch.offer", offer.no] == 1,
            "its kept answer": site.answered[OFFER, str(offer.id)] == 1,
            "its time to answer": site.due[offer.id, "dispatch.respond"] == 1,
            "its answer awaited while it is open": (
                site.open[offer.id, "dispatch.respond"] == open_now
            ),
        }
        yield from _missing(offer.no, parts)
    made = Counter(offer.lead_id for offer in site.offers)
    for lead_id, count in made.items():
        if site.events[lead_id, "offered"] != count:
            yield f"{lead_id} was offered {count} times, its log says otherwise"


def _answers(site) -> Iterator[str]:
    """Every kept answer that says "done" has its line in the audit, and back."""
    for use_case, action in DONE.items():
        done = sum(
            name == use_case and answer["type"] == "done"
            for name, answer in site.answers
        )
        if done != site.actions[action]:
            yield f"{use_case} was answered {done} times, told {site.actions[action]}"
    for name, key in site.answered:
        known = {str(one.id) for one in (*site.leads, *site.offers)}
        if name in (REGISTER, OFFER) and key is not None and key not in known:
            yield f"{name} answered {key}, which does not stand"


def _missing(no, parts) -> Iterator[str]:
    yield from (f"{no} lacks {what}" for what, there in parts.items() if not there)
