"""The cases somebody may open about a lead: its transfer slip, its loss."""

import msgspec
from sqlmodel import Session, select

from portal.access import may
from portal.models.cases import Case
from portal.models.lead import ENDED, Lead
from portal.rules.evaluate import decide
from portal.services.use_case import Act
from portal.words import gettext as _

SLIP = "slip"


class OpenLink(msgspec.Struct, frozen=True, kw_only=True):
    """The way to the form of a new case about the lead."""

    label: str
    href: str


def open_links(session: Session, act: Act, lead: Lead) -> list[OpenLink]:
    """Forms of cases this person may open; the procedure itself has the last word."""
    links = []
    if _may(act, "slip.create") and _lacks_slip(session, act, lead):
        links.append(OpenLink(label=_("填传递单"), href=f"/slips/new?lead={lead.no}"))
    if _may(act, "lost.open") and lead.state not in ENDED:
        links.append(OpenLink(label=_("开跑单"), href=f"/lost/new?lead={lead.no}"))
    return links


def _may(act: Act, action: str) -> bool:
    return may(act.rules, act.by, action, act.today)


def _lacks_slip(session: Session, act: Act, lead: Lead) -> bool:
    """Its channel asks for a slip (slip.required) and there is none yet."""
    asked = decide(act.rules["slip.required"], {"channel": lead.channel}, act.today)
    if not asked.one["required"]:
        return False
    slip = select(Case.id).where(
        Case.site_id == act.by.site_id, Case.lead_id == lead.id, Case.kind == SLIP
    )
    return session.exec(slip).first() is None
