"""Short ways to a lead, a slip and a lost-lead case in some state, by the services."""

from datetime import date
from decimal import Decimal

from sqlmodel import select

from portal.models.cases import Case, CaseEvent
from portal.models.lead import Lead
from portal.models.obligations import Obligation
from portal.services.answers import Done
from portal.services.cases import advance, open_case
from portal.services.reception.registering import LeadForm, register_lead
from tests.people import acting

NOT_FOLLOWABLE = {
    "followable": "no",
    "contract": "none",
    "reason": "unreachable",
    "verified_reason": "号码停机，三次未通",
    "decision": "作无效单",
}
TO_VERIFIED = [
    ("receptionist", "record_account", {"client_account": "“我不装了。”"}),
    ("receptionist", "tell_store_manager", {}),
    ("design_manager", "verify", {"truth": "复核属实"}),
]
TO_SIGNED = [*TO_VERIFIED, ("design_manager", "sign", {})]
TO_SENT = [*TO_SIGNED, ("customer_manager", "send_gm", {})]
SIGNED = [("market_manager", "market_sign"), ("store_manager", "store_sign")]


def a_lead(house, channel="market", number=1, by="salesperson"):
    """A registered lead with everything dispatch asks for; answers its row."""
    form = LeadForm(
        client_name="王丽华",
        phone=f"138001344{number:02d}",
        site_address=f"锦绣花园 {number} 栋 601",
        floor_area=Decimal(128),
        renovation_date=date(2026, 3, 10),
        estimated_amount=Decimal(48000),
        channel=channel,
        brought_by="1006",
        grades_introduced=True,
    )
    return row(house, Lead, register_lead(acting(house, by), form).id)


def row(house, model, key):
    """A row as it stands in the database."""
    with house.db.reading() as session:
        return session.get(model, key)


def case_of(house, no):
    """The case with this number."""
    with house.db.reading() as session:
        return session.exec(select(Case).where(Case.no == no)).one()


def log_of(house, no):
    """The steps taken in the case, in order."""
    with house.db.reading() as session:
        case = session.exec(select(Case).where(Case.no == no)).one()
        found = select(CaseEvent).where(CaseEvent.case_id == case.id)
        return session.exec(found.order_by(CaseEvent.seq)).all()


def due(house, code, subject=None):
    """Every obligation of the code, oldest first; of one case or lead if given."""
    wanted = select(Obligation).where(Obligation.code == code)
    if subject is not None:
        wanted = wanted.where(Obligation.subject_id == subject)
    with house.db.reading() as session:
        return session.exec(wanted.order_by(Obligation.id)).all()


def still_due(house, code, subject=None):
    """The same, only what is open."""
    found = due(house, code, subject)
    return [one for one in found if one.met_at is None and one.dropped_at is None]


def a_slip(house, lead=None, signed=0):
    """A slip with so many of its two signatures; answers its number."""
    lead = lead or a_lead(house)
    opened = open_case(acting(house, "salesperson"), "slip", {}, lead.id)
    for role, step in SIGNED[:signed]:
        take(house, role, opened.no, step)
    return opened.no


def take(house, role, no, step, fields=None, **more):
    """Take a step that must succeed."""
    done = advance(acting(house, role), no, step, dict(fields or {}), **more)
    assert isinstance(done, Done), done
    return done


def a_lost_case(house, lead=None, steps=(), **fields):
    """A lost-lead case that has come so far; answers its number."""
    lead = lead or a_lead(house, channel="walk_in", by="receptionist")
    form = {**NOT_FOLLOWABLE, **fields}
    opened = open_case(acting(house, "customer_manager"), "lost", form, lead.id)
    assert isinstance(opened, Done), opened
    for role, step, given in steps:
        take(house, role, opened.no, step, given)
    return opened.no
