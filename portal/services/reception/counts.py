"""Today's registers in figures: calls, outings, showroom visits."""

from datetime import datetime, timedelta

import msgspec
from sqlmodel import Session, col, func, select

from portal.models.reception import Call, Outing, ShowroomVisit
from portal.services.periods import start_of
from portal.services.use_case import Act
from portal.words import gettext as _


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A register's figure of today; `kind` and `note` say what is wrong, if so."""

    label: str
    number: int
    kind: str
    note: str


def counts_of_today(session: Session, act: Act) -> list[Count]:
    """One line a register."""
    since = start_of(act.today, act.house.zone)
    return [
        _calls(session, act, since),
        _outings(session, act, since),
        _visits(session, act, since),
    ]


def _calls(session: Session, act: Act, since: datetime) -> Count:
    found = session.exec(
        select(Call.fault, func.count())
        .where(Call.site_id == act.by.site_id, col(Call.at) >= since)
        .group_by(col(Call.fault))
    ).all()
    late = sum(number for fault, number in found if fault)
    return Count(
        label=_("来电"),
        number=sum(number for _fault, number in found),
        kind="late" if late else "",
        note=_("%(n)s 个接晚了", n=late) if late else "",
    )


def _outings(session: Session, act: Act, since: datetime) -> Count:
    now = act.house.clock.now()
    found = session.exec(
        select(Outing.back_at, Outing.expected_back).where(
            Outing.site_id == act.by.site_id, col(Outing.out_at) >= since
        )
    ).all()
    out = [expected for back, expected in found if back is None]
    late = sum(expected < now for expected in out)
    return Count(
        label=_("外出"),
        number=len(found),
        kind="late" if late else "",
        note=_("%(n)s 人过时未回", n=late) if late else _("%(n)s 人在外", n=len(out)),
    )


def _visits(session: Session, act: Act, since: datetime) -> Count:
    number = session.exec(
        select(func.count())
        .select_from(ShowroomVisit)
        .where(
            ShowroomVisit.site_id == act.by.site_id,
            col(ShowroomVisit.appointment_at) >= since,
            col(ShowroomVisit.appointment_at) < since + timedelta(days=1),
        )
    ).one()
    return Count(label=_("样板房"), number=number, kind="", note="")
