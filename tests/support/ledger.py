"""Dispatch retold from the audit alone, and held against what stands in the tables.

The entries of a site are numbered in the order of their commits. `retell` reads them
like a book: after every line it counts again, so a cap that was broken for a moment is
seen too. Nothing of the portal's own counting is used.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import select

from portal.models.audit import AuditEntry
from portal.models.dispatch import DispatchSlot, Offer
from portal.models.lead import Lead
from portal.models.people import Staff
from portal.services.audit import check_chain

ZONE = ZoneInfo("Asia/Shanghai")
CAPS = {"day": 2, "week": 6}
ENDINGS = {
    "dispatch.decline": "declined",
    "dispatch.withdraw": "withdrawn",
    "dispatch.disagree": "withdrawn",
    "lead.lapse": "withdrawn",
}
STANDING = ("awaiting", "offered", "accepted")
COUNTED = ("offered", "accepted")
LOST = ("invalid", "failed")
# The state of the offer behind a lead that is with a designer.
OFFER_BEHIND = {
    "offered": "offered",
    "assigned": "accepted",
    "measured": "accepted",
    "dormant": "accepted",
    "signed": "accepted",
}


@dataclass
class Told:
    """What the audit says of one offer."""

    no: str
    lead: str
    designer: str
    day: date
    state: str


@dataclass
class Ledger:
    """Every offer as told, and every line that cannot be true."""

    offers: dict[str, Told] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _held: dict[str, str] = field(default_factory=dict)
    _days: Counter = field(default_factory=Counter)
    _weeks: Counter = field(default_factory=Counter)

    def read(self, entry):
        """Take one line in."""
        if entry.action == "dispatch.force":
            self._ask(entry)
        elif entry.action == "dispatch.offer":
            self._give(entry)
        elif entry.action == "dispatch.accept":
            self._turn(entry, "accepted", out_of=("offered",))
        elif entry.action == "dispatch.timeout":
            self._turn(entry, entry.detail["state"], out_of=("offered",))
        elif entry.action in ENDINGS:
            self._turn(entry, ENDINGS[entry.action], out_of=STANDING)

    def _ask(self, entry):
        told = self._told(entry, "awaiting")
        self._hold(entry, told)
        self.offers[told.no] = told

    def _give(self, entry):
        told = self._told(entry, "offered")
        asked = self.offers.get(told.no)
        if asked is None:
            self._hold(entry, told)
        elif asked.state != "awaiting":
            self._fault(entry, f"{told.no} was given twice")
        self.offers[told.no] = told
        self._count(entry, told, +1)

    def _turn(self, entry, state, *, out_of):
        told = self.offers.get(entry.detail["offer"])
        if told is None or told.state not in out_of:
            self._fault(entry, f"{entry.detail['offer']} cannot become {state}")
            return
        if told.state in COUNTED and state not in COUNTED:
            self._count(entry, told, -1)
        if state not in STANDING:
            self._held.pop(told.lead, None)
        told.state = state

    def _told(self, entry, state):
        return Told(
            no=entry.detail["offer"],
            lead=entry.subject_no,
            designer=entry.detail["designer"],
            day=entry.at.astimezone(ZONE).date(),
            state=state,
        )

    def _hold(self, entry, told):
        other = self._held.get(told.lead)
        if other is not None:
            self._fault(entry, f"{told.lead} is held by {other} and {told.no}")
        self._held[told.lead] = told.no

    def _count(self, entry, told, step):
        monday = told.day - timedelta(days=told.day.weekday())
        for counts, key, cap in (
            (self._days, (told.designer, told.day), CAPS["day"]),
            (self._weeks, (told.designer, monday), CAPS["week"]),
        ):
            counts[key] += step
            if counts[key] > cap:
                self._fault(entry, f"{key} has {counts[key]} of {cap}")

    def _fault(self, entry, text):
        self.faults.append(f"entry {entry.seq} {entry.action}: {text}")


def retell(house, site_id) -> Ledger:
    """The site's audit read through, its chain and the tables held against it."""
    ledger = Ledger()
    with house.db.reading() as session:
        entries = session.exec(
            select(AuditEntry)
            .where(AuditEntry.site_id == site_id)
            .order_by(AuditEntry.seq)
        )
        for entry in entries:
            ledger.read(entry)
        broken = check_chain(session, site_id)
        if broken:
            ledger.faults.append(f"audit chain {broken.reason} at {broken.seq}")
        ledger.faults += _against_tables(session, site_id, ledger)
    return ledger


def _against_tables(session, site_id, ledger):
    """Where offers, places and leads say something else than the audit."""
    faults = []
    designers = dict(session.exec(select(Staff.id, Staff.staff_no)).all())
    leads = {
        lead.id: lead
        for lead in session.exec(select(Lead).where(Lead.site_id == site_id))
    }
    rows = session.exec(select(Offer).where(Offer.site_id == site_id)).all()
    for row in rows:
        told = ledger.offers.get(row.no)
        lead_no = leads[row.lead_id].no if row.lead_id in leads else None
        stands = (lead_no, designers[row.designer_id], str(row.state))
        if told is None or stands != (told.lead, told.designer, told.state):
            faults.append(f"{row.no} stands as {stands}, told as {told}")
        if (row.holds_lead is not None) != (row.state in STANDING):
            faults.append(f"{row.no} is {row.state} and holds {row.holds_lead}")
    if len(rows) != len(ledger.offers):
        faults.append(f"{len(rows)} offers stand, {len(ledger.offers)} were told")
    return faults + _places(session, site_id, rows) + _lead_faults(leads.values(), rows)


def _places(session, site_id, rows):
    """Every counted offer has one place of its day and week, and nobody else has."""
    slots = session.exec(select(DispatchSlot).where(DispatchSlot.site_id == site_id))
    taken = {slot.offer_id: (slot.designer_id, slot.day, slot.week) for slot in slots}
    counted = {
        row.id: (row.designer_id, row.day, row.week)
        for row in rows
        if row.state in COUNTED
    }
    odd = taken.items() ^ counted.items()
    return [f"places and counted offers differ: {sorted(map(str, odd))}"] if odd else []


def _lead_faults(leads, rows):
    """A lead is with the designer of the offer that holds it, and with nobody else."""
    holders = {row.holds_lead: row for row in rows if row.state in COUNTED}
    faults = []
    for lead in leads:
        if lead.state in LOST:
            continue  # it keeps the offer it was lost with, for the day it comes back
        offer = holders.get(lead.id)
        stands = (lead.designer_id, OFFER_BEHIND.get(lead.state))
        should = (offer.designer_id, offer.state) if offer else (None, None)
        if stands != should:
            faults.append(f"{lead.no} is {lead.state} with {stands}, offered: {should}")
    return faults
