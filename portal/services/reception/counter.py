"""The counter: the form first, what the desk owes, who is here, today's leads."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session, col, func, select

from portal.access import may
from portal.models.lead import WAITING, Lead
from portal.services.obligations import DueList, due_list
from portal.services.periods import start_of
from portal.services.presence import PresenceRow, presence
from portal.services.reception.counts import Count, counts_of_today
from portal.services.reception.desk import Register, desk_figure, registers, search_box
from portal.services.reception.lead_form import LeadFormView, lead_form
from portal.services.reception.lead_rows import LeadRow, lead_columns, lead_rows
from portal.services.reception.prefill import prefilled
from portal.services.reception.saved import Saved, saved_lead
from portal.services.use_case import Act
from portal.words import gettext as _

HERE = "/counter"
SAVE = "/counter/leads"


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The leads of today, the latest first, and how many there are."""

    summary: str
    all_href: str
    rows: list[LeadRow]


class CounterPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reception/counter.html; no form for those who may not register."""

    title: str
    query: str | None
    registers: list[Register]
    form: LeadFormView | None
    saved: Saved | None
    today: Today
    due: DueList
    duty: list[PresenceRow]
    counts: list[Count]


def counter_page(
    act: Act,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    call: UUID | None = None,
    saved: UUID | None = None,
    joined: bool = False,
) -> CounterPage:
    """The counter as it stands; `typed` and `errors` of a form that is sent back.

    call: a call whose caller becomes a lead; saved: the lead that was just written.
    """
    with act.house.db.reading() as session:
        return CounterPage(
            title=_("柜台"),
            query=search_box(act),
            registers=registers(act, HERE),
            form=_form(session, act, typed, errors, call),
            saved=saved_lead(session, act, saved, joined=joined) if saved else None,
            today=_today(session, act),
            due=due_list(session, act, desk_figure(act, "due_items_shown")),
            duty=presence(session, act),
            counts=counts_of_today(session, act),
        )


def _form(
    session: Session,
    act: Act,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str] | None,
    call: UUID | None,
) -> LeadFormView | None:
    if not may(act.rules, act.by, "lead.register", act.today):
        return None
    action = f"{SAVE}?call={call}" if call else SAVE
    shown = typed if typed is not None else prefilled(session, act, call)
    return lead_form(session, act, action, HERE, shown, errors)


def _today(session: Session, act: Act) -> Today:
    since = start_of(act.today, act.house.zone)
    shown = lead_columns(
        col(Lead.site_id) == act.by.site_id, col(Lead.registered_at) >= since
    ).limit(desk_figure(act, "recent_leads_shown"))
    total, waiting = _numbers(session, act, since)
    return Today(
        summary=_(
            "%(all)s 单，已派 %(given)s，待派 %(waiting)s",
            all=total,
            given=total - waiting,
            waiting=waiting,
        ),
        all_href="/leads",
        rows=lead_rows(session, act, shown),
    )


def _numbers(session: Session, act: Act, since: datetime) -> tuple[int, int]:
    """How many leads came since then, and how many of them still wait."""
    found = session.exec(
        select(Lead.state, func.count())
        .where(Lead.site_id == act.by.site_id, col(Lead.registered_at) >= since)
        .group_by(Lead.state)
    ).all()
    return (
        sum(number for _state, number in found),
        sum(number for state, number in found if state in WAITING),
    )
