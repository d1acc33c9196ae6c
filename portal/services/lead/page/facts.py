"""The facts of a lead as they stand on its sheet, masked where they must be."""

from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.access import may
from portal.models.lead import WAITING, Lead
from portal.models.people import Staff
from portal.services.contact import shown_phone
from portal.services.dispatch.wording import label
from portal.services.lead.own import Eyes, is_own
from portal.services.lead.words import state_kind, state_word
from portal.services.pages import Pair, form_key
from portal.services.reception.lead_rows import area_text
from portal.services.use_case import Act
from portal.words import NOT_SET, format_date, format_datetime, format_money
from portal.words import gettext as _

PERSONAL = ("client_name", "phone", "site_address")


class Reveal(msgspec.Struct, frozen=True, kw_only=True):
    """The button that shows what is masked, for the audit to note."""

    action: str
    idempotency_key: str
    label: str


class LeadSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The lead's own part of its page."""

    no: str
    client: str
    kind: str
    word: str
    dispatch_href: str
    facts: list[Pair]
    reveal: Reveal | None


def lead_sheet(session: Session, act: Act, lead: Lead, *, revealed: bool) -> LeadSheet:
    """Names and numbers in full for those who may see them, or once when revealed."""
    sight = _Sight(act, lead, revealed=revealed)
    waits = lead.state in WAITING
    may_dispatch = may(act.rules, act.by, "dispatch.read", act.today)
    return LeadSheet(
        no=lead.no,
        client=sight.show("client_name", lead.client_name),
        kind=state_kind(lead.state),
        word=state_word(lead.state),
        dispatch_href=f"/dispatch/{lead.id}" if waits and may_dispatch else "",
        facts=[*sight.client(), *_job(act, lead), *_people(session, lead)],
        reveal=reveal_form(act, lead) if sight.hides() else None,
    )


class _Sight:
    """What this person sees of this lead's client."""

    def __init__(self, act: Act, lead: Lead, *, revealed: bool) -> None:
        self.eyes, self.lead, self.revealed = Eyes(act), lead, revealed
        holders = (lead.designer_id, lead.brought_by, lead.attributed_to)
        self.own = is_own(act.by, holders)

    def full(self, field: str) -> bool:
        return self.revealed or self.eyes.full(field, own=self.own)

    def show(self, field: str, value: str) -> str:
        return value if self.full(field) else self.eyes.show(field, value, own=self.own)

    def hides(self) -> bool:
        """Whether anything is masked."""
        return not all(self.full(field) for field in PERSONAL)

    def client(self) -> list[Pair]:
        """Name, phone and address."""
        phone = self.show("phone", self.lead.phone)
        return [
            (_("客户"), self.show("client_name", self.lead.client_name)),
            (_("电话"), shown_phone(phone) if self.full("phone") else phone),
            (_("工地"), self.show("site_address", self.lead.site_address)),
        ]


def _job(act: Act, lead: Lead) -> list[Pair]:
    told = _("已讲明") if lead.grades_introduced else _("还没有讲")
    area = area_text(lead.floor_area)
    return [
        (_("面积"), area if area == NOT_SET else _("%(n)s 平方米", n=area)),
        (_("装修时间"), format_date(lead.renovation_date)),
        (_("预计造价"), format_money(lead.estimated_amount, unit=True)),
        (_("单级"), label(act.rules, "dispatch.tier", "tier", lead.tier)),
        (_("渠道"), label(act.rules, "lead.channel", "channel", lead.channel)),
        (_("设计师级别"), told),
    ]


def _people(session: Session, lead: Lead) -> list[Pair]:
    named = {
        _("带单人"): lead.brought_by,
        _("设计师"): lead.designer_id,
        _("业务员挑定"): lead.chosen_designer,
        _("登记人"): lead.registered_by,
    }
    names = _names(session, [one for one in named.values() if one])
    pairs = [(text, names[who]) for text, who in named.items() if who]
    pairs.append((_("登记时间"), format_datetime(lead.registered_at)))
    if lead.remarks:
        pairs.append((_("备注"), lead.remarks))
    return pairs


def _names(session: Session, wanted: list[UUID]) -> dict[UUID, str]:
    found = session.exec(select(Staff.id, Staff.name).where(col(Staff.id).in_(wanted)))
    return dict(found.all())


def reveal_form(act: Act, lead: Lead) -> Reveal | None:
    """The button for whoever may see the client in full."""
    if not may(act.rules, act.by, "lead.reveal", act.today):
        return None
    return Reveal(
        action=f"/leads/{lead.id}/reveal",
        idempotency_key=form_key(act),
        label=_("看全名和电话，会留痕"),
    )
