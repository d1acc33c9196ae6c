"""The page of one lead: whose it is, where it stands, what comes next, and why."""

from uuid import UUID

import msgspec
from sqlmodel import Session, select

from portal.errors import NotFound
from portal.models.lead import Lead
from portal.services.dispatch.overdue import settle_if_due
from portal.services.lead.page.claims import (
    ClaimFormView,
    ClaimRow,
    attributed,
    claim_form,
    claim_rows,
)
from portal.services.lead.page.facts import LeadSheet, lead_sheet
from portal.services.lead.page.opening import OpenLink, open_links
from portal.services.lead.page.owner import OwnerView, owner_view
from portal.services.lead.page.records import (
    CaseRow,
    ContractRow,
    EventRow,
    OfferRow,
    case_rows,
    contract_rows,
    event_rows,
    offer_rows,
)
from portal.services.lead.page.shapes import Returned, Step
from portal.services.lead.page.steps import lead_steps
from portal.services.lead.page.track import TrackStep, track
from portal.services.lead.page.why import lead_why
from portal.services.lead.reach import must_see
from portal.services.lead.words import done_words
from portal.services.use_case import Act
from portal.services.why import Why
from portal.words import gettext as _

__all__ = ["LeadPage", "Returned", "lead_page"]


class LeadPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/lead/lead.html."""

    title: str
    lead: LeadSheet
    owner: OwnerView | None
    attributed: str
    attributed_clause: str
    attributed_label: str
    attributed_why: str
    claims: list[ClaimRow]
    claim_form: ClaimFormView | None
    track: list[TrackStep]
    steps: list[Step]
    offers: list[OfferRow]
    contracts: list[ContractRow]
    events: list[EventRow]
    cases: list[CaseRow]
    opens: list[OpenLink]
    why: Why | None
    tier_why: str
    notice: str


def lead_page(
    act: Act,
    lead_id: UUID,
    *,
    why: str = "",
    returned: Returned | None = None,
    revealed: bool = False,
    did: str = "",
) -> LeadPage:
    """Everything of one lead. NotFound, or NotAllowed for a lead that is not his.

    returned: a form of this page that was sent back; revealed: show the client in
    full this once (`lead.reveal` has noted it); did: the step that was just taken.
    """
    settle_if_due(act)
    with act.house.db.reading() as session:
        lead = _lead(session, act, lead_id)
        whose = attributed(session, act, lead)
        href = f"/leads/{lead.id}"
        return LeadPage(
            title=_("来单 %(no)s", no=lead.no),
            lead=lead_sheet(session, act, lead, revealed=revealed),
            owner=owner_view(session, act, lead),
            attributed=whose.says,
            attributed_clause=whose.clause,
            attributed_label=whose.clause_label,
            attributed_why=f"{href}?why=attribution#why",
            claims=claim_rows(session, act, lead),
            claim_form=claim_form(session, act, lead, returned),
            track=track(session, lead),
            steps=lead_steps(session, act, lead, returned),
            offers=offer_rows(session, act, lead),
            contracts=contract_rows(session, act, lead),
            events=event_rows(session, act, lead),
            cases=case_rows(session, act, lead),
            opens=open_links(session, act, lead),
            why=lead_why(session, act, lead, why, whose),
            tier_why=f"{href}?why=tier#why",
            notice=done_words().get(did, ""),
        )


def _lead(session: Session, act: Act, lead_id: UUID) -> Lead:
    lead = session.exec(
        select(Lead).where(Lead.site_id == act.by.site_id, Lead.id == lead_id)
    ).first()
    if lead is None:
        raise NotFound(_("来单"), lead_id)
    must_see(act, (lead.designer_id, lead.brought_by, lead.attributed_to))
    return lead
