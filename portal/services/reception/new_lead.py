"""The registration form alone, for those who register leads away from the counter."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from portal.services.reception.desk import Register, registers, search_box
from portal.services.reception.lead_form import LeadFormView, lead_form
from portal.services.reception.saved import Saved, saved_lead
from portal.services.use_case import Act
from portal.words import gettext as _

HERE = "/leads/new"


class NewLeadPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/reception/new_lead.html."""

    title: str
    query: str | None
    registers: list[Register]
    form: LeadFormView
    saved: Saved | None


def new_lead_page(
    act: Act,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    saved: UUID | None = None,
    joined: bool = False,
) -> NewLeadPage:
    """An empty form, or the one that was sent back; `saved`: the lead just written."""
    with act.house.db.reading() as session:
        return NewLeadPage(
            title=_("登记来单"),
            query=search_box(act),
            registers=registers(act, HERE),
            form=lead_form(session, act, HERE, HERE, typed or _mine(act), errors),
            saved=saved_lead(session, act, saved, joined=joined) if saved else None,
        )


def _mine(act: Act) -> dict[str, str]:
    """Whoever registers away from the counter mostly registers his own client."""
    return {"brought_by": f"{act.by.staff_no} {act.by.name}"} if act.by.staff_no else {}
