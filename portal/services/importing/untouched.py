"""Whether anybody has acted on what an import wrote: then it can not be undone."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Column, Table
from sqlalchemy import select as columns
from sqlmodel import SQLModel, and_, col, select

from portal.models.imports import Import, ImportedLead, PhoneEntry
from portal.models.lead import Claim, Lead, LeadEvent, LeadOwner
from portal.models.obligations import Obligation
from portal.services.use_case import Tx

# Written with every lead, and gone with it.
OWN = (ImportedLead, LeadEvent, Claim, LeadOwner)
REGISTERED = "registered"


def acted_on(tx: Tx, one: Import, leads: Sequence[UUID]) -> set[UUID]:
    """Those of the leads that somebody has done something with since."""
    assert one.imported_at is not None
    found = {lead for way in _ways(tx, one, leads) for lead in way}
    for reference in _references():
        named = columns(reference).where(reference.in_(leads))
        found.update(tx.s.execute(named).scalars())
    return found


def _ways(tx: Tx, one: Import, leads: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """What counts as having been acted on; what the clock did by itself does not."""
    here = LeadEvent.site_id == tx.site_id, col(LeadEvent.lead_id).in_(leads)
    by_hand = LeadEvent.kind != REGISTERED, col(LeadEvent.by_id).is_not(None)
    yield tx.s.exec(select(LeadEvent.lead_id).where(*here, *by_hand)).all()
    later = Claim.site_id == tx.site_id, col(Claim.entered_at) > one.imported_at
    yield tx.s.exec(
        select(Claim.lead_id).where(*later, col(Claim.lead_id).in_(leads))
    ).all()
    yield tx.s.exec(
        select(LeadOwner.lead_id).where(
            LeadOwner.site_id == tx.site_id,
            col(LeadOwner.lead_id).in_(leads),
            col(LeadOwner.contacted_at).is_not(None),
        )
    ).all()
    yield tx.s.exec(
        select(Obligation.subject_id).where(
            Obligation.site_id == tx.site_id,
            col(Obligation.subject_id).in_(leads),
            col(Obligation.met_at).is_not(None),
        )
    ).all()
    yield _came_again(tx, one, leads)


def _came_again(tx: Tx, one: Import, leads: Sequence[UUID]) -> Sequence[UUID]:
    """A later lead of the same client rests on the imported one."""
    mine = select(ImportedLead.lead_id).where(
        ImportedLead.site_id == tx.site_id, ImportedLead.import_id == one.id
    )
    later = columns(Lead.client_id).where(  # type: ignore[call-overload]
        Lead.site_id == tx.site_id,
        col(Lead.registered_at) > one.imported_at,
        col(Lead.id).not_in(mine),
    )
    return tx.s.exec(
        select(Lead.id).where(
            and_(col(Lead.id).in_(leads), col(Lead.client_id).in_(later))
        )
    ).all()


def _references() -> list[Column[UUID]]:
    """Every column that names a lead and is not written with it: offers, slips, ..."""
    own = {table_of(model) for model in OWN}
    leads = table_of(Lead).c.id
    return [
        key.parent
        for table in SQLModel.metadata.sorted_tables
        if table not in own
        for key in table.foreign_keys
        if key.column is leads
    ]


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def reported(tx: Tx, one: Import) -> list[str]:
    """Numbers of the list that were reported in advance since."""
    return list(
        tx.s.exec(
            select(PhoneEntry.phone)
            .where(
                PhoneEntry.site_id == tx.site_id,
                PhoneEntry.import_id == one.id,
                col(PhoneEntry.reported_at).is_not(None),
            )
            .order_by(col(PhoneEntry.line))
        )
    )
