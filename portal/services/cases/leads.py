"""The lead a case is about, as whoever looks may see it."""

from sqlmodel import Session

from portal.clock import business_date
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.services.cases.shapes import LeadFacts
from portal.services.lead.own import Eyes
from portal.services.use_case import Act
from portal.words import NOT_SET, format_date, format_money, format_phone, rule_labels
from portal.words import gettext as _


def lead_facts(session: Session, act: Act, lead: Lead, *, own: bool) -> LeadFacts:
    """The lead's facts as label and text, names and phones masked where need be."""
    eyes = Eyes(act)
    designer = session.get(Staff, lead.designer_id) if lead.designer_id else None
    zone = act.house.zone
    area = NOT_SET if lead.floor_area is None else f"{lead.floor_area.normalize():f}"
    client = eyes.show("client_name", lead.client_name, own=own)
    return LeadFacts(
        id=lead.id,
        no=lead.no,
        href=f"/leads/{lead.id}",
        client=client,
        facts=[
            (_("客户"), client),
            (_("电话"), format_phone(eyes.show("phone", lead.phone, own=own))),
            (_("工地地址"), eyes.show("site_address", lead.site_address, own=own)),
            (_("来单渠道"), _channel(act, lead)),
            (_("咨询日期"), format_date(business_date(lead.registered_at, zone))),
            (_("建筑面积"), _("%(area)s 平方米", area=area)),
            (_("装修时间"), format_date(lead.renovation_date)),
            (_("预计造价"), format_money(lead.estimated_amount, unit=True)),
            (_("设计师"), designer.name if designer else NOT_SET),
        ],
    )


def _channel(act: Act, lead: Lead) -> str:
    labels = rule_labels(act.rules["lead.channel"].table.inputs["channel"].values)
    return labels.get(lead.channel, lead.channel)
