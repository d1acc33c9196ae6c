"""The lists that can be written to a file, by name, each under its page's own right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session

from portal.services import lost, slip
from portal.services.cases.listing import filtered_cases
from portal.services.exporting.records import (
    CALLS,
    CASES,
    LEADS,
    OUTINGS,
    VISITS,
    Records,
)
from portal.services.exporting.sheets import Opened
from portal.services.lead.listing import FIELDS as LEAD_FIELDS
from portal.services.lead.listing import filtered_leads
from portal.services.pages import as_typed
from portal.services.paging import count
from portal.services.reception.outings import visible_outings
from portal.services.reports import files, rows
from portal.services.use_case import Act
from portal.words import gettext as _

Typed = Mapping[str, str]
Where = list[ColumnElement[bool]]
CASE_FIELDS = ("q", "stage")


@dataclass(frozen=True, slots=True)
class Listing:
    """permission: what its page asks for; fields: its filter; opened(session, act,
    typed): the list as the page shows it, not yet read.
    """

    permission: str
    fields: tuple[str, ...]
    opened: Callable[[Session, Act, Typed], Opened]


def _register(
    title: Callable[[], str], records: Records, where: Callable[[Act, Typed], Where]
) -> Callable[[Session, Act, Typed], Opened]:
    """Records of one kind under the filter of their page."""

    def opened(session: Session, act: Act, typed: Typed) -> Opened:
        statement = records.statement(act, *where(act, typed))
        return Opened(
            title=title(),
            columns=records.columns(),
            total=count(session, statement),
            rows=lambda: records.cells(act, session.execute(statement)),
        )

    return opened


def _leads(act: Act, typed: Typed) -> Where:
    where, _errors = filtered_leads(act, as_typed(typed, LEAD_FIELDS))
    return where


def _everything(act: Act, typed: Typed) -> Where:
    return []


def _outings(act: Act, typed: Typed) -> Where:
    return visible_outings(act)


def _cases(kind: str) -> Callable[[Act, Typed], Where]:
    def where(act: Act, typed: Typed) -> Where:
        values = as_typed(typed, CASE_FIELDS)
        return filtered_cases(act, kind, values["stage"], values["q"])

    return where


LISTS = {
    "leads": Listing(
        "lead.read", LEAD_FIELDS, _register(lambda: _("来单"), LEADS, _leads)
    ),
    "calls": Listing(
        "register.read", (), _register(lambda: _("来电"), CALLS, _everything)
    ),
    "outings": Listing(
        "outing.register", (), _register(lambda: _("外出"), OUTINGS, _outings)
    ),
    "showroom": Listing(
        "showroom.register", (), _register(lambda: _("样板房"), VISITS, _everything)
    ),
    slip.KIND: Listing(
        "slip.read",
        CASE_FIELDS,
        _register(lambda: _("传递单"), CASES, _cases(slip.KIND)),
    ),
    lost.KIND: Listing(
        "lost.read",
        CASE_FIELDS,
        _register(lambda: _("跑单"), CASES, _cases(lost.KIND)),
    ),
    "report": Listing("report.read", files.FIELDS, files.open_sheet),
    "rows": Listing("report.read", rows.FIELDS, rows.open_rows),
}
