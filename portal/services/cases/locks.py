"""Leads and cases under lock: the lead always before its cases."""

from uuid import UUID

from sqlmodel import col, select

from portal.errors import LostRace, NotFound
from portal.models.cases import Case
from portal.models.lead import Lead
from portal.services.cases.scene import scene_of
from portal.services.cases.situation import last_event
from portal.services.use_case import Tx
from portal.words import gettext as _


def lock_lead(tx: Tx, lead_id: UUID) -> Lead:
    """The lead under lock; raises NotFound."""
    lead: Lead | None = tx.lock(
        select(Lead).where(Lead.site_id == tx.site_id, Lead.id == lead_id)
    ).first()
    if lead is None:
        raise NotFound(_("来单"), lead_id)
    return lead


def lock_case(tx: Tx, no: str, revision: int | None) -> tuple[Case, Lead | None]:
    """The case and its lead under lock, the lead first.

    Raises NotFound, and LostRace when the case is not as it was at `revision`.
    """
    found = tx.s.exec(
        select(Case.id, Case.lead_id).where(Case.site_id == tx.site_id, Case.no == no)
    ).first()
    if found is None:
        raise NotFound(_("案件"), no)
    case_id, lead_id = found
    lead = lock_lead(tx, lead_id) if lead_id else None
    case: Case = tx.lock(select(Case).where(Case.id == case_id)).one()
    if revision is not None and revision != case.revision:
        raise _lost_race(tx, case)
    return case, lead


def lock_cases_of(tx: Tx, lead: Lead, kind: str) -> list[Case]:
    """The lead's cases of a kind that have not ended; the lead is locked already."""
    statement = (
        select(Case)
        .where(
            Case.site_id == tx.site_id,
            Case.lead_id == lead.id,
            Case.kind == kind,
            col(Case.closed_at).is_(None),
        )
        .order_by(col(Case.id))
    )
    return list(tx.lock(statement))


def _lost_race(tx: Tx, case: Case) -> LostRace:
    last = last_event(scene_of(tx), case.id)
    winner = last.by_name if last else ""
    message = _("%(no)s 刚刚有人办了，您的这一次没有写入。", no=case.no)
    return LostRace(message, winner=winner, at=last.at if last else None)
