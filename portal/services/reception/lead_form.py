"""The registration form of a lead: as shown, as typed, as read."""

from collections.abc import Mapping

import msgspec
from sqlmodel import Session

from portal.errors import BadInput
from portal.models.lead import Claim, Lead
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label
from portal.services.contact import normal_phone
from portal.services.lead.claims import ClaimForm
from portal.services.pages import Pair, as_typed, form_key
from portal.services.periods import figure
from portal.services.reception.forms import Colleagues, Reading
from portal.services.reception.registering import LeadForm
from portal.services.reception.while_typing import (
    AmountRead,
    Duplicate,
    duplicates_for,
    read_amount,
)
from portal.services.use_case import Act
from portal.words import format_datetime, rule_labels
from portal.words import gettext as _

FIELDS = (
    *("client_name", "phone", "site_address", "floor_area", "renovation_date"),
    *("estimated_amount", "channel", "brought_by", "principle", "claim_at"),
    *("evidence", "grades_introduced", "remarks"),
)
# How a claim calls its fields, and what they are called in this form.
CLAIM_FIELDS = {"staff": "brought_by", "at": "claim_at"}


class Needs(msgspec.Struct, frozen=True, kw_only=True):
    """What else this lead will need, with its clause."""

    kind: str
    word: str
    clause: str
    clause_label: str


class LeadFormView(msgspec.Struct, frozen=True, kw_only=True):
    """The form as shown (reception/_lead_form.html)."""

    action: str
    clear_href: str
    idempotency_key: str
    consulted_at: str
    values: dict[str, str]
    errors: dict[str, str]
    warning: Needs | None
    channels: list[Pair]
    principles: list[Pair]
    people: list[Pair]
    amount: AmountRead | None
    duplicates: list[Duplicate]


def lead_form(
    session: Session,
    act: Act,
    action: str,
    clear_href: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> LeadFormView:
    """An empty form, or the one that was sent back with what was typed."""
    values = as_typed(typed, FIELDS)
    phone, address = values["phone"], values["site_address"]
    return LeadFormView(
        action=action,
        clear_href=clear_href,
        idempotency_key=form_key(act, sent_back=errors is not None),
        consulted_at=format_datetime(act.house.clock.now()),
        values=values,
        errors=dict(errors or {}),
        warning=needs_of_channel(act, values["channel"]),
        channels=[("", _("请选")), *_values(act, "lead.channel", "channel").items()],
        principles=[
            ("", _("没有声称")),
            *_values(act, "lead.attribution", "principle").items(),
        ],
        people=Colleagues(session, act).pairs(),
        amount=read_amount(act, values["estimated_amount"]),
        duplicates=duplicates_for(session, act, phone, address),
    )


def _values(act: Act, table: str, column: str) -> dict[str, str]:
    return rule_labels(act.rules[table].table.inputs[column].values)


def needs_of_channel(act: Act, channel: str) -> Needs | None:
    """slip.required: a lead of the market department needs its transfer slip."""
    if channel not in _values(act, "lead.channel", "channel"):
        return None
    asked = decide(act.rules["slip.required"], {"channel": channel}, act.today)
    if not asked.one["required"]:
        return None
    clause = asked.clauses[0]
    return Needs(
        kind="hold",
        word=_("市场部来单，须传递单两人签字"),
        clause=clause,
        clause_label=clause_label(act.rules, clause),
    )


def read_lead_form(session: Session, act: Act, typed: Mapping[str, str]) -> LeadForm:
    """The lead as typed. BadInput names every field that cannot be used."""
    read = Reading(typed, act, Colleagues(session, act))
    form = lead_of(read)
    read.check()
    return form


def lead_of(read: Reading) -> LeadForm:
    """The lead as far as it can be read; what cannot stands in `read.problems`."""
    act = read.act
    brought_by = read.staff("brought_by")
    claims = _claims(read, act, brought_by)
    return LeadForm(
        client_name=read.needed("client_name", Lead),
        phone=_phone(read, act),
        site_address=read.needed("site_address", Lead),
        floor_area=read.area("floor_area"),
        renovation_date=read.day("renovation_date", ahead=True),
        estimated_amount=read.amount("estimated_amount"),
        channel=read.choice("channel", _values(act, "lead.channel", "channel")),
        brought_by=brought_by,
        grades_introduced=read.ticked("grades_introduced"),
        remarks=read.text("remarks", Lead),
        claims=claims,
    )


def _phone(read: Reading, act: Act) -> str:
    """As typed: the service brings it into the one form phones are stored in."""
    text = read.typed.get("phone", "").strip()
    region = str(figure(act.rules, "lead.settings", "phone_region", act.today))
    if not text:
        read.problems["phone"] = _("请填这一项。")
    elif normal_phone(text, region) is None:
        # Told with all the other cells, not only once those are right.
        read.problems["phone"] = _("这不像一个电话号码，例如 138 0013 4471。")
    return text


def _claims(read: Reading, act: Act, brought_by: str | None) -> list[ClaimForm]:
    """One claim at most: whoever brought the client, on what ground, since when."""
    principles = _values(act, "lead.attribution", "principle")
    principle = read.choice("principle", principles, needed=False)
    evidence = read.text("evidence", Claim)
    at = read.moment("claim_at", ahead=False)
    if not principle:
        if (evidence or at) and "principle" not in read.problems:
            read.problems["principle"] = _("写了凭据，请选凭什么算他的。")
        return []
    if brought_by is None:
        read.problems.setdefault("brought_by", _("请填是谁的客户。"))
        return []
    now = act.house.clock.now()
    return [
        ClaimForm(
            principle=principle, staff=brought_by, at=at or now, evidence=evidence
        )
    ]


def in_lead_form(error: BadInput) -> dict[str, str]:
    """The problems of a registration under the names of this form."""
    return {CLAIM_FIELDS.get(name, name): text for name, text in error.problems.items()}
