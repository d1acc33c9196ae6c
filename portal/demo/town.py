"""The moving clock of the demo and the people who act in it."""

import heapq
import itertools
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlmodel import select

from portal.access import Person
from portal.clock import MovingClock, business_date
from portal.demo.cast import Member, Store
from portal.models.people import Absence, Site, Staff
from portal.services import sessions
from portal.services.house import House
from portal.services.use_case import Act

OPENS, CLOSES = time(9, 0), time(19, 0)
# A story is told in steps: each yield says when it goes on.
Story = Generator[datetime, None, None]


class Town:
    """One store of the demo: its house, its people, its luck."""

    def __init__(
        self, house: House, clock: MovingClock, store: Store, seed: int
    ) -> None:
        self.house, self.clock, self.store = house, clock, store
        self.random = Random(f"{seed} {store.code}")
        self._people = dict(_people(house, store))
        self._as_of: dict[str, tuple[date, Person]] = {}
        # Minutes a client waits for a designer; on a busy day they wait longer.
        self.haste = (4.0, 35.0)

    def act(self, member: Member) -> Act:
        """The member wants to do something now, with his delegations of the moment."""
        today = self.today()
        known_on, person = self._as_of.get(member.no, (None, None))
        if known_on != today or person is None:
            person = self._look_up(member)
            self._as_of[member.no] = today, person
        return Act(self.house, person, channel="demo")

    def look_again(self) -> None:
        """A delegation was given out: until then they begin and end with a day."""
        self._as_of.clear()

    def _look_up(self, member: Member) -> Person:
        with self.house.db.reading() as session:
            standing_in = sessions.delegations_of(
                session, self.staff_id(member), self.clock.now()
            )
        return replace(self._people[member.no], on_behalf=standing_in)

    @property
    def site_id(self) -> UUID:
        """The store's id in the database."""
        return next(iter(self._people.values())).site_id

    def staff_id(self, member: Member) -> UUID:
        """The member's id in the database."""
        found = self._people[member.no].staff_id
        assert found is not None
        return found

    def is_away(self, member: Member) -> bool:
        """Whether the member is away at this moment."""
        now = self.clock.now()
        with self.house.db.reading() as session:
            found = session.exec(
                select(Absence.id).where(
                    Absence.staff_id == self.staff_id(member),
                    Absence.starts_at <= now,
                    Absence.ends_at > now,
                )
            ).first()
        return found is not None

    def after(self, low: float, high: float) -> datetime:
        """Some minutes from now, inside the store's hours."""
        minutes = self.random.uniform(low, high)
        return self.inside(self.clock.now() + timedelta(minutes=minutes))

    def days_after(self, low: int, high: int) -> datetime:
        """Some days from now, at some hour of the day."""
        day = self.today() + timedelta(days=self.random.randint(low, high))
        return self.at(day, self.random.uniform(0, 1))

    def at(self, day: date, share: float) -> datetime:
        """The moment at which this share of the store's day is over."""
        opens = datetime.combine(day, OPENS, self.house.zone)
        closes = datetime.combine(day, CLOSES, self.house.zone)
        return opens + (closes - opens) * share

    def inside(self, at: datetime) -> datetime:
        """The moment itself, or when the store opens next."""
        local = at.astimezone(self.house.zone)
        if local.time() >= CLOSES:
            return self.at(
                local.date() + timedelta(days=1), self.random.uniform(0, 0.1)
            )
        return max(at, self.at(local.date(), 0))

    def today(self) -> date:
        """The business date on the moving clock."""
        return business_date(self.clock.now(), self.house.zone)

    def lucky(self, share: float) -> bool:
        """True in this share of all cases."""
        return self.random.random() < share


def _people(house: House, store: Store) -> Iterator[tuple[str, Person]]:
    posts = {member.no: member.post for member in store.people}
    with house.db.reading() as session:
        site = session.exec(select(Site).where(Site.code == store.code)).one()
        for staff in session.exec(select(Staff).where(Staff.site_id == site.id)):
            yield (
                staff.staff_no,
                Person(
                    site_id=site.id,
                    site_code=site.code,
                    site_name=site.name,
                    name=staff.name,
                    roles=frozenset({posts[staff.staff_no]}),
                    staff_id=staff.id,
                    staff_no=staff.staff_no,
                ),
            )


def hurried(town: Town, story: Story) -> Story:
    """The story of a client who comes when everyone is busy."""
    town.haste = (18.0, 70.0)
    yield from story


class Timeline:
    """Tells many stories in the order of time, moving the clock as it goes."""

    def __init__(self, clock: MovingClock) -> None:
        self._clock = clock
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = itertools.count()

    def add(self, at: datetime, story: Story) -> None:
        """The story begins at this moment."""
        heapq.heappush(self._waiting, (at, next(self._order), story))

    def run(self, until: datetime) -> int:
        """Everything that happens before `until`; what comes later is never told."""
        steps = 0
        while self._waiting and self._waiting[0][0] < until:
            at, _, story = heapq.heappop(self._waiting)
            self._clock.set(at)
            steps += 1
            following = next(story, None)
            if following is not None:
                self.add(max(following, at), story)
        self._clock.set(until)
        return steps
