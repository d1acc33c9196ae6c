"""What each designer has received and holds: the facts dispatch.load asks for."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.clock import quarter_start
from portal.models.dispatch import COUNTED, Offer
from portal.models.lead import ACTIVE, Lead
from portal.models.people import Absence, GradeEntry, Staff
from portal.rules.library import RuleSet
from portal.services.dispatch.candidates import DesignerFacts
from portal.services.dispatch.champions import champions_on
from portal.services.periods import week_start


@dataclass(frozen=True, slots=True)
class Moment:
    """Where and when the loads are counted."""

    site_id: UUID
    now: datetime
    today: date
    rules: RuleSet


def designers_at(session: Session, moment: Moment) -> list[DesignerFacts]:
    """Every designer of the site, by staff number, with his load before this lead."""
    grades = grades_on(session, moment.site_id, moment.today)
    staff = _staff(session, moment, grades)
    received = _received(session, moment)
    champions = champions_on(session, moment.site_id, moment.today, moment.rules)
    away = _away(session, moment)
    last = _last_received(session, moment.site_id)
    short = _short_of_quarter(session, moment, grades)
    return [
        DesignerFacts(
            staff_id=str(one.id),
            staff_no=one.staff_no,
            name=one.name,
            grade=grades[one.id],
            received_today=received.today[one.id],
            received_this_week=received.week[one.id],
            holding=received.holding[one.id],
            last_received_at=_iso(last.get(one.id)),
            champion=champions.get(one.id, "none"),
            quarter_short=one.id in short,
            away=one.id in away,
            away_until=_iso(away.get(one.id)),
        )
        for one in staff
    ]


def grades_on(session: Session, site_id: UUID, day: date) -> dict[UUID, str]:
    """The grade in force on the day; whoever has one is a designer."""
    entries = session.exec(
        select(GradeEntry)
        .where(GradeEntry.site_id == site_id, GradeEntry.since <= day)
        .order_by(col(GradeEntry.since))
    )
    return {entry.staff_id: entry.grade for entry in entries}


def _staff(
    session: Session, moment: Moment, grades: dict[UUID, str]
) -> Sequence[Staff]:
    staff = session.exec(
        select(Staff)
        .where(Staff.site_id == moment.site_id, col(Staff.id).in_(list(grades)))
        .order_by(Staff.staff_no)
    )
    return [one for one in staff if one.left_on is None or one.left_on >= moment.today]


@dataclass(slots=True)
class _Received:
    today: Counter[UUID]
    week: Counter[UUID]
    holding: Counter[UUID]


def _received(session: Session, moment: Moment) -> _Received:
    """Counted offers of the week; `holding` = those whose lead is still active."""
    rows = session.execute(
        select(
            col(Offer.designer_id),
            col(Offer.day),
            col(Lead.state),
            col(Lead.designer_id),
        )
        .join(Lead, col(Lead.id) == col(Offer.lead_id))
        .where(
            Offer.site_id == moment.site_id,
            Offer.week == week_start(moment.today, moment.rules),
            col(Offer.state).in_(COUNTED),
        )
    )
    found = _Received(Counter(), Counter(), Counter())
    for designer, day, lead_state, holder in rows:
        found.week[designer] += 1
        found.today[designer] += day == moment.today
        still_his = holder in (None, designer)
        found.holding[designer] += still_his and lead_state in ACTIVE
    return found


def _away(session: Session, moment: Moment) -> dict[UUID, datetime]:
    rows = session.exec(
        select(Absence.staff_id, Absence.ends_at).where(
            Absence.site_id == moment.site_id,
            Absence.starts_at <= moment.now,
            Absence.ends_at > moment.now,
            col(Absence.cancelled_at).is_(None),
        )
    )
    until: dict[UUID, datetime] = {}
    for staff_id, ends_at in rows:
        until[staff_id] = max(ends_at, until.get(staff_id, ends_at))
    return until


def _last_received(session: Session, site_id: UUID) -> dict[UUID, datetime]:
    rows = session.exec(
        select(Offer.designer_id, func.max(Offer.offered_at))
        .where(Offer.site_id == site_id, col(Offer.state).in_(COUNTED))
        .group_by(col(Offer.designer_id))
    )
    return {designer: at for designer, at in rows}


def _short_of_quarter(
    session: Session, moment: Moment, grades: dict[UUID, str]
) -> set[UUID]:
    """Designers who got fewer leads this quarter than the median of their grade."""
    counts = Counter(
        session.exec(
            select(Offer.designer_id).where(
                Offer.site_id == moment.site_id,
                Offer.day >= quarter_start(moment.today),
                col(Offer.state).in_(COUNTED),
            )
        )
    )
    peers: defaultdict[str, list[int]] = defaultdict(list)
    for staff_id, grade in grades.items():
        peers[grade].append(counts[staff_id])
    return {
        staff_id
        for staff_id, grade in grades.items()
        if counts[staff_id] < median(peers[grade])
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
