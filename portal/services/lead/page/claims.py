"""Who says the client is his: the claims in rank, the answer, a form for more."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row
from sqlmodel import Session, col, select

from portal.access import may
from portal.models.decisions import Decision
from portal.models.lead import Claim, Lead
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.clauses import clause_label
from portal.services.dispatch.wording import label
from portal.services.lead.claims import ClaimForm
from portal.services.lead.page.shapes import Returned
from portal.services.lead.steps import CLAIM, barred
from portal.services.pages import Pair, as_typed, form_key
from portal.services.reception.forms import Colleagues, Reading
from portal.services.use_case import Act
from portal.words import NOT_SET, format_date, format_datetime, rule_labels
from portal.words import gettext as _

FIELDS = ("principle", "staff", "at", "evidence")


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its place; `first`: it is the one that wins."""

    rank: str
    principle: str
    staff: str
    at: str
    evidence: str
    kind: str
    word: str
    note: str
    clause: str
    clause_label: str
    first: bool


class ClaimFormView(msgspec.Struct, frozen=True, kw_only=True):
    """The form for one more claim."""

    action: str
    idempotency_key: str
    values: dict[str, str]
    errors: dict[str, str]
    principles: list[Pair]
    people: list[Pair]
    open: bool


class Attributed(msgspec.Struct, frozen=True, kw_only=True):
    """Whose client it is, in a sentence with its clause."""

    says: str
    clause: str
    clause_label: str


def claim_rows(session: Session, act: Act, lead: Lead) -> list[ClaimRow]:
    """Every claim, the winning one first, those that do not count last."""
    found: Any = select(  # type: ignore[call-overload]
        Claim.principle,
        Claim.staff_id,
        Claim.at,
        Claim.evidence,
        Claim.filed_late,
        Claim.rank,
        Claim.expired,
        Staff.name,
        Staff.staff_no,
    )
    rows = session.execute(
        found.join(Staff, col(Staff.id) == col(Claim.staff_id))
        .where(Claim.lead_id == lead.id)
        .order_by(
            col(Claim.expired),
            col(Claim.rank).is_(None),
            col(Claim.rank),
            col(Claim.at),
        )
    ).all()
    winner = next((one for one in rows if one.staff_id == lead.attributed_to), None)
    return [_row(act, one, first=one is winner and _counts(one)) for one in rows]


def _counts(one: Row[Any]) -> bool:
    return one.rank is not None and not one.expired


def _row(act: Act, one: Row[Any], *, first: bool) -> ClaimRow:
    kind, word = _verdict(one, first=first)
    table = "lead.claim_expiry" if one.expired else "lead.attribution"
    clause = _clause(act, table, one.principle)
    return ClaimRow(
        rank=str(one.rank) if _counts(one) else NOT_SET,
        principle=label(act.rules, "lead.attribution", "principle", one.principle),
        staff=f"{one.staff_no} {one.name}",
        at=format_datetime(one.at, short=True),
        evidence=one.evidence,
        kind=kind,
        word=word,
        note=_("迟报") if one.filed_late else "",
        clause=clause,
        clause_label=clause_label(act.rules, clause),
        first=first,
    )


def _verdict(one: Row[Any], *, first: bool) -> tuple[str, str]:
    if one.expired:
        return "stop", _("已过期")
    if one.rank is None:
        return "stop", _("不作数")
    return ("go", _("归他")) if first else ("", _("次序在后"))


def _clause(act: Act, table: str, principle: str) -> str:
    """The clause the principle itself rests on, in the table that was decisive."""
    facts: dict[str, object] = {"principle": principle}
    facts |= {
        name: True for name in act.rules[table].table.inputs if name != "principle"
    }
    return decide(act.rules[table], facts, act.today).clauses[0]


def attributed(session: Session, act: Act, lead: Lead) -> Attributed:
    """The answer of lead.attribution, or of the manager who ruled on a tie."""
    kept = session.get(Decision, lead.attribution_decision_id)
    clause = kept.clauses[0] if kept and kept.clauses else ""
    return Attributed(
        says=_says(session, act, lead),
        clause=clause,
        clause_label=clause_label(act.rules, clause) if clause else "",
    )


def _says(session: Session, act: Act, lead: Lead) -> str:
    if lead.attributed_to is None:
        tied = lead.state == "registered"
        return _("相持不下，等客户经理裁定") if tied else _("没有作数的凭据，不归个人")
    staff = session.get(Staff, lead.attributed_to)
    name = staff.name if staff else ""
    return _("归%(name)s，", name=name) + _protection(lead.protected_until, act.today)


def _protection(until: date | None, today: date) -> str:
    if until is None or until < today:
        return _("已过保护期")
    return _(
        "保护期至 %(until)s，还有 %(days)s 天",
        until=format_date(until),
        days=(until - today).days,
    )


def claim_form(
    session: Session, act: Act, lead: Lead, returned: Returned | None
) -> ClaimFormView | None:
    """None where no claim may be entered (any more)."""
    if barred(CLAIM, lead) or not may(act.rules, act.by, "lead.claim", act.today):
        return None
    back = returned if returned and returned.form == CLAIM else None
    return ClaimFormView(
        action=f"/leads/{lead.id}/claims",
        idempotency_key=form_key(act, sent_back=back is not None),
        values=as_typed(back.typed if back else None, FIELDS),
        errors=dict(back.errors) if back else {},
        principles=[("", _("请选")), *_principles(act).items()],
        people=Colleagues(session, act).pairs(),
        open=back is not None,
    )


def _principles(act: Act) -> dict[str, str]:
    found = act.rules["lead.attribution"].table.inputs["principle"].values
    return rule_labels(found)


def read_claim(session: Session, act: Act, typed: Mapping[str, str]) -> ClaimForm:
    """The claim as typed. BadInput names the fields that cannot be used."""
    read = Reading(typed, act, Colleagues(session, act))
    at: datetime | None = read.moment("at", ahead=False, needed=True)
    staff = read.staff("staff", needed=True)
    form = ClaimForm(
        principle=read.choice("principle", _principles(act)),
        staff=staff or "",
        at=at or act.house.clock.now(),
        evidence=read.needed("evidence", Claim),
    )
    read.check()
    return form
