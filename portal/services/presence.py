"""Who is in the store: everyone who is neither away nor out, with delegates named."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.models.people import Absence, Delegation, Staff
from portal.models.reception import Outing
from portal.services.periods import figure
from portal.services.use_case import Act
from portal.words import format_datetime, rule_labels
from portal.words import gettext as _


class PresenceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A post, who fills it now, and a remark (out until, signing for)."""

    label: str
    names: str
    note: str
    count: int


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    away: dict[UUID, datetime]
    out: dict[UUID, datetime]
    signs_for: dict[UUID, tuple[str, datetime]]


def presence(session: Session, act: Act) -> list[PresenceRow]:
    """A row for each post of desk.settings that somebody holds, in that order."""
    site_id, rules = act.by.site_id, act.rules
    posts = str(figure(rules, "desk.settings", "present_posts", act.today)).split()
    labels = rule_labels(rules["access.permission"].table.inputs["role"].values)
    where = _whereabouts(session, site_id, act.house.clock.now())
    staff = session.exec(
        select(Staff)
        .where(Staff.site_id == site_id, col(Staff.left_on).is_(None))
        .order_by(Staff.staff_no)
    ).all()
    rows = []
    for position in posts:
        people = [one for one in staff if one.position == position]
        if people:
            rows.append(_row(labels[position], people, where))
    return rows


def _row(label: str, people: list[Staff], where: _Whereabouts) -> PresenceRow:
    here = [p for p in people if p.id not in where.away and p.id not in where.out]
    absent = [p for p in people if p not in here]
    return PresenceRow(
        label=label,
        names="　".join(one.name for one in here) or _("无人"),
        note="　".join(_remark(one, where) for one in absent),
        count=len(here),
    )


def _remark(one: Staff, where: _Whereabouts) -> str:
    if one.id in where.out:
        back = format_datetime(where.out[one.id], short=True)
        return _("%(name)s外出，%(back)s 回", name=one.name, back=back)
    until = format_datetime(where.away[one.id], short=True)
    if one.id in where.signs_for:
        delegate = where.signs_for[one.id][0]
        return _(
            "%(delegate)s代%(name)s至 %(until)s",
            delegate=delegate,
            name=one.name,
            until=until,
        )
    return _("%(name)s不在，%(until)s 回", name=one.name, until=until)


def _whereabouts(session: Session, site_id: UUID, now: datetime) -> _Whereabouts:
    away = session.exec(
        select(Absence.staff_id, Absence.ends_at).where(
            Absence.site_id == site_id,
            Absence.starts_at <= now,
            Absence.ends_at > now,
            col(Absence.cancelled_at).is_(None),
        )
    )
    out = session.exec(
        select(Outing.staff_id, Outing.expected_back).where(
            Outing.site_id == site_id, col(Outing.back_at).is_(None)
        )
    )
    signs = session.exec(
        select(Delegation.delegator_id, Staff.name, Delegation.ends_at)
        .join(Staff, col(Staff.id) == col(Delegation.delegate_id))
        .where(
            Delegation.site_id == site_id,
            Delegation.starts_at <= now,
            Delegation.ends_at > now,
            col(Delegation.revoked_at).is_(None),
        )
    )
    return _Whereabouts(
        away=dict(away.all()),
        out=dict(out.all()),
        signs_for={who: (name, until) for who, name, until in signs},
    )
