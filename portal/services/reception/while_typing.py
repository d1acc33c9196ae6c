"""What the form says back while it is being filled: the amount, earlier leads."""

import msgspec
from sqlmodel import Session

from portal.amounts import LARGEST, parse_amount
from portal.models.lead import ENDED
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label
from portal.services.dispatch.wording import label
from portal.services.lead.own import Eyes
from portal.services.lead.words import state_word
from portal.services.reception.duplicates import (
    EarlierLead,
    earlier_leads_while_typing,
)
from portal.services.use_case import Act
from portal.words import format_date, format_money
from portal.words import gettext as _


class AmountRead(msgspec.Struct, frozen=True, kw_only=True):
    """What was understood of an amount (reception/_amount.html)."""

    text: str
    ok: bool
    tier: str = ""
    clause: str = ""
    clause_label: str = ""


class Duplicate(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier lead of the same client (reception/_duplicates.html)."""

    id: str
    no: str
    href: str
    name: str
    address: str
    says: str
    clause: str
    clause_label: str
    can_merge: bool


def read_amount(act: Act, text: str) -> AmountRead | None:
    """The amount and its tier (dispatch.tier); None when nothing was typed."""
    if not text.strip():
        return None
    amount = parse_amount(text)
    if amount is None or amount > LARGEST:
        return AmountRead(text=_("看不懂，可写 4.8万"), ok=False)
    asked = decide(act.rules["dispatch.tier"], {"estimated_amount": amount}, act.today)
    clause = asked.clauses[0]
    return AmountRead(
        text=format_money(amount, unit=True),
        ok=True,
        tier=label(act.rules, "dispatch.tier", "tier", asked.one["tier"]),
        clause=clause,
        clause_label=clause_label(act.rules, clause),
    )


def duplicates_fragment(act: Act, phone: str, address: str) -> list[Duplicate]:
    """Earlier leads for what stands in the form so far."""
    with act.house.db.reading() as session:
        return duplicates_for(session, act, phone, address)


def duplicates_for(
    session: Session, act: Act, phone: str, address: str
) -> list[Duplicate]:
    """Earlier leads of the same phone, or a part of it, or address; masked."""
    found = earlier_leads_while_typing(session, act, phone, address)
    if not found:
        return []
    eyes = Eyes(act)
    clause = decide(act.rules["lead.protection"], {}, act.today).clauses[0]
    return [_duplicate(act, eyes, one, clause) for one in found]


def _duplicate(act: Act, eyes: Eyes, one: EarlierLead, clause: str) -> Duplicate:
    return Duplicate(
        id=str(one.id),
        no=one.no,
        href=f"/leads/{one.id}",
        name=eyes.show("client_name", one.client_name),
        address=eyes.show("site_address", one.site_address),
        says=_("，").join([_sameness(one), state_word(one.state), _protection(one)]),
        clause=clause if one.attributed_to else "",
        clause_label=clause_label(act.rules, clause),
        can_merge=one.state not in ENDED and (one.same_phone or one.same_address),
    )


def _sameness(one: EarlierLead) -> str:
    if one.same_phone and one.same_address:
        return _("电话、地址都相同")
    if one.same_phone:
        return _("电话相同")
    return _("地址相同") if one.same_address else _("电话的开头或末尾相同")


def _protection(one: EarlierLead) -> str:
    """Whose client, and how long his protection still lasts (lead.protection)."""
    if one.attributed_to is None:
        return _("没有归到个人")
    if one.protected_until is None or one.days_left == 0:
        return _("原归%(name)s，已过保护期", name=one.attributed_to)
    return _(
        "归%(name)s，保护期至 %(until)s，还有 %(days)s 天",
        name=one.attributed_to,
        until=format_date(one.protected_until, short=True),
        days=one.days_left,
    )
