"""Opening a case and taking its next step, by itself or inside another act."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import col, select

from portal.errors import BadInput, NotFound
from portal.models.cases import Case
from portal.models.lead import Lead
from portal.rules.procedures import Procedure, Version
from portal.services.answers import Done, Refused
from portal.services.audit import Subject
from portal.services.cases.asking import ask
from portal.services.cases.facts import About
from portal.services.cases.files import keep_text, procedure_of, version_of
from portal.services.cases.locks import lock_case, lock_cases_of, lock_lead
from portal.services.cases.stepping import subject_of, take_step
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _
from portal.words import rule_text

NO_FIELDS: Mapping[str, object] = {}


@use_case
def open_case(
    tx: Tx,
    kind: str,
    fields: dict[str, object],
    lead_id: UUID | None = None,
    note: str = "",
) -> Done | Refused:
    """Open a case of this kind; the first step's roles, fields and tables are asked.

    Raises NotFound for an unknown kind or lead, NotAllowed, BadInput per field.
    """
    lead = lock_lead(tx, lead_id) if lead_id else None
    return open_case_in(tx, kind, fields, lead, note)


@use_case
def advance(
    tx: Tx,
    no: str,
    step: str,
    fields: dict[str, object],
    note: str = "",
    revision: int | None = None,
) -> Done | Refused:
    """Take one step of a case.

    `revision` is the one the person saw; when somebody was faster LostRace names who
    and when. Raises NotFound, NotAllowed (who may is named), BadInput per field.
    """
    case, lead = lock_case(tx, no, revision)
    return advance_in(tx, case, lead, step, fields, note)


def open_case_in(
    tx: Tx,
    kind: str,
    fields: Mapping[str, object],
    lead: Lead | None,
    note: str = "",
) -> Done | Refused:
    """`open_case` inside another act; the lead is locked already."""
    procedure = procedure_of(tx.house, tx.by.site_code, kind)
    version = procedure.version_on(tx.today)
    if version is None:
        raise NotFound(_("流程"), kind)
    if (procedure.subject == "lead") != (lead is not None):
        raise BadInput({"lead": _("请写明是哪一张来单。")})
    subject = Subject("lead", lead.id, lead.no) if lead else None
    about = About(version, lead=lead)
    opening = next(one for one in version.steps if not one.from_)
    ready = ask(tx, about, opening.id, fields, subject)
    if isinstance(ready, Refused):
        return ready
    barred = _already_there(tx, procedure, lead)
    if barred:
        return barred
    case = _new_case(tx, procedure, version, lead)
    take_step(tx, about, case, ready, note)
    return _done(case)


def advance_in(
    tx: Tx,
    case: Case,
    lead: Lead | None,
    step_id: str,
    fields: Mapping[str, object] = NO_FIELDS,
    note: str = "",
    event: str = "",
) -> Done | Refused:
    """`advance` inside another act; lead and case are locked, in this order.

    event: another part of the portal takes the step, so no role is asked.
    """
    version = version_of(tx.s, tx.house, tx.by.site_code, case)
    about = About(version, case.state, case, lead)
    ready = ask(tx, about, step_id, fields, subject_of(case), event)
    if isinstance(ready, Refused):
        return ready
    take_step(tx, about, case, ready, note)
    return _done(case)


def drive_in(
    tx: Tx, lead: Lead, kind: str, event: str, fields: Mapping[str, object]
) -> list[Case]:
    """Something happened to the lead: take every step that waits for it, in order.

    Each step is taken at most once and gets those fields it asks for. The lead is
    locked already. Answers the cases that moved.
    """
    moved = []
    for case in lock_cases_of(tx, lead, kind):
        version = version_of(tx.s, tx.house, tx.by.site_code, case)
        before = case.revision
        for step in version.steps:
            if event in step.on and case.state in step.from_:
                taken = {
                    n: v for n, v in fields.items() if n in step.needs + step.takes
                }
                advance_in(tx, case, lead, step.id, taken, event=event)
        if case.revision > before:
            moved.append(case)
    return moved


def _new_case(
    tx: Tx, procedure: Procedure, version: Version, lead: Lead | None
) -> Case:
    """A case without its first step; written together with it."""
    keep_text(tx.s, procedure, version, tx.now)
    return Case(
        site_id=tx.site_id,
        no=tx.no(procedure.prefix),
        kind=procedure.kind,
        procedure_hash=version.hash,
        title=procedure.title,
        state="",
        fields={},
        lead_id=lead.id if lead else None,
        opened_at=tx.now,
        opened_by=tx.by.staff_id,
        owner_id=tx.by.staff_id,
        changed_at=tx.now,
    )


def _already_there(tx: Tx, procedure: Procedure, lead: Lead | None) -> Refused | None:
    if lead is None or not procedure.one_per_lead:
        return None
    found = select(Case).where(
        Case.site_id == tx.site_id, Case.kind == procedure.kind, Case.lead_id == lead.id
    )
    if procedure.one_per_lead == "open":
        found = found.where(col(Case.closed_at).is_(None))
    earlier = tx.s.exec(found).first()
    if earlier is None:
        return None
    subject = Subject("lead", lead.id, lead.no)
    tx.audit("case.refused", subject, kind=procedure.kind, earlier=earlier.no)
    return Refused(
        reason=_(
            "%(lead)s 已有%(title)s %(no)s，不再另开。",
            lead=lead.no,
            title=rule_text(procedure.title),
            no=earlier.no,
        ),
        clauses=list(procedure.clauses[:1]),
        lifts_when=_("请接着办那一张。"),
    )


def _done(case: Case) -> Done:
    return Done(id=case.id, no=case.no, message=_("已办：%(no)s。", no=case.no))
