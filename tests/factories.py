"""Quick houses: rows written straight, no passwords, no web; for thousands of acts.

`open_house(url, folder)` builds one on an empty database of either kind. What is
tested goes through the services; only the cast and the leads that wait are rows.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from portal.access import Person
from portal.clock import MovingClock
from portal.db import Database
from portal.models.base import new_id
from portal.models.lead import Lead
from portal.models.people import GradeEntry, Site, Staff, StaffRole
from portal.rules.library import Library
from portal.services.house import House
from portal.services.reception.registering import LeadForm, register_lead
from portal.services.use_case import Act
from portal.settings import Settings

RULES = Path(__file__).parents[1] / "rules"
MONDAY_MORNING = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)  # nine o'clock in the store
JOINED = date(2024, 1, 2)
GRADES = {"designer": 2, "deputy_chief": 1, "chief": 2, "fa_principal": 1}
AMOUNTS = {"small": "20000", "medium": "40000", "large": "80000"}
DESKS = (
    *("receptionist", "design_manager", "store_manager", "salesperson", "admin"),
    "market_manager",
)


@dataclass
class Store:
    """One site of a house with everyone who works there, by staff number or role."""

    house: House
    site: Site
    people: dict[str, Person] = field(default_factory=dict)
    designers: dict[str, str] = field(default_factory=dict)
    managers: list[str] = field(default_factory=list)
    leads: int = 0

    @property
    def clock(self):
        """The house's own clock; it stands still until a test moves it."""
        return self.house.clock

    def act(self, who, **more):
        """An act of the person with this role or staff number."""
        return Act(self.house, self.people[who], **{"channel": "api", **more})

    def person(self, staff_id):
        """Whoever has this id."""
        return next(p for p in self.people.values() if p.staff_id == staff_id)

    def lead(self, tier="small", channel="walk_in", **more):
        """A registered lead that has everything dispatch asks for; answers its id."""
        self.leads += 1
        facts = {
            "client_name": "王小明",
            "phone": f"138{self.leads:08d}",
            "site_address": f"翠湖苑 {self.leads} 号",
            "floor_area": Decimal(96),
            "renovation_date": date(2026, 3, 1),
            "estimated_amount": Decimal(AMOUNTS[tier]),
            "channel": channel,
            "grades_introduced": True,
        }
        form = LeadForm(**{**facts, **more})
        return register_lead(self.act("receptionist"), form).id

    def read(self, model, row_id):
        """A row as it stands in the database now."""
        with self.house.db.reading() as session:
            return session.get(model, row_id)

    def lead_now(self, lead_id) -> Lead:
        """The lead as it stands now."""
        return self.read(Lead, lead_id)


def open_house(
    url, folder, *, library=None, at=MONDAY_MORNING, database=Database, tables=None
):
    """A house with its tables made and its rules kept; `tables(db)` may make others."""
    settings = Settings(
        database_url=url, rules_dir=RULES, data_dir=Path(folder), secret="s" * 40
    )
    house = House(settings, database(url), library or Library(RULES), MovingClock(at))
    (tables or Database.create_all)(house.db)
    house.keep_rule_texts()
    return house


def open_store(house, code="jincheng", *, grades=GRADES, managers=2) -> Store:
    """A site with one of every desk, customer managers, and designers by grade."""
    store = Store(house, Site(code=code, name=code))
    with house.db.writing() as session:
        session.add(store.site)
        session.flush()
        for number, role in enumerate(DESKS, 1001):
            store.people[role] = _hire(session, store, str(number), role)
        for number in range(1101, 1101 + managers):
            manager = _hire(session, store, str(number), "customer_manager")
            store.managers.append(manager.staff_no)
        store.people["customer_manager"] = store.people[store.managers[0]]
        numbers = iter(range(2001, 3001))
        for grade, count in grades.items():
            for _ in range(count):
                _hire_designer(session, store, str(next(numbers)), grade)
    return store


def _hire_designer(session, store, number, grade):
    who = _hire(session, store, number, "designer")
    entry = GradeEntry(
        site_id=store.site.id, staff_id=who.staff_id, grade=grade, since=JOINED
    )
    session.add(entry)
    store.designers[number] = grade


def _hire(session, store, number, role) -> Person:
    """One member of staff with one role."""
    staff_id: UUID = new_id()
    site_id = store.site.id
    name = f"同事{number}"
    session.add(
        Staff(
            id=staff_id,
            site_id=site_id,
            staff_no=number,
            name=name,
            position=role,
            joined_on=JOINED,
        )
    )
    session.flush()
    session.add(StaffRole(site_id=site_id, staff_id=staff_id, role=role, since=JOINED))
    who = Person(
        site_id=site_id,
        site_code=store.site.code,
        name=name,
        roles=frozenset({role}),
        staff_id=staff_id,
        staff_no=number,
        account_id=staff_id,
    )
    store.people[number] = who
    return who
