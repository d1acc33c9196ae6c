"""Taking a file in: all of it in one transaction, or nothing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from portal.models.imports import Import, ImportedLead, ImportState, PhoneEntry
from portal.services.answers import Done, Refused
from portal.services.contact import address_key
from portal.services.decisions import verdict_of
from portal.services.importing.drafts import (
    drop_parts,
    findings_of,
    lock_import,
    read_rows,
    subject_of,
)
from portal.services.importing.fields import LEADS, WRITE
from portal.services.importing.known_before import KnownBefore
from portal.services.importing.looking import phone_answer, strike
from portal.services.importing.rows import LeadRow, PhoneRow
from portal.services.importing.standing import RUN, Asker
from portal.services.importing.uploading import must_be_draft
from portal.services.reception.registering import enter_lead
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _


@use_case
def take_in(tx: Tx, import_id: UUID) -> Done | Refused:
    """Write every row that is not left out (lead.register, lead.phonelist.*).

    How each client stands is asked anew: somebody may have come since the preview.
    """
    one = lock_import(tx, import_id)
    tx.need(WRITE[one.kind])
    must_be_draft(one)
    found = findings_of(one)
    if not found.ready:
        return Refused(
            reason=_("这份文件还不能导入：有错的格子，或没有一行可收。"),
            clauses=[],
            lifts_when=_("改好文件再交一次，或改列的对应。"),
        )
    asker = Asker(tx.rules, tx.today)
    rows = strike(tx.s, tx.act, asker, one.kind, list(read_rows(tx.s, one)))
    taken = [row for row in rows if not row.struck]
    if one.kind == LEADS:
        _write_leads(tx, one, [row for row in taken if isinstance(row, LeadRow)])
    else:
        phones = [row for row in taken if isinstance(row, PhoneRow)]
        _write_phones(tx, one, asker, phones)
    _close(tx, one, rows)
    return Done(id=one.id, no=one.no, message=_("已导入 %(n)s 行。", n=len(taken)))


def _write_leads(tx: Tx, one: Import, rows: Sequence[LeadRow]) -> None:
    """Each row becomes a lead as at the counter, only written together."""
    known = KnownBefore(tx, rows)
    tx.reserve("L", len(rows))
    # The size and the attribution of each lead are two kept decisions.
    tx.reserve("D", 2 * len(rows))
    with tx.gathering() as gathered:
        for number, row in enumerate(rows):
            _write_lead(tx, one, row, known)
            if number % RUN == 0:
                gathered.write(tx.s)
    tx.event("dispatch", "board", "leads")


def _write_lead(tx: Tx, one: Import, row: LeadRow, known: KnownBefore) -> None:
    client = known.client(row.phone)
    before = {"name": client.name, "address": client.address} if client else None
    entered = enter_lead(tx, row.form, row.phone, known)
    known.remember(entered.client, entered.lead, entered.claims)
    tx.make(
        ImportedLead,
        site_id=tx.site_id,
        import_id=one.id,
        line=row.line,
        lead_id=entered.lead.id,
        client_before=before,
    )


def _write_phones(tx: Tx, one: Import, asker: Asker, rows: Sequence[PhoneRow]) -> None:
    """A list of numbers, each with the answer of lead.phone_list.

    The same facts have the same answer: it is kept once for all numbers it is about.
    """
    decisions = _phone_decisions(tx, one, asker, rows)
    with tx.gathering() as gathered:
        for number, row in enumerate(rows):
            answer = phone_answer(asker, row)
            tx.make(
                PhoneEntry,
                site_id=tx.site_id,
                import_id=one.id,
                line=row.line,
                phone=row.phone,
                client_name=row.client_name,
                site_address=row.site_address,
                address_key=address_key(row.site_address),
                remarks=row.remarks,
                callable=bool(answer.one["callable"]),
                decision_id=decisions[row.held],
            )
            if number % RUN == 0:
                gathered.write(tx.s)
    tx.event("phones")


def _phone_decisions(
    tx: Tx, one: Import, asker: Asker, rows: Sequence[PhoneRow]
) -> Mapping[str, UUID]:
    first = {row.held: row for row in rows}
    return {
        held: tx.keep(
            verdict_of(phone_answer(asker, row), tx.today), subject_of(one)
        ).id
        for held, row in first.items()
    }


def _close(tx: Tx, one: Import, rows: Sequence[LeadRow | PhoneRow]) -> None:
    """The rows are where they belong: the draft's copy of them goes."""
    found = findings_of(one)
    taken = sum(not row.struck for row in rows)
    held = sum(bool(row.held) for row in rows if isinstance(row, PhoneRow))
    done = msgspec.structs.replace(found, taken=taken, held=held, sample=[])
    drop_parts(tx.s, one)
    one.state, one.findings = ImportState.IMPORTED, msgspec.to_builtins(done)
    one.imported_at, one.imported_by = tx.now, tx.by.staff_id
    tx.s.add(one)
    tx.audit(
        "import.take_in",
        subject_of(one),
        file=one.file_name,
        digest=one.file_digest,
        count=one.rows,
        taken=taken,
        left_out=len(rows) - taken,
    )
