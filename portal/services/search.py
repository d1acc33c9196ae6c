"""One box that finds a client, a colleague, a lead, a slip or a case.

What somebody sees masked he does not find by, except among his own leads; and whoever
finds clients by a telephone number leaves a trace.
"""

from typing import Any

import msgspec
from sqlalchemy import Select
from sqlmodel import Session, col, or_, select

from portal.access import may
from portal.models.cases import Case
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.services.answers import Done
from portal.services.lead.finding import is_phone, matching
from portal.services.lead.own import owned_by
from portal.services.lead.reach import sees_all
from portal.services.periods import figure
from portal.services.reception.desk import Register, registers
from portal.services.reception.lead_rows import LeadRow, as_rows, lead_columns
from portal.services.use_case import Act, Tx, use_case
from portal.words import gettext as _
from portal.words import rule_text


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """Something found that is not a lead."""

    label: str
    href: str
    note: str


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/search/search.html; `short`: too little was typed to look for."""

    title: str
    query: str
    registers: list[Register]
    short: bool
    leads: list[LeadRow]
    cases: list[Hit]
    people: list[Hit]
    more_href: str
    traced: bool


def search(act: Act, query: str) -> SearchPage:
    """The best hits of each kind; `more_href` leads to all of the leads."""
    text = " ".join(query.split())
    short = len(text) < int(_figure(act, "search_letters"))
    leads, cases, people = ([], [], []) if short else _found(act, text)
    traced = bool(leads) and is_phone(act, text)
    if traced:
        note_phone_search(act, text, [one.no for one in leads])
    most = int(_figure(act, "search_results_shown"))
    return SearchPage(
        title=_("查找"),
        query=query,
        registers=registers(act, ""),
        short=short,
        leads=leads[:most],
        cases=cases,
        people=people,
        more_href="/leads" if len(leads) > most else "",
        traced=traced,
    )


def _figure(act: Act, name: str) -> str:
    return str(figure(act.rules, "desk.settings", name, act.today))


def _found(act: Act, text: str) -> tuple[list[LeadRow], list[Hit], list[Hit]]:
    most = int(_figure(act, "search_results_shown"))
    with act.house.db.reading() as session:
        leads = as_rows(act, session.execute(_leads(act, text).limit(most + 1)))
        cases = _cases(session, act, text, most)
        people = _people(session, act, text, most)
    return leads, cases, people


def _leads(act: Act, text: str) -> Select[Any]:
    where = [col(Lead.site_id) == act.by.site_id, matching(act, text)]
    if not sees_all(act):
        where.append(owned_by(act.by))
    return lead_columns(*where)


def _cases(session: Session, act: Act, text: str, most: int) -> list[Hit]:
    """Slips, lost leads and other cases by their number alone."""
    if not may(act.rules, act.by, "case.read", act.today):
        return []
    rows = session.execute(
        select(Case.no, Case.title)
        .where(
            Case.site_id == act.by.site_id,
            col(Case.no).contains(text.upper(), autoescape=True),
        )
        .order_by(col(Case.opened_at).desc())
        .limit(most)
    )
    return [
        Hit(label=no, href=f"/cases/{no}", note=rule_text(title)) for no, title in rows
    ]


def _people(session: Session, act: Act, text: str, most: int) -> list[Hit]:
    if not may(act.rules, act.by, "people.read", act.today):
        return []
    rows = session.execute(
        select(Staff.staff_no, Staff.name)
        .where(
            Staff.site_id == act.by.site_id,
            or_(
                col(Staff.name).contains(text, autoescape=True),
                Staff.staff_no == text,
            ),
        )
        .order_by(Staff.staff_no)
        .limit(most)
    )
    return [Hit(label=name, href=f"/people/{no}", note=no) for no, name in rows]


@use_case
def note_phone_search(tx: Tx, digits: str, found: list[str]) -> Done:
    """Who looked for which number, and which leads he found by it."""
    tx.audit("search.phone", digits=digits, found=found)
    return Done()
