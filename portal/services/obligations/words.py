"""A due time as a sum in words: 14:17 派出 + 30 分钟 = 14:47."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.models.obligations import Obligation
from portal.words import format_date, ngettext, rule_text
from portal.words import gettext as _


def derivation_words(one: Obligation, zone: ZoneInfo) -> str:
    """Since when, plus what, gives when; days off that were passed over are named."""
    how = one.derivation
    since, due = one.since.astimezone(zone), one.due_at.astimezone(zone)
    clock = how["unit"] == "minutes" and since.date() == due.date()
    text = _(
        "%(since)s %(event)s + %(limit)s = %(due)s",
        since=_moment(since, clock=clock),
        event=rule_text(how["event"]),
        limit=_limit(how),
        due=_moment(due, clock=True) if clock else due_words(due, zone),
    )
    return text + _extended(how.get("extended", 0)) + _passed_over(how["passed_over"])


def note_words(one: Obligation, now: datetime, zone: ZoneInfo, told: str) -> str:
    """What it is about, when it is due, who has heard of it when late.

    How the due time comes about is told in the inbox (`derivation_words`).
    """
    local = one.due_at.astimezone(zone)
    today = local.date() == now.astimezone(zone).date() and local.time() != time.min
    when = f"{local:%H:%M}" if today else due_words(one.due_at, zone)
    due = _("%(when)s 到期", when=when)
    if told:
        due += _("，已报%(who)s", who=told)
    return "　".join(filter(None, [one.subject_no, due]))


def lapse_words(one: Obligation, zone: ZoneInfo) -> str:
    """When it is taken back, and how long it stays away from him then (lead.idle)."""
    if one.lapses_at is None:
        return ""
    when = due_words(one.lapses_at, zone)
    days = int(one.derivation.get("cooling_days", 0))
    if not days:
        return _("%(when)s 还没有办就收回，另派", when=when)
    return ngettext(
        "%(when)s 还没有办就收回，另派；%(num)s 天内不派回",
        "%(when)s 还没有办就收回，另派；%(num)s 天内不派回",
        days,
        when=when,
    )


def _limit(how: dict[str, Any]) -> str:
    text = rule_text(str(how["unit_label"]))
    if how["count"] is not None:
        text = f"{how['count']} {text}"
    return text + (_(" %(at)s 前", at=how["at"]) if how["at"] else "")


def _moment(at: datetime, *, clock: bool) -> str:
    return f"{at:%H:%M}" if clock else f"{format_date(at, short=True)} {at:%H:%M}"


def due_words(due: datetime, zone: ZoneInfo) -> str:
    """A due moment; the end of a day is called 24:00 of that day."""
    local = due.astimezone(zone)
    if local.time() == time.min:
        return f"{format_date(local - timedelta(days=1), short=True)} 24:00"
    return _moment(local, clock=False)


def _extended(days: int) -> str:
    """A due time that was moved says by how much: it is no sum without it."""
    return _("，含续期 %(n)s 天", n=days) if days else ""


def _passed_over(days: list[str]) -> str:
    if not days:
        return ""
    first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    if len(days) == 1:
        return _("，跳过 %(day)s", day=format_date(first, short=True))
    return _(
        "，跳过 %(first)s 至 %(last)s 间的 %(n)s 个休息日",
        first=format_date(first, short=True),
        last=format_date(last, short=True),
        n=len(days),
    )
