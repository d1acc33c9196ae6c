"""The act of exporting: within the house's limits, masked as the page, recorded."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta

import msgspec
from sqlalchemy import delete
from sqlmodel import col, func, select

from portal.access import demand
from portal.errors import NotFound
from portal.models.audit import AuditEntry, KeptAnswer
from portal.models.people import Staff
from portal.rules.evaluate import Decision, decide
from portal.services.answers import Refused
from portal.services.exporting.comma_file import to_csv
from portal.services.exporting.lists import LISTS
from portal.services.exporting.sheets import Opened, Sheet
from portal.services.exporting.workbook import to_xlsx
from portal.services.lead.finding import is_phone
from portal.services.masking import mask_name, mask_phone
from portal.services.periods import start_of
from portal.services.use_case import Act, Tx, use_case
from portal.words import gettext as _

MAKE = "export.make"
SETTINGS = "report.settings"
SEARCH = "q"


class Exported(msgspec.Struct, frozen=True, kw_only=True, tag="exported"):
    """A file as it is handed over; digest: SHA-256 of the content, as the audit has it.

    what: the name of the list; told: its filter, with whom was searched for masked.
    """

    name: str
    media_type: str
    content: bytes
    rows: int
    digest: str
    what: str
    told: list[str]


FORMS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        to_xlsx,
    ),
    "csv": ("text/csv; charset=utf-8", to_csv),
}


def export(
    act: Act, what: str, form: str, typed: Mapping[str, str]
) -> Exported | Refused:
    """The list as a file; the same key gives the same file again for a while.

    Raises NotFound for a list or form that is none, NotAllowed where the page itself
    would not open. Refused past the limits of report.settings.
    """
    listing = LISTS.get(what)
    if listing is None or form not in FORMS:
        raise NotFound(_("可导出的表"), f"{what}.{form}")
    for action in (MAKE, listing.permission):
        demand(act.rules, act.by, action, act.today)
    told = {name: typed.get(name, "").strip() for name in listing.fields}
    with act.house.db.reading() as session:
        opened = listing.opened(session, act, told)
        refused = _too_many(act, opened.total)
        if refused:
            return refused
        made = _file(act, opened, form)
    return record(act, msgspec.structs.replace(made, what=what, told=_told(act, told)))


def _told(act: Act, typed: Mapping[str, str]) -> list[str]:
    """The filter as the audit keeps it: whom somebody searched for stays masked."""
    mask = mask_phone if is_phone(act, typed.get(SEARCH, "")) else mask_name
    shown = {**typed, SEARCH: mask(typed.get(SEARCH, ""))}
    return [f"{name}={text}" for name, text in shown.items() if text]


def _too_many(act: Act, rows: int) -> Refused | None:
    limits = _limits(act)
    most = limits.one["export_rows"]
    if rows <= most:
        return None
    return Refused(
        reason=_(
            "这张表有 %(rows)s 行，一次最多导出 %(most)s 行。", rows=rows, most=most
        ),
        clauses=list(limits.clauses),
        lifts_when=_("请先用筛选缩小范围，分几次导出。"),
    )


def _limits(act: Act) -> Decision:
    return decide(act.rules[SETTINGS], {}, act.today)


def _file(act: Act, opened: Opened, form: str) -> Exported:
    media_type, write = FORMS[form]
    now = act.house.clock.now().astimezone(act.house.zone)
    rows = opened.rows()
    sheet = Sheet(
        title=opened.title, columns=opened.columns, rows=rows, by=act.by.name, at=now
    )
    content = write(sheet)
    return Exported(
        name=f"{opened.title}_{now:%Y-%m-%d_%H%M}.{form}",
        media_type=media_type,
        content=content,
        rows=len(rows),
        digest=hashlib.sha256(content).hexdigest(),
        what="",
        told=[],
    )


@use_case
def record(tx: Tx, made: Exported) -> Exported | Refused:
    """Who took what out of the house: filter, rows and digest go into the audit."""
    tx.need(MAKE)
    limits = _limits(tx.act)
    most = limits.one["exports_per_day"]
    if _made_today(tx) >= most:
        return Refused(
            reason=_("您今天已经导出 %(n)s 次，到了一天的上限。", n=most),
            clauses=list(limits.clauses),
            lifts_at=start_of(tx.today + timedelta(days=1), tx.zone),
        )
    _forget_old_files(tx, timedelta(minutes=int(limits.one["export_kept_minutes"])))
    tx.audit(
        MAKE,
        list=made.what,
        file=made.name,
        rows_written=made.rows,
        filter=made.told,
        digest=made.digest,
    )
    return made


def _made_today(tx: Tx) -> int:
    # His own exports wait for one another, else two at once could both be the last.
    tx.lock(select(Staff.id).where(Staff.id == tx.by.staff_id)).all()
    return tx.s.exec(
        select(func.count())
        .select_from(AuditEntry)
        .where(
            AuditEntry.site_id == tx.site_id,
            AuditEntry.action == MAKE,
            AuditEntry.by_id == tx.by.staff_id,
            AuditEntry.by_name == tx.by.name,
            col(AuditEntry.at) >= start_of(tx.today, tx.zone),
        )
    ).one()


def _forget_old_files(tx: Tx, kept: timedelta) -> None:
    """A file is kept for a request that is sent again, not as an archive of clients."""
    tx.s.execute(
        delete(KeptAnswer).where(
            col(KeptAnswer.site_id) == tx.site_id,
            col(KeptAnswer.use_case) == "exporting.making.record",
            col(KeptAnswer.at) < tx.now - kept,
        )
    )
