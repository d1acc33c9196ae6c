"""The transfer slip on paper: two halves, one for each who keeps it (slip.copies)."""

import msgspec
from sqlmodel import Session

from portal.models.lead import Lead
from portal.models.people import Site
from portal.services.cases.leads import lead_facts
from portal.services.cases.page import Opened, open_page
from portal.services.cases.progress import stamps_of
from portal.services.cases.rights import holders
from portal.services.cases.shapes import Pair, Stamp
from portal.services.cases.words import names_of
from portal.services.lead.own import is_own
from portal.services.slip.steps import KIND
from portal.services.use_case import Act
from portal.words import format_date, format_datetime
from portal.words import gettext as _


class Half(msgspec.Struct, frozen=True, kw_only=True):
    """One half of the slip: which it is, who keeps it, and what for."""

    name: str
    purpose: str


class SlipPrint(msgspec.Struct, frozen=True, kw_only=True):
    """Everything both halves show; `seam` stands across the cut."""

    title: str
    no: str
    seam: str
    halves: list[Half]
    way: str
    at: str
    address: str
    rows: list[tuple[Pair, Pair]]
    remarks: str
    stamps: list[Stamp]
    note: str
    back: str


def print_page(act: Act, no: str) -> SlipPrint:
    """The slip to print; raises NotFound for a case that is none."""
    with act.house.db.reading() as session:
        opened = open_page(session, act, no, KIND)
        return _print(session, act, opened)


def _print(session: Session, act: Act, opened: Opened) -> SlipPrint:
    case, lead = opened.case, opened.lead
    if lead is None:
        raise LookupError(f"{case.no} is a slip without a lead")
    facts = dict(
        lead_facts(session, act, lead, own=is_own(act.by, holders(case, lead))).facts
    )
    site = session.get(Site, case.site_id)
    return SlipPrint(
        title=_("客户传递单"),
        no=case.no,
        seam=_("传字 %(no)s 号", no=case.no),
        halves=_halves(),
        way=_("%(site)s　市场部 至 设计部", site=site.name if site else ""),
        at=format_datetime(case.opened_at),
        address=facts[_("工地地址")],
        rows=_rows(session, act, opened, lead, facts),
        remarks=str(case.fields.get("remarks") or ""),
        stamps=[
            *stamps_of(opened.events, opened.version, opened.people),
            _named(opened),
        ],
        note=_note(opened),
        back=f"/slips/{case.no}",
    )


def _named(opened: Opened) -> Stamp:
    """The third box: the customer manager gave the lead to somebody."""
    named = [one for one in opened.events if "designer" in one.fields]
    if not named:
        return Stamp(label=_("客户经理派定"))
    at = format_datetime(named[-1].at, short=True)
    return Stamp(label=_("客户经理派定"), name=named[-1].by_name, at=at)


def _halves() -> list[Half]:
    return [
        Half(name=_("第一联　业务员存"), purpose=_("作业绩与发薪凭据")),
        Half(name=_("第二联　客户经理存"), purpose=_("凭此联派单，复印件送人力资源部")),
    ]


def _rows(
    session: Session, act: Act, opened: Opened, lead: Lead, facts: dict[str, str]
) -> list[tuple[Pair, Pair]]:
    """Two pairs of label and text a line, as the form has them (slip.required)."""
    fields = opened.case.fields
    numbers = {fields.get("salesperson"), fields.get("designer")} - {None, ""}
    names = names_of(session, act, numbers)
    salesperson = fields.get("salesperson") or ""
    designer = fields.get("designer") or ""
    return [
        ((_("客户姓名"), facts[_("客户")]), (_("电话"), facts[_("电话")])),
        (
            (_("建筑面积"), facts[_("建筑面积")]),
            (_("装修时间"), format_date(lead.renovation_date)),
        ),
        (
            (_("预计造价"), facts[_("预计造价")]),
            (_("咨询日期"), facts[_("咨询日期")]),
        ),
        (
            (_("经手业务员"), f"{names.get(salesperson, '')} {salesperson}".strip()),
            (_("设计师"), names.get(designer, "")),
        ),
    ]


def _note(opened: Opened) -> str:
    behalf = [one for one in opened.events if one.on_behalf_of]
    order = _("先市场部、后店面，次序不可倒。")
    if opened.case.fields.get("pending_signature"):
        return order + _("该签的人离岗，待补签。")
    return order + (_("代签凭工作联络单。") if behalf else "")
