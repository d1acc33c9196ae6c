"""The form that opens a case, and what it sends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from portal.errors import BadInput
from portal.models.lead import Lead
from portal.rules.procedures import StepOffer, Version
from portal.services.answers import Done, Refused
from portal.services.cases.advancing import open_case
from portal.services.cases.facts import About
from portal.services.cases.files import procedure_of, shelf_of
from portal.services.cases.inputs import step_inputs
from portal.services.cases.scene import scene_for
from portal.services.cases.shapes import OpenForm, Pair
from portal.services.cases.situation import answer_for
from portal.services.pages import form_key
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text

LEAD = "lead"


@dataclass(frozen=True, slots=True)
class OpenTyped:
    """Which kind is to be opened, where the form goes, and what was typed so far."""

    kind: str
    action: str
    lead: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def openable(session: Session, act: Act, kinds: Iterable[str]) -> list[Pair]:
    """The kinds this person may open today, with their titles."""
    known = shelf_of(act.house).of_site(act.by.site_code)
    found = []
    for kind in kinds:
        procedure = known.get(kind)
        version = procedure.version_on(act.today) if procedure else None
        if procedure and version and _opening(session, act, version).allowed:
            found.append((kind, rule_text(procedure.title)))
    return found


def _opening(session: Session, act: Act, version: Version) -> StepOffer:
    return answer_for(scene_for(session, act), About(version)).offers[0]


def open_form(session: Session, act: Act, typed: OpenTyped) -> OpenForm:
    """The fields of the first step, filled with what was typed. Raises NotFound."""
    procedure = procedure_of(act.house, act.by.site_code, typed.kind)
    version = procedure.version_on(act.today) or procedure.versions[0]
    step = next(one for one in version.steps if not one.from_)
    wants_lead = procedure.subject == LEAD
    return OpenForm(
        kind=typed.kind,
        title=rule_text(step.label),
        note=rule_text(procedure.note),
        action=typed.action,
        idempotency_key=form_key(act, sent_back=bool(typed.errors)),
        wants_lead=wants_lead,
        lead=typed.lead,
        lead_error=typed.errors.get(LEAD, ""),
        fields=step_inputs(session, act, version, step, typed.typed, typed.errors),
        errors=dict(typed.errors),
    )


def open_typed(
    act: Act, kind: str, lead: str, fields: dict[str, object], note: str = ""
) -> Done | Refused:
    """Open a case for the lead that was typed, by its number or id.

    Raises BadInput under "lead" when there is none such, and as `open_case`.
    """
    return open_case(act, kind, fields, _lead_id(act, lead.strip()), note)


def _lead_id(act: Act, text: str) -> UUID | None:
    if not text:
        return None
    with act.house.db.reading() as session:
        found = session.exec(
            select(Lead.id).where(Lead.site_id == act.by.site_id, _named(text))
        ).first()
    if found is None:
        raise BadInput({LEAD: _("没有单号 %(no)s 的来单。", no=text)})
    return found


def _named(text: str) -> Any:
    try:
        return Lead.id == UUID(text)
    except ValueError:
        return Lead.no == text
