"""The lead a case is about, as whoever looks may see it."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from portal.errors import NotAllowed
from portal.models.cases import Case
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.cases.shapes import LeadFacts
from portal.services.lead.own import Eyes, is_own
from portal.services.use_case import Act
from portal.words import NOT_SET, format_date, format_money
from portal.words import gettext as _

REACH = "access.reach"


def holders(case: Case, lead: Lead | None) -> tuple[UUID | None, ...]:
    """Whose case it is: who opened it, and whose lead it is about."""
    theirs = (lead.designer_id, lead.brought_by, lead.attributed_to) if lead else ()
    return (case.opened_by, case.owner_id, *theirs)


def sees_all(act: Act, kind: str) -> bool:
    """Whether the person sees cases of the kind that are not his own (access.reach)."""
    table = act.rules[REACH]
    if kind not in (table.table.inputs["subject"].values or {}):
        return True
    return any(
        decide(table, {"role": role, "subject": kind}, act.today).one["reach"] == "all"
        for role in sorted(act.by.roles | set(act.by.on_behalf))
    )


def must_see(act: Act, kind: str, whose: Iterable[UUID | None]) -> None:
    """Raise NotAllowed for another's case to somebody who sees his own alone."""
    if not sees_all(act, kind) and not is_own(act.by, whose):
        raise NotAllowed("case.read")


def lead_facts(session: Session, act: Act, lead: Lead, *, own: bool) -> LeadFacts:
    """The lead's facts as label and text, names and phones masked where need be."""
    eyes = Eyes(act)
    designer = session.get(Staff, lead.designer_id) if lead.designer_id else None
    area = NOT_SET if lead.floor_area is None else f"{lead.floor_area.normalize():f}"
    client = eyes.show("client_name", lead.client_name, own=own)
    return LeadFacts(
        id=lead.id,
        no=lead.no,
        href=f"/leads/{lead.id}",
        client=client,
        facts=[
            (_("客户"), client),
            (_("电话"), eyes.show("phone", lead.phone, own=own)),
            (_("工地地址"), eyes.show("site_address", lead.site_address, own=own)),
            (_("建筑面积"), _("%(area)s 平方米", area=area)),
            (_("装修时间"), format_date(lead.renovation_date)),
            (_("预计造价"), format_money(lead.estimated_amount, unit=True)),
            (_("设计师"), designer.name if designer else NOT_SET),
        ],
    )
