"""Who looks at cases, where and when: the same for a page and for an act."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from portal.access import Person
from portal.rules.library import RuleSet
from portal.services.house import House
from portal.services.use_case import Act, Tx


@dataclass(frozen=True, slots=True)
class Scene:
    """A session with the moment, the person and the rules."""

    s: Session
    house: House
    by: Person
    rules: RuleSet
    now: datetime
    today: date

    @property
    def site_id(self) -> UUID:
        """The site everything is read of."""
        return self.by.site_id

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the business day."""
        return self.house.zone


def scene_of(tx: Tx) -> Scene:
    """The scene of a use case under way."""
    return Scene(tx.s, tx.house, tx.by, tx.rules, tx.now, tx.today)


def scene_for(session: Session, act: Act) -> Scene:
    """The scene of a page."""
    now = act.house.clock.now()
    return Scene(session, act.house, act.by, act.rules, now, act.today)
