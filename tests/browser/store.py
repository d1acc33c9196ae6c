"""A served store for browser tests: desks with somebody logged in, leads to work on."""

from datetime import date
from decimal import Decimal
from itertools import count

import msgspec
from sqlmodel import select

from portal.models.cases import Case
from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.services.reception.registering import LeadForm, register_lead
from tests.people import acting, log_in_without_password

DESK, WALL, PHONE = (1366, 768), (1920, 1080), (390, 844)
AMOUNTS = {"small": 20000, "medium": 48000, "large": 180000}
LONG_NAME = "古丽娜尔·买买提"
LONG_ADDRESS = (
    "乌鲁木齐北路锦绣江南国际花园二期东区第十二栋三单元一千六百零一室靠电梯口左手"
)
# What the content policy stops is an error like any other.
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`))"""
# Chromium tells of every refusal on the console; those a test asks for are no fault.
ASKED_FOR = tuple(f"with a status of {status}" for status in (401, 403, 404, 409, 422))


class Shop:
    """The house, its address, and the browsers in which its people sit."""

    def __init__(self, house, address, chromium):
        self.house, self.address, self.chromium = house, address, chromium
        self.faults = []
        self._seats = {}
        self._numbers = count(1)

    def seat(self, role=None, *, size=DESK, scripts=True):
        """The page of whoever has this role or number; None: nobody is logged in."""
        key = (role, size, scripts)
        if key not in self._seats:
            self._seats[key] = self._sit_down(role, size, scripts)
        return self._seats[key]

    def close(self):
        """Everybody goes home."""
        for page in self._seats.values():
            page.context.close()

    def _sit_down(self, role, size, scripts):
        context = self.chromium.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        if role is not None:
            token = log_in_without_password(self.house, role)
            cookie = {"name": "session", "value": token, "url": self.address}
            context.add_cookies([cookie])
        if scripts:
            context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def _listen(self, message):
        asked_for = any(words in message.text for words in ASKED_FOR)
        if message.type == "error" and not asked_for:
            self.faults.append(message.text)

    def lead(self, tier="small", *, channel="walk_in", name="王丽华", **more):
        """A registered lead with everything dispatch asks for."""
        number = next(self._numbers)
        by = "salesperson" if channel == "market" else "receptionist"
        form = LeadForm(
            client_name=name,
            phone=f"1380013{number:04d}",
            site_address=f"锦绣花园 {number} 栋 601",
            floor_area=Decimal(128),
            renovation_date=date(2026, 3, 10),
            estimated_amount=Decimal(AMOUNTS[tier]),
            channel=channel,
            brought_by="1006" if channel == "market" else None,
            grades_introduced=True,
        )
        form = msgspec.structs.replace(form, **more)
        return self.row(Lead, register_lead(acting(self.house, by), form).id)

    def row(self, model, key):
        """A row as it stands in the database."""
        with self.house.db.reading() as session:
            return session.get(model, key)

    def rows(self, model, *where):
        """All such rows, the oldest first."""
        with self.house.db.reading() as session:
            return list(session.exec(select(model).where(*where).order_by(model.id)))

    def offers(self, lead):
        """The offers of a lead, the first one first."""
        return self.rows(Offer, Offer.lead_id == lead.id)

    def case(self, no):
        """The case with this number."""
        (found,) = self.rows(Case, Case.no == no)
        return found

    def latest(self, model=Lead):
        """The row that was written last."""
        return self.rows(model)[-1]
