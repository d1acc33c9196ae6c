"""A file becomes a draft: read apart, its header found, its rows looked over."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO
from uuid import UUID

import msgspec
from sqlmodel import select

from portal.access import demand
from portal.errors import BadInput, LostRace
from portal.models.imports import Import, ImportMapping, ImportState
from portal.services.answers import Done, Refused
from portal.services.importing.drafts import (
    Lines,
    discard_in,
    drop_expired,
    find_import,
    keep_parts,
    lines_of,
    lock_import,
    subject_of,
)
from portal.services.importing.fields import FIELDS, WRITE, bound, kinds, limits_of
from portal.services.importing.header import (
    Head,
    find_head,
    fitting,
    mapping_for,
    signature,
)
from portal.services.importing.looking import Look
from portal.services.importing.refusing import refused_file
from portal.services.importing.rows import Findings
from portal.services.use_case import Act, Tx, use_case
from portal.sheets import Table, Unreadable, read_apart
from portal.words import gettext as _

LONGEST_NAME = Import.__table__.c.file_name.type.length  # type: ignore[attr-defined]
LONGEST_SHEET = Import.__table__.c.sheet.type.length  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in: the name it had, and its content."""

    name: str
    file: BinaryIO


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at a file with one mapping, not yet written down."""

    mapping: dict[str, int]
    channel: str
    lines: Lines
    look: Look
    findings: Findings


def receive(act: Act, kind: str, upload: Upload) -> Done | Refused:
    """Read the file and keep it as a draft; its id is in the answer.

    BadInput without a kind or a file. The file is read before the database is locked.
    """
    problems = {}
    if kind not in kinds(act):
        problems["kind"] = _("请选导入什么。")
    if not upload.name:
        problems["file"] = _("请选一个 .xlsx 或 .csv 文件。")
    if problems:
        raise BadInput(problems)
    demand(act.rules, act.by, WRITE[kind], act.today)
    limits = limits_of(act)
    try:
        table = read_apart(upload.file, limits)
    except Unreadable as refused:
        return refused_file(upload.name, refused, limits)
    head, below = find_head(act, kind, table.rows)
    if not below:
        raise BadInput({"file": _("表头下面一行也没有。")})
    most = bound(act, "rows")
    if len(below) > most:
        raise BadInput({"file": _("行数太多，最多 %(most)s 行。", most=f"{most:,}")})
    with act.house.db.reading() as session:
        mapping = mapping_for(session, act, kind, head.columns)
    looked = look_at(act, kind, head.columns, below, mapping, "")
    return _keep(act, kind, _described(upload, table), head, looked)


def _described(upload: Upload, table: Table) -> dict[str, object]:
    """What is kept of the file itself."""
    upload.file.seek(0)
    digest = hashlib.sha256(upload.file.read()).hexdigest()
    return {
        "file_name": upload.name[:LONGEST_NAME],
        "file_digest": digest,
        "file_bytes": upload.file.tell(),
        "sheet": table.sheet[:LONGEST_SHEET],
        "encoding": table.encoding,
    }


def look_at(
    act: Act,
    kind: str,
    columns: Sequence[str],
    lines: Lines,
    mapping: dict[str, int],
    channel: str,
) -> Looked:
    """Look over the rows with this mapping."""
    with act.house.db.reading() as session:
        look = Look(session, act, kind, columns, mapping, channel)
        findings = look.over(lines)
    return Looked(mapping, channel, lines, look, findings)


@use_case
def _keep(
    tx: Tx, kind: str, described: dict[str, object], head: Head, looked: Looked
) -> Done | Refused:
    tx.need(WRITE[kind])
    drop_expired(tx)
    one = tx.make(
        Import,
        site_id=tx.site_id,
        no=tx.no("I"),
        kind=kind,
        **described,
        columns=head.columns,
        header_line=head.line,
        rows=len(looked.lines),
        mapping=looked.mapping,
        findings=msgspec.to_builtins(looked.findings),
        uploaded_at=tx.now,
        uploaded_by=tx.by.staff_id,
        uploaded_by_name=tx.by.name,
        expires_at=tx.now + timedelta(hours=bound(tx.act, "draft_hours")),
    )
    keep_parts(tx, one, looked.lines, looked.look.rows)
    tx.audit(
        "import.upload",
        subject_of(one),
        file=one.file_name,
        digest=one.file_digest,
        count=one.rows,
    )
    return Done(id=one.id, no=one.no)


def remap(act: Act, import_id: UUID, typed: Mapping[str, str]) -> Done | Refused:
    """Look again with the columns chosen by hand; the choice is kept for next time."""
    with act.house.db.reading() as session:
        one = find_import(session, act, import_id)
        lines = lines_of(session, one)
    mapping = _chosen(one, typed)
    looked = look_at(
        act, one.kind, one.columns, lines, mapping, typed.get("channel", "")
    )
    return _keep_mapping(act, import_id, looked)


def _chosen(one: Import, typed: Mapping[str, str]) -> dict[str, int]:
    """Field -> column as chosen in the selects, "" for a field without one."""
    chosen = {
        field: int(typed[f"column_{field}"])
        for field in FIELDS[one.kind]
        if typed.get(f"column_{field}", "").isdecimal()
    }
    return fitting(one.kind, chosen, len(one.columns))


@use_case
def _keep_mapping(tx: Tx, import_id: UUID, looked: Looked) -> Done | Refused:
    one = lock_import(tx, import_id)
    tx.need(WRITE[one.kind])
    must_be_draft(one)
    one.mapping, one.channel = looked.mapping, looked.channel
    one.findings = msgspec.to_builtins(looked.findings)
    tx.s.add(one)
    keep_parts(tx, one, looked.lines, looked.look.rows)
    _remember(tx, one)
    return Done(id=one.id, no=one.no, message=_("已按新的对应看了一遍。"))


def _remember(tx: Tx, one: Import) -> None:
    mark = signature(one.columns)
    kept = tx.s.exec(
        select(ImportMapping).where(
            ImportMapping.site_id == tx.site_id,
            ImportMapping.kind == one.kind,
            ImportMapping.signature == mark,
        )
    ).first() or ImportMapping(
        site_id=tx.site_id, kind=one.kind, signature=mark, mapping={}, kept_at=tx.now
    )
    kept.mapping, kept.kept_at, kept.kept_by = one.mapping, tx.now, tx.by.staff_id
    tx.add(kept)


def must_be_draft(one: Import) -> None:
    """Somebody else may have taken it in or thrown it away meanwhile."""
    if one.state != ImportState.DRAFT:
        raise LostRace(_("%(no)s 已经不是草稿了。", no=one.no), "", one.imported_at)


@use_case
def discard(tx: Tx, import_id: UUID) -> Done | Refused:
    """Throw a draft away."""
    one = lock_import(tx, import_id)
    tx.need(WRITE[one.kind])
    must_be_draft(one)
    discard_in(tx, one)
    tx.audit("import.discard", subject_of(one), file=one.file_name)
    return Done(id=one.id, no=one.no)
