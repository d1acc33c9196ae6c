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
from portal.services.use_case import Act
from portal.words import gettext as _

Typed = Mapping[str, str]
Where = list[ColumnElement[bool]]
CASE_FIELDS = ("q", "stage")


@dataclass(frozen=True, slots=True)
class Listing:
    """permission: what its page asks for; where(act, typed): the page's own filter."""

    permission: str
    title: Callable[[], str]
    records: Records
    fields: tuple[str, ...]
    where: Callable[[Act, Typed], Where]

    def opened(self, session: Session, act: Act, typed: Typed) -> Opened:
        """The list as it is filtered on the page, not yet read."""
        statement = self.records.statement(act, *self.where(act, typed))
        return Opened(
            title=self.title(),
            columns=self.records.columns(),
            total=count(session, statement),
            rows=lambda: self.records.cells(act, session.execute(statement)),
        )


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
    "leads": Listing("lead.read", lambda: _("来单"), LEADS, LEAD_FIELDS, _leads),
    "calls": Listing("register.read", lambda: _("来电"), CALLS, (), _everything),
    "outings": Listing("outing.register", lambda: _("外出"), OUTINGS, (), _outings),
    "showroom": Listing(
        "showroom.register", lambda: _("样板房"), VISITS, (), _everything
    ),
    slip.KIND: Listing(
        "slip.read", lambda: _("传递单"), CASES, CASE_FIELDS, _cases(slip.KIND)
    ),
    lost.KIND: Listing(
        "lost.read", lambda: _("跑单"), CASES, CASE_FIELDS, _cases(lost.KIND)
    ),
}
