"""Signings reported from the client's: kept beside the lead until one is registered."""

from sqlmodel import Session, col, select

from portal.models.lead import Contract, Lead, SigningReport
from portal.services import obligations
from portal.services.use_case import Tx

REPORTED, REGISTER = "lead.signing_reported", "lead.register_signing"


def open_reports(session: Session, lead: Lead) -> list[SigningReport]:
    """Reports of the lead no contract has come of, the latest first."""
    found = session.exec(
        select(SigningReport)
        .where(
            SigningReport.site_id == lead.site_id,
            SigningReport.lead_id == lead.id,
            col(SigningReport.contract_id).is_(None),
        )
        .order_by(col(SigningReport.reported_at).desc(), col(SigningReport.id).desc())
    )
    return list(found)


def settle_reports(tx: Tx, lead: Lead, contract: Contract) -> None:
    """The contract is registered: what was reported of it is answered."""
    for report in open_reports(tx.s, lead):
        report.contract_id = contract.id
        tx.add(report)
    obligations.meet_in(tx, REGISTER, lead.id)
