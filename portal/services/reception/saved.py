"""What the counter says after a lead was saved: its number and what comes next."""

from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.models.lead import WAITING, Lead, LeadState
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services import slip
from portal.services.dispatch.gate import SLIP_IN_ORDER, intake_facts
from portal.services.dispatch.wording import label
from portal.services.lead.words import state_word
from portal.services.use_case import Act
from portal.words import gettext as _


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The banner after saving."""

    no: str
    href: str
    says: str


def saved_lead(
    session: Session, act: Act, lead_id: UUID, *, joined: bool
) -> Saved | None:
    """The lead that was just written; None when there is none of that id."""
    found = session.exec(
        select(Lead, Staff.name)
        .join(Staff, col(Staff.id) == col(Lead.attributed_to), isouter=True)
        .where(Lead.site_id == act.by.site_id, Lead.id == lead_id)
    ).first()
    if found is None:
        return None
    lead, name = found
    parts = [
        _("已并入原单")
        if joined
        else label(act.rules, "dispatch.tier", "tier", lead.tier),
        _("归%(name)s", name=name) if name else "",
        what_next(session, act, lead),
    ]
    says = _("，").join(filter(None, parts)) + _("。")
    return Saved(no=lead.no, href=f"/leads/{lead.id}", says=says)


def what_next(session: Session, act: Act, lead: Lead) -> str:
    """What stands between the lead and its designer."""
    if lead.state not in WAITING:
        return state_word(lead.state)
    if lead.state == LeadState.REGISTERED:
        return _("几个人的凭据相持不下，请客户经理先裁定归属")
    missing = missing_facts(act, lead)
    if missing:
        return _("还缺：%(missing)s，补录后才能派", missing=missing)
    standing = slip.standing_of(session, act.rules, lead, act.house.clock.now())
    if standing.verdict not in SLIP_IN_ORDER:
        return _("资料齐了，传递单签齐后客户经理即可派单")
    return _("资料齐了，等客户经理派单")


def missing_facts(act: Act, lead: Lead) -> str:
    """The first fact lead.intake still wants, in words; "" when it wants none."""
    asked = decide(act.rules["lead.intake"], intake_facts(lead), act.today)
    if asked.one["ready"]:
        return ""
    return label(act.rules, "lead.intake", "missing", asked.one["missing"])
