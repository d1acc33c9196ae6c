"""Lists of cases: what is open first, the most pressing on top, found by number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select

from portal.models.cases import Case
from portal.models.lead import Lead
from portal.models.obligations import Obligation
from portal.models.people import Staff
from portal.rules.procedures import Procedure
from portal.services.cases.files import shelf_of
from portal.services.cases.opening_form import OpenTyped, open_form, openable
from portal.services.cases.rights import may_read, sees_all
from portal.services.cases.shapes import CaseFilter, CaseList, CaseRow, Pair
from portal.services.exporting.menu import export_menu
from portal.services.lead.own import Eyes, is_own
from portal.services.obligations.words import due_words
from portal.services.paging import page_rows
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text

ONLY_OPEN, ENDED = "open", "ended"


def list_cases(
    act: Act,
    *,
    kind: str = "",
    state: str = "",
    q: str = "",
    page: int = 1,
    path: str = "/cases",
    fixed: bool = False,
    form: OpenTyped | None = None,
) -> CaseList:
    """The cases this person may see; `fixed` = the list is of one kind only.

    state: "open", "ended", or a state of the kind. form: the opening form to show.
    """
    known = shelf_of(act.house).of_site(act.by.site_code)
    procedures = readable(act)
    kinds = {name: rule_text(one.title) for name, one in procedures.items()}
    params = {"q": q, "stage": state, "kind": "" if fixed else kind}
    with act.house.db.reading() as session:
        statement = case_columns(act, *filtered_cases(act, kind, state, q))
        rows, way = page_rows(session, act, statement, page, path, params)
        shown = case_rows(act, rows)
        may_open = openable(session, act, [kind] if fixed else list(known))
        opening = open_form(session, act, form) if form else None
    return CaseList(
        title=kinds.get(kind, _("案件")) if fixed else _("案件"),
        filter=CaseFilter(
            path=path,
            q=q,
            kind=kind,
            state=state,
            kinds=[] if fixed else [("", _("全部")), *kinds.items()],
            states=_states(procedures.get(kind), act),
        ),
        rows=shown,
        pager=way,
        openable=may_open,
        export=export_menu(act, kind, path, params) if fixed else None,
        form=opening,
    )


def _states(procedure: Procedure | None, act: Act) -> list[Pair]:
    whole = [("", _("全部")), (ONLY_OPEN, _("未办结")), (ENDED, _("已办结"))]
    version = procedure.version_on(act.today) if procedure else None
    labels = version.states.values() if version else ()
    return [*whole, *((one.name, rule_text(one.label)) for one in labels)]


def readable(act: Act) -> dict[str, Procedure]:
    """The procedures of the kinds this person may read, by name."""
    known = shelf_of(act.house).of_site(act.by.site_code)
    return {name: one for name, one in known.items() if may_read(act, name)}


def filtered_cases(
    act: Act, kind: str, state: str, q: str
) -> list[ColumnElement[bool]]:
    """The conditions of the filter on cases the person may see."""
    where = [_visible(act, list(readable(act)))]
    where += [col(Case.kind) == kind] if kind else []
    where += _in_state(state)
    return where + ([_matching(q.strip())] if q.strip() else [])


def case_columns(act: Act, *where: ColumnElement[bool]) -> Any:
    """Case, lead, who opened it and what is due next; the most pressing first."""
    due = (
        select(func.min(Obligation.due_at))
        .where(
            Obligation.subject_id == Case.id,
            col(Obligation.met_at).is_(None),
            col(Obligation.dropped_at).is_(None),
        )
        .correlate(Case)
        .scalar_subquery()
        .label("due")
    )
    return (
        select(Case, Lead, col(Staff.name).label("opener"), due)
        .outerjoin(Lead, col(Lead.id) == col(Case.lead_id))
        .outerjoin(Staff, col(Staff.id) == col(Case.opened_by))
        .where(col(Case.site_id) == act.by.site_id, *where)
        .order_by(
            col(Case.closed_at).is_not(None),
            due.is_(None),
            due,
            col(Case.changed_at).desc(),
            col(Case.no),
        )
    )


def _in_state(state: str) -> list[ColumnElement[bool]]:
    if state == ONLY_OPEN:
        return [col(Case.closed_at).is_(None)]
    if state == ENDED:
        return [col(Case.closed_at).is_not(None)]
    return [col(Case.state) == state] if state else []


def _matching(q: str) -> ColumnElement[bool]:
    text = q.replace("\\", "").replace("%", r"\%").replace("_", r"\_")
    like = f"%{text}%"
    return or_(
        col(Case.no).like(like, escape="\\"), col(Lead.no).like(like, escape="\\")
    )


def _visible(act: Act, kinds: list[str]) -> ColumnElement[bool]:
    """Every case of the kinds he sees all of, and of the others his own."""
    free = [kind for kind in kinds if sees_all(act, kind)]
    me = act.by.staff_id
    own = or_(
        col(Case.opened_by) == me,
        col(Case.owner_id) == me,
        col(Lead.designer_id) == me,
        col(Lead.brought_by) == me,
        col(Lead.attributed_to) == me,
    )
    everything = col(Case.kind).in_(free)
    mine = and_(own, col(Case.kind).in_(kinds))
    return everything if me is None else or_(everything, mine)


def case_rows(act: Act, found: Iterable[Any]) -> list[CaseRow]:
    """The rows in words, masked for whoever looks."""
    procedures = shelf_of(act.house).of_site(act.by.site_code)
    eyes, now = Eyes(act), act.house.clock.now()
    return [_row(act, eyes, now, procedures.get(one[0].kind), one) for one in found]


def _row(
    act: Act, eyes: Eyes, now: datetime, procedure: Procedure | None, found: Any
) -> CaseRow:
    case, lead, opener, due = found
    whose = (lead.designer_id, lead.brought_by, lead.attributed_to) if lead else ()
    own = is_own(act.by, (case.opened_by, *whose))
    version = procedure.version_on(act.today) if procedure else None
    state = version.states.get(case.state) if version else None
    return CaseRow(
        no=case.no,
        href=f"{paths().get(case.kind, '/cases')}/{case.no}",
        title=rule_text(case.title),
        lead_no=lead.no if lead else "",
        lead_href=f"/leads/{lead.id}" if lead else "",
        client=eyes.show("client_name", lead.client_name, own=own) if lead else "",
        state=rule_text(state.label) if state else case.state,
        state_kind=_kind(case),
        opened_at=case.opened_at,
        opened_by=opener or "",
        changed_at=case.changed_at,
        due=_due(due, act.house.zone),
        overdue=due is not None and due < now,
    )


def _kind(case: Case) -> str:
    if case.closed_at is not None:
        return "go"
    return "hold" if case.fields.get("pending_signature") else "turn"


def _due(due: datetime | None, zone: ZoneInfo) -> str:
    return "" if due is None else due_words(due, zone)


def paths() -> dict[str, str]:
    """Kinds with pages of their own; every other one is at /cases."""
    return {"slip": "/slips", "lost": "/lost"}
