"""The statistics sheet of a lost lead, for the general manager's office."""

import msgspec
from sqlmodel import Session

from portal.models.people import Site
from portal.services.cases.leads import lead_facts
from portal.services.cases.page import Opened, open_page
from portal.services.cases.progress import stamps_of
from portal.services.cases.rights import holders
from portal.services.cases.shapes import Pair, Stamp
from portal.services.cases.words import record_of
from portal.services.lead.own import is_own
from portal.services.lost import KIND
from portal.services.use_case import Act
from portal.words import gettext as _


class LostPrint(msgspec.Struct, frozen=True, kw_only=True):
    """The facts, the statement and the signature (form.enquiry-statistics)."""

    title: str
    no: str
    way: str
    lead_no: str
    facts: list[Pair]
    statement: list[Pair]
    stamps: list[Stamp]
    state: str
    back: str


def print_page(act: Act, no: str) -> LostPrint:
    """The sheet to print; raises NotFound for a case that is none."""
    with act.house.db.reading() as session:
        return _print(session, act, open_page(session, act, no, KIND))


def _print(session: Session, act: Act, opened: Opened) -> LostPrint:
    case, lead = opened.case, opened.lead
    own = is_own(act.by, holders(case, lead))
    site = session.get(Site, case.site_id)
    return LostPrint(
        title=_("咨询客户信息统计表"),
        no=case.no,
        way=_("%(site)s　无效单（签单失败）情况说明", site=site.name if site else ""),
        lead_no=lead.no if lead else "",
        facts=lead_facts(session, act, lead, own=own).facts if lead else [],
        statement=record_of(session, act, opened.version, case.fields, own=own),
        stamps=stamps_of(opened.events, opened.version, opened.people),
        state=opened.label,
        back=f"/lost/{case.no}",
    )
