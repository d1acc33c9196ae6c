"""Undoing a whole import: only the audit and its own row say that it ever was."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select

from portal.clock import business_date
from portal.errors import BadInput
from portal.models.base import Stored
from portal.models.imports import Import, ImportedLead, ImportState, PhoneEntry
from portal.models.lead import Claim, Client, Lead, LeadEvent, LeadOwner
from portal.models.obligations import Obligation
from portal.services.answers import Done, Refused
from portal.services.contact import address_key, name_key
from portal.services.importing.drafts import lock_import, subject_of
from portal.services.importing.fields import LEADS, bound
from portal.services.importing.standing import RUN
from portal.services.importing.untouched import acted_on, reported
from portal.services.reception.forms.bounds import text_problem
from portal.services.use_case import Tx, use_case
from portal.words import format_phone, listed
from portal.words import gettext as _

# Those that refer to a lead before the lead itself.
WITH_A_LEAD = (ImportedLead, LeadOwner, LeadEvent, Claim)
NAMED = 2


@use_case
def undo(tx: Tx, import_id: UUID, reason: str) -> Done | Refused:
    """Take everything the import wrote away again, within the days the house allows.

    Refused once somebody has acted on any of it: all or nothing, here too. The kept
    decisions stay, as every decision does: they count for nothing.
    """
    tx.need("import.undo")
    one = lock_import(tx, import_id)
    refused = _too_late(tx, one)
    if refused:
        return refused
    _check_reason(reason)
    refused = _undo_leads(tx, one) if one.kind == LEADS else _undo_phones(tx, one)
    if refused:
        return refused
    one.state, one.undone_at = ImportState.UNDONE, tx.now
    one.undone_by, one.undo_reason = tx.by.staff_id, reason.strip()
    tx.s.add(one)
    tx.audit(
        "import.undo",
        subject_of(one),
        file=one.file_name,
        digest=one.file_digest,
        reason=reason.strip(),
    )
    return Done(id=one.id, no=one.no, message=_("已撤销，和没有导入过一样。"))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput({"reason": _("请写明为什么撤销。")})
    problem = text_problem(reason, Import, "undo_reason")
    if problem:
        raise BadInput({"reason": problem})


def _too_late(tx: Tx, one: Import) -> Refused | None:
    if one.state != ImportState.IMPORTED or one.imported_at is None:
        return _refused(_("%(no)s 没有导入，或已经撤销了。", no=one.no))
    days = bound(tx.act, "undo_days")
    last = business_date(one.imported_at, tx.zone) + timedelta(days=days)
    if tx.today > last:
        return _refused(_("导入已过 %(days)s 天，不能整批撤销了。", days=days))
    return None


def _refused(reason: str) -> Refused:
    remedy = _("请在各张来单上分别处理；几天内可撤销是本店定的。")
    return Refused(reason=reason, clauses=[], lifts_when=remedy)


def _undo_leads(tx: Tx, one: Import) -> Refused | None:
    written = tx.s.exec(
        select(ImportedLead)
        .where(ImportedLead.site_id == tx.site_id, ImportedLead.import_id == one.id)
        .order_by(col(ImportedLead.line))
    ).all()
    leads = [row.lead_id for row in written]
    for run in _runs(leads):
        touched = acted_on(tx, one, run)
        if touched:
            return _refused(_acted_on(tx, touched))
    before = _before(tx, written)
    for run in _runs(leads):
        _delete_leads(tx, run)
    for clients in _runs(list(before)):
        _put_back(tx, clients, before)
    tx.event("dispatch", "board", "leads", "obligations")
    return None


def _runs(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + RUN] for start in range(0, len(ids), RUN))


def _acted_on(tx: Tx, leads: set[UUID]) -> str:
    numbers = tx.s.exec(
        select(Lead.no).where(col(Lead.id).in_(leads)).order_by(Lead.no)
    ).all()
    return _(
        "其中 %(n)s 张来单已经有人办过（%(some)s），不能整批撤销。",
        n=len(numbers),
        some=listed(numbers[:NAMED]),
    )


Before = dict[UUID, dict[str, str] | None]


def _before(tx: Tx, written: Sequence[ImportedLead]) -> Before:
    """What every client was before: as his first row in the file found him."""
    was = {row.lead_id: row.client_before for row in written}
    found: Before = {}
    for run in _runs(list(was)):
        pairs = select(Lead.client_id, Lead.id).where(col(Lead.id).in_(run))
        of_client = {lead: client for client, lead in tx.s.exec(pairs)}
        for lead in run:
            found.setdefault(of_client[lead], was[lead])
    return found


def _delete_leads(tx: Tx, leads: Sequence[UUID]) -> None:
    _delete(tx, Obligation, Obligation.subject_id, leads)
    for model in WITH_A_LEAD:
        _delete(tx, model, model.lead_id, leads)
    _delete(tx, Lead, Lead.id, leads)


def _delete(tx: Tx, model: type[Stored], column: UUID, values: Sequence[UUID]) -> None:
    here = col(model.site_id) == tx.site_id
    gone = delete(model).where(here, col(column).in_(values))
    # Nothing of it is in the session: comparing each row with it takes ages.
    tx.s.execute(gone.execution_options(synchronize_session=False))


def _put_back(tx: Tx, clients: Sequence[UUID], before: Before) -> None:
    """New clients go; the others get back the name and address they had."""
    new = [one for one in clients if before[one] is None]
    tx.s.execute(delete(Client).where(col(Client.id).in_(new)))
    known = [one for one in clients if before[one] is not None]
    for client in tx.s.exec(select(Client).where(col(Client.id).in_(known))):
        was = before[client.id] or {}
        client.name, client.address = was["name"], was["address"]
        client.name_key = name_key(client.name)
        client.address_key = address_key(client.address)
        tx.s.add(client)


def _undo_phones(tx: Tx, one: Import) -> Refused | None:
    told = reported(tx, one)
    if told:
        some = listed(map(format_phone, told[:NAMED]))
        return _refused(
            _(
                "其中 %(n)s 个号码已经报备（%(some)s），不能整批撤销。",
                n=len(told),
                some=some,
            )
        )
    _delete(tx, PhoneEntry, PhoneEntry.import_id, [one.id])
    tx.event("phones")
    return None
