"""The next steps of a lead as buttons: the same answers the services enforce."""

import msgspec
from sqlmodel import Session

from portal.access import may, who_may
from portal.models.lead import Lead
from portal.services.clauses import clause_label
from portal.services.lead.page.offered import offered_steps
from portal.services.lead.page.shapes import Offered, Returned, Step, StepField
from portal.services.lead.steps import OPEN_IN, barred
from portal.services.pages import form_key
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import listed


def lead_steps(
    session: Session, act: Act, lead: Lead, returned: Returned | None
) -> list[Step]:
    """What comes next for the lead, as far as it concerns this person."""
    offered = offered_steps(session, act, lead)
    shown = [_step(act, lead, one, returned) for one in offered]
    steps = [one for one in shown if one is not None]
    aside = {one.key for one in offered if one.by_the_way or one.danger}
    main = next((one.key for one in steps if one.allowed and one.key not in aside), "")
    return [
        msgspec.structs.replace(one, main=True) if one.key == main else one
        for one in steps
    ]


def _step(act: Act, lead: Lead, one: Offered, returned: Returned | None) -> Step | None:
    """The step with its answer; None where it is neither open nor this person's."""
    refused = barred(one.key, lead) if one.key in OPEN_IN else None
    mine = may(act.rules, act.by, one.permission, act.today)
    if refused and not mine:
        return None
    back = returned if returned and returned.form == one.key else None
    step = Step(
        key=one.key,
        label=one.label,
        action=f"/leads/{lead.id}/{one.path}",
        idempotency_key=form_key(act, sent_back=back is not None),
        allowed=refused is None and mine,
        fields=[_filled(field, back) for field in one.fields],
        danger=one.danger,
        open=back is not None,
    )
    if refused:
        clause = refused.clauses[0]
        return msgspec.structs.replace(
            step,
            reason=refused.reason,
            clause=clause,
            clause_label=clause_label(act.rules, clause),
            lifts=refused.lifts_when,
        )
    if not mine:
        return msgspec.structs.replace(step, reason=_whose(act, one.permission))
    return step


def _whose(act: Act, permission: str) -> str:
    roles = listed(who_may(act.rules, permission, act.today))
    return _("由%(roles)s来办。", roles=roles)


def _filled(field: StepField, back: Returned | None) -> StepField:
    if back is None:
        return field
    return msgspec.structs.replace(
        field,
        value=back.typed.get(field.name, ""),
        error=back.errors.get(field.name, ""),
    )
