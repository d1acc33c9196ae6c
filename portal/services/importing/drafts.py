"""Drafts: a file's rows kept in runs until they are taken in, discarded or too old."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from portal.errors import NotFound
from portal.models.imports import Import, ImportPart, ImportState
from portal.services.audit import Subject
from portal.services.importing.fields import LEADS
from portal.services.importing.rows import Findings, LeadRow, PhoneRow
from portal.services.use_case import Act, Tx
from portal.words import gettext as _

Lines = Sequence[tuple[int, list[str]]]
# So many rows stand in one part.
RUN = 100 * 2
T = TypeVar("T")


def find_import(session: Session, act: Act, import_id: UUID) -> Import:
    """An import of the site; NotFound else."""
    found = session.exec(
        select(Import).where(Import.site_id == act.by.site_id, Import.id == import_id)
    ).first()
    if found is None:
        raise NotFound(_("导入"), import_id)
    return found


def lock_import(tx: Tx, import_id: UUID) -> Import:
    """The same under lock."""
    find_import(tx.s, tx.act, import_id)
    locked: Import = tx.lock(select(Import).where(Import.id == import_id)).one()
    return locked


def subject_of(one: Import) -> Subject:
    """The import as the subject of a decision or audit entry."""
    return Subject("import", one.id, one.no)


def lines_of(session: Session, one: Import) -> list[tuple[int, list[str]]]:
    """The rows as they stand in the file, without the header."""
    parts = session.exec(_of(one, select(ImportPart.rows)))
    return [
        line
        for part in parts
        for line in msgspec.json.decode(part, type=list[tuple[int, list[str]]])
    ]


def read_rows(session: Session, one: Import) -> Iterator[LeadRow | PhoneRow]:
    """The rows as they were understood at the last look."""
    shape: Any = list[LeadRow] if one.kind == LEADS else list[PhoneRow]
    for part in session.exec(_of(one, select(ImportPart.read))):
        yield from msgspec.json.decode(part or "[]", type=shape)


def _of(one: Import, parts: SelectOfScalar[str]) -> SelectOfScalar[str]:
    mine = ImportPart.site_id == one.site_id, ImportPart.import_id == one.id
    return parts.where(*mine).order_by(col(ImportPart.seq))


def keep_parts(
    tx: Tx, one: Import, lines: Lines, rows: Sequence[LeadRow | PhoneRow]
) -> None:
    """Write the draft's rows, both as they are and as they were understood."""
    drop_parts(tx.s, one)
    read = list(_runs(rows))
    with tx.gathering():
        for seq, run in enumerate(_runs(lines)):
            tx.make(
                ImportPart,
                site_id=one.site_id,
                import_id=one.id,
                seq=seq,
                rows=msgspec.json.encode(run).decode(),
                read=msgspec.json.encode(read[seq]).decode() if seq < len(read) else "",
            )


def _runs(rows: Sequence[T]) -> Iterable[Sequence[T]]:
    return (rows[start : start + RUN] for start in range(0, len(rows), RUN))


def drop_parts(session: Session, one: Import) -> None:
    """The rows are not needed any more: no copy of clients' data is left lying."""
    session.execute(
        delete(ImportPart).where(
            col(ImportPart.site_id) == one.site_id, col(ImportPart.import_id) == one.id
        )
    )


def drop_expired(tx: Tx) -> None:
    """Drafts nobody took in within their term are discarded, with their rows."""
    old = tx.s.exec(
        select(Import).where(
            Import.site_id == tx.site_id,
            Import.state == ImportState.DRAFT,
            col(Import.expires_at) <= tx.now,
        )
    )
    for one in old.all():
        discard_in(tx, one)


def discard_in(tx: Tx, one: Import) -> None:
    """The draft will not be taken in; what was found in it goes with its rows."""
    drop_parts(tx.s, one)
    one.state = ImportState.DISCARDED
    one.findings = msgspec.to_builtins(Findings(rows=one.rows))
    tx.s.add(one)


def findings_of(one: Import) -> Findings:
    """What the last look found."""
    return msgspec.convert(one.findings, Findings)
