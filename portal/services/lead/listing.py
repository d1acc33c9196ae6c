"""The register of all leads, searched and filtered."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement
from sqlmodel import col

from portal.models.lead import Lead, LeadState
from portal.services.exporting.menu import ExportMenu, export_menu
from portal.services.lead.finding import matching
from portal.services.lead.own import owned_by
from portal.services.lead.reach import sees_all
from portal.services.lead.words import state_words
from portal.services.pages import Pair, as_typed
from portal.services.paging import Pager, page_rows
from portal.services.periods import start_of
from portal.services.reception.desk import Register, registers, search_box
from portal.services.reception.forms.moments import parse_day
from portal.services.reception.lead_rows import LeadRow, as_rows, lead_columns
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_labels

HERE = "/leads"
FIELDS = ("q", "state", "channel", "since", "until")


class LeadFilter(msgspec.Struct, frozen=True, kw_only=True):
    """The filter as typed, with its lists."""

    q: str
    state: str
    channel: str
    since: str
    until: str
    states: list[Pair]
    channels: list[Pair]
    errors: dict[str, str]


class LeadsPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reception/leads.html."""

    title: str
    query: str | None
    registers: list[Register]
    filter: LeadFilter
    rows: list[LeadRow]
    pager: Pager
    export: ExportMenu | None
    empty_what: str
    empty_why: str
    empty_href: str
    empty_act: str


def leads_page(act: Act, typed: Mapping[str, str], page: int = 1) -> LeadsPage:
    """One page of the register; a filter that cannot be read is told and left out."""
    values = as_typed(typed, FIELDS)
    where, errors = filtered_leads(act, values)
    with act.house.db.reading() as session:
        rows, pager = page_rows(session, act, lead_columns(*where), page, HERE, values)
        filtered = any(values.values())
        return LeadsPage(
            title=_("来单登记簿"),
            query=search_box(act),
            registers=registers(act, HERE),
            filter=_filter(act, values, errors),
            rows=as_rows(act, rows),
            pager=pager,
            export=export_menu(act, "leads", HERE, values),
            empty_what=_("没有找到") if filtered else _("还没有来单"),
            empty_why=_empty_why(filtered=filtered),
            empty_href=HERE if filtered else "",
            empty_act=_("看全部来单") if filtered else "",
        )


def _empty_why(*, filtered: bool) -> str:
    if filtered:
        return _("没有一张单合这些条件；可少写几个字，或换电话后四位。")
    return _("第一位客户登记后就会列在这里。")


def _filter(act: Act, values: dict[str, str], errors: dict[str, str]) -> LeadFilter:
    everything = ("", _("全部"))
    return LeadFilter(
        q=values["q"],
        state=values["state"],
        channel=values["channel"],
        since=values["since"],
        until=values["until"],
        states=[everything, *state_words().items()],
        channels=[everything, *_channels(act).items()],
        errors=errors,
    )


def _channels(act: Act) -> dict[str, str]:
    return rule_labels(act.rules["lead.channel"].table.inputs["channel"].values)


def filtered_leads(
    act: Act, values: Mapping[str, str]
) -> tuple[list[ColumnElement[bool]], dict[str, str]]:
    """The conditions of the filter (FIELDS) on leads the person may see, and what of
    it cannot be read.
    """
    where: list[Any] = [Lead.site_id == act.by.site_id]
    errors: dict[str, str] = {}
    if not sees_all(act):
        where.append(owned_by(act.by))
    if values["q"].strip():
        where.append(matching(act, values["q"]))
    if values["state"] in set(LeadState):
        where.append(Lead.state == values["state"])
    if values["channel"] in _channels(act):
        where.append(Lead.channel == values["channel"])
    for name in ("since", "until"):
        day = _day(act, values[name])
        if day is None and values[name].strip():
            errors[name] = _("看不懂这个日期：%(text)s", text=values[name])
        elif day is not None:
            where.append(_bound(act, name, day))
    return where, errors


def _day(act: Act, text: str) -> date | None:
    return parse_day(text, act.today, ahead=False)


def _bound(act: Act, name: str, day: date) -> ColumnElement[bool]:
    registered = col(Lead.registered_at)
    if name == "since":
        return registered >= start_of(day, act.house.zone)
    return registered < start_of(day + timedelta(days=1), act.house.zone)
