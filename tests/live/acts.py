"""A house as it is installed, and acts whose traces the board shows."""

from datetime import date
from decimal import Decimal

from portal import migrations
from portal.clock import SystemClock
from portal.db import Database
from portal.services.house import House
from portal.services.reception.registering import LeadForm, register_lead
from tests.people import move_in, settings_at


def installed(folder, url, library):
    """The cast's house with tables as `portal db upgrade` makes them."""
    house = House(settings_at(folder, url), Database(url), library, SystemClock())
    migrations.upgrade(house.db.engine)
    move_in(house)
    return house


def register(act, phone="13800134471"):
    """A client walks in with everything dispatch asks for; gives the lead's id."""
    form = LeadForm(
        client_name="王丽华",
        phone=phone,
        site_address="锦绣花园 12 栋 601",
        floor_area=Decimal(128),
        renovation_date=date(2026, 3, 10),
        estimated_amount=Decimal(48000),
        channel="walk_in",
        grades_introduced=True,
    )
    return register_lead(act, form).id
