"""The end of a day: what is due is done, most of it, by those it falls to."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import col, select

from portal.demo.cast import Member
from portal.demo.papers import take
from portal.demo.town import Story, Town
from portal.errors import PortalError
from portal.models.obligations import Obligation
from portal.services.lead.clocks import EXTENSION, FOLLOW_UP, KEEP_UP
from portal.services.lead.extending import answer_extension, ask_extension
from portal.services.lead.moving import follow_up_lead
from portal.services.obligations import meet

CALLS = (FOLLOW_UP, KEEP_UP)
# Steps of a slip that were forgotten on their day are chased in the evening.
CHASED = {"slip.notify": "notify", "slip.hr_copy": "copy_hr"}


def tidy_up(town: Town) -> Story:
    """Everyone ticks off what no other act meets; idle clients are called again."""
    for due in list(_due(town)):
        if town.lucky(0.97):
            _do(town, due)
    yield from ()


def _due(town: Town) -> Iterator[Obligation]:
    """What can be done this evening: by hand, or a call that is due soon."""
    soon = town.clock.now() + timedelta(days=2)
    with town.house.db.reading() as session:
        found = session.exec(
            select(Obligation).where(
                Obligation.site_id == town.site_id,
                col(Obligation.met_at).is_(None),
                col(Obligation.dropped_at).is_(None),
            )
        )
        for one in found:
            called_for = one.code in CALLS and one.due_at < soon
            asked_for = one.code == EXTENSION
            chased = one.code in CHASED and one.due_at < town.clock.now()
            by_hand = one.derivation.get("by_hand")
            if called_for or asked_for or chased or by_hand:
                yield one


def _holder(town: Town, due: Obligation) -> Member | None:
    """The person it is due by, or the first who holds the post."""
    people = town.store.people
    if due.staff_id is not None:
        return next((m for m in people if town.staff_id(m) == due.staff_id), None)
    return next((m for m in people if m.post == due.role), None)


def _do(town: Town, due: Obligation) -> None:
    holder = _holder(town, due)
    if holder is None:
        return
    try:
        if due.code in CHASED:
            take(town, holder, due.subject_no, CHASED[due.code])
        elif due.code == KEEP_UP and town.lucky(0.08):
            ask_extension(town.act(holder), due.subject_id, "客户出差，约了下周")
        elif due.code in CALLS:
            follow_up_lead(town.act(holder), due.subject_id, "再回访，客户还在考虑")
        elif due.code == EXTENSION:
            grant = town.lucky(0.8)
            reason = "" if grant else "今天先打一个电话"
            answer_extension(town.act(holder), due.subject_id, grant, reason)
        else:
            meet(town.act(holder), due.id)
    except PortalError:
        return
