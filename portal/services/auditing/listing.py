"""The audit chain as a page: who did what to what, and whether the chain is whole."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Select, or_
from sqlmodel import col, select

from portal.models.audit import AuditEntry
from portal.rules.procedures import Procedure
from portal.services.audit import BrokenChain, check_chain
from portal.services.auditing.words import act_words, acts_named, detail_words
from portal.services.cases import shelf_of
from portal.services.paging import Pager, page_rows
from portal.services.periods import start_of
from portal.services.use_case import Act
from portal.words import format_datetime, rule_text
from portal.words import gettext as _


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: words of person, number or act; first and last day."""

    q: str = ""
    since: date | None = None
    until: date | None = None


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """One entry, all texts."""

    seq: str
    at: str
    by: str
    action: str
    subject: str
    href: str
    detail: list[tuple[str, str]]
    hash: str


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/audit/list.html; `chain` "" until it has been checked."""

    title: str
    filter: AuditFilter
    rows: list[AuditRow]
    pager: Pager
    chain: str = ""
    whole: bool = False


def list_entries(
    act: Act, asked: AuditFilter, page: int = 1, *, check: bool = False
) -> AuditPage:
    """The site's entries, newest first; `check` walks the whole chain as well."""
    params = {
        "q": asked.q,
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
    }
    procedures = shelf_of(act.house).of_site(act.by.site_code)
    with act.house.db.reading() as session:
        found, pager = page_rows(
            session, act, _statement(act, asked), page, "/audit", params
        )
        broken = check_chain(session, act.by.site_id) if check else None
    return AuditPage(
        title=_("操作记录"),
        filter=asked,
        rows=[_row(act, procedures, row[0]) for row in found],
        pager=pager,
        chain=_verdict(broken) if check else "",
        whole=check and broken is None,
    )


def _statement(act: Act, asked: AuditFilter) -> Select[Any]:
    statement = (
        select(AuditEntry)
        .where(AuditEntry.site_id == act.by.site_id)
        .order_by(col(AuditEntry.seq).desc())
    )
    zone = act.house.zone
    if asked.since:
        statement = statement.where(AuditEntry.at >= start_of(asked.since, zone))
    if asked.until:
        end = start_of(asked.until + timedelta(days=1), zone)
        statement = statement.where(AuditEntry.at < end)
    text = asked.q.strip()
    if text:
        columns = (AuditEntry.by_name, AuditEntry.subject_no, AuditEntry.action)
        like = [col(one).contains(text, autoescape=True) for one in columns]
        named = col(AuditEntry.action).in_(acts_named(act.rules, text))
        statement = statement.where(or_(*like, named))
    return statement


def _row(act: Act, procedures: Mapping[str, Procedure], entry: AuditEntry) -> AuditRow:
    return AuditRow(
        seq=str(entry.seq),
        at=format_datetime(entry.at),
        by=entry.by_name if entry.by_id else rule_text(entry.by_name),
        action=act_words(act.rules, entry.action),
        subject=entry.subject_no,
        href=_href(entry),
        detail=detail_words(act.rules, procedures, entry.detail),
        hash=entry.hash,
    )


def _href(entry: AuditEntry) -> str:
    """The page of what the act was about, where it has one."""
    if entry.subject_type == "lead":
        return f"/leads/{entry.subject_id}"
    if entry.subject_type == "report":
        return f"/reports?sheet={entry.subject_id}"
    if entry.subject_type == "device":
        return f"/devices/{entry.subject_id}"
    if entry.subject_type == "staff" and entry.subject_no:
        return f"/people/{entry.subject_no}"
    return f"/cases/{entry.subject_no}" if entry.subject_type == "case" else ""


def _verdict(broken: BrokenChain | None) -> str:
    if broken is None:
        return _("从第一条到最后一条都接得上，没有改过、删过或截断。")
    reasons = {
        "missing": _("少了一条"),
        "changed": _("内容被改过"),
        "truncated": _("末尾被截断"),
    }
    return _(
        "第 %(seq)s 条断开：%(reason)s。",
        seq=broken.seq,
        reason=reasons[broken.reason],
    )
