"""Every way a lead changes hands, at random, and what must hold of all leads after it.

`MOVES` on top of those of dispatch (tests/support/moves.py); `unowned` says of every
lead of a site what is wrong with its owner and its clocks.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from sqlmodel import select

from portal.models.cases import Case
from portal.models.lead import ACTIVE, ENDED, WAITING, Lead, LeadOwner
from portal.models.obligations import Obligation
from portal.services.answers import Done
from portal.services.cases import advance, open_case
from portal.services.dispatch.answering import choose_designer
from portal.services.dispatch.overdue import settle_if_due
from portal.services.importing.taking_in import take_in
from portal.services.lead.claims import ClaimForm, add_claim
from portal.services.lead.completing import Facts, complete_lead
from portal.services.lead.contacting import contact_lead
from portal.services.lead.extending import answer_extension, ask_extension
from portal.services.lead.moving import cancel_contract, follow_up_lead
from portal.services.reception.joining import join_lead
from portal.services.reception.registering import LeadForm
from tests.imports.files import csv_of, hand_in
from tests.support import moves
from tests.support.idle import FIRST, KEEP_UP

HOUR = timedelta(hours=1)
SPANS = (HOUR / 6, HOUR / 2, 3 * HOUR, 14 * HOUR, 30 * HOUR, 75 * HOUR, 220 * HOUR)
LOST = {
    "followable": "no",
    "contract": "none",
    "reason": "unreachable",
    "verified_reason": "号码停机，三次未通",
    "decision": "作无效单",
}
TO_SIGNED = (
    ("receptionist", "record_account", {"client_account": "“我不装了。”"}),
    ("receptionist", "tell_store_manager", {}),
    ("design_manager", "verify", {"truth": "复核属实"}),
    ("design_manager", "sign", {}),
)
ROWS_A_FILE = 6


def bring_market(ground, random):
    """The market department brings a client, with or without a signed slip."""
    store = ground.store
    lead_id = store.lead(random.choice(moves.TIERS), "market", brought_by="1004")
    if random.random() < 3 / 4:
        slip = open_case(store.act("salesperson"), "slip", {}, lead_id)
        advance(store.act("market_manager"), slip.no, "market_sign", {})
        advance(store.act("store_manager"), slip.no, "store_sign", {})
    ground.leads[random.randrange(len(ground.leads))] = lead_id
    return lead_id


def choose(ground, random):
    """The salesperson picks a designer for a client of his."""
    found = ground.take(
        random, Lead, Lead.state.in_(WAITING), Lead.brought_by.is_not(None)
    )
    named = random.choice(list(ground.store.designers))
    act = ground.store.act("salesperson")
    return found and choose_designer(act, found.id, named)


def import_file(ground, random):
    """A file of enquiries: each row a lead at once."""
    store = ground.store
    numbers = range(store.leads + 1, store.leads + 1 + ROWS_A_FILE)
    store.leads += ROWS_A_FILE
    rows = [("客户", f"139{n:08d}", f"东湖春晓 {n} 号", "上门") for n in numbers]
    header = ("姓名", "电话", "工地地址", "渠道")
    draft = hand_in(store.act("receptionist"), csv_of(header, *rows))
    return take_in(store.act("receptionist"), draft.id)


def contact(ground, random):
    """A designer calls his new client; now and then too late."""
    found = ground.take(random, Lead, Lead.state == "assigned")
    if found is None:
        return None
    who = ground.store.person(found.designer_id).staff_no
    return contact_lead(ground.store.act(who), found.id, "约了周末")


def follow_up(ground, random):
    """The manager asks after a client; no answer after measuring shelves the lead."""
    found = ground.take(random, Lead, Lead.state.in_(ACTIVE))
    if found is None:
        return None
    shelved = random.random() < 1 / 3
    act = ground.store.act("customer_manager")
    return follow_up_lead(act, found.id, "再想想", shelved)


def cancel(ground, random):
    """The client takes a signed contract back."""
    found = ground.take(random, Lead, Lead.state == "signed")
    act = ground.store.act("store_manager")
    return found and cancel_contract(act, found.id, "不装了")


def claim(ground, random):
    """Somebody says a waiting client is his."""
    found = ground.take(random, Lead, Lead.state.in_(WAITING))
    if found is None:
        return None
    said = random.choice(("invited", "client_statement"))
    staff = random.choice(("1004", "1006"))
    form = ClaimForm(principle=said, staff=staff, at=ground.store.clock.now())
    return add_claim(ground.store.act("receptionist"), found.id, form)


def complete(ground, random):
    """What was missing is filled in."""
    found = ground.take(random, Lead, Lead.state.in_(WAITING))
    act = ground.store.act("receptionist")
    facts = Facts(
        floor_area=Decimal(88),
        renovation_date=act.today,
        estimated_amount=Decimal(random.choice((20000, 40000, 80000))),
        grades_introduced=True,
    )
    return found and complete_lead(act, found.id, facts)


def come_again(ground, random):
    """The client is back and his enquiry joins the old one."""
    found = ground.take(random, Lead, Lead.state.not_in(ENDED))
    if found is None:
        return None
    form = LeadForm(
        client_name=found.client_name,
        phone=found.phone,
        site_address=found.site_address,
        channel=found.channel,
    )
    return join_lead(ground.store.act("receptionist"), found.id, form)


def ask_more(ground, random):
    """A designer asks for more time."""
    found = ground.take(random, Lead, Lead.state.in_(("assigned", "measured")))
    if found is None:
        return None
    who = ground.store.person(found.designer_id).staff_no
    return ask_extension(ground.store.act(who), found.id, "客户出差")


def answer_more(ground, random):
    """A manager grants it or not."""
    found = ground.take(random, Obligation, Obligation.code == "lead.extension")
    grant = random.random() < 1 / 2
    act = ground.store.act("customer_manager")
    return found and answer_extension(act, found.subject_id, grant, "看情况")


def lose(ground, random):
    """Two different people confirm that it leads nowhere."""
    open_ones = ("ready", "offered", "assigned")
    found = ground.take(random, Lead, Lead.state.in_(open_ones))
    if found is None:
        return None
    store = ground.store
    opened = open_case(store.act("customer_manager"), "lost", LOST, found.id)
    if isinstance(opened, Done):
        for who, step, fields in TO_SIGNED:
            advance(store.act(who), opened.no, step, dict(fields))
    return opened


def reopen(ground, random):
    """The client is back after all."""
    found = ground.take(random, Case, Case.kind == "lost", Case.state == "signed")
    act = ground.store.act("customer_manager")
    fields = {"return_reason": "客户又来了"}
    return found and advance(act, found.no, "reopen", fields)


def look(ground, random):
    """Somebody opens a page."""
    return settle_if_due(ground.store.act("receptionist"))


def wait(ground, random):
    """Minutes, a night, a long holiday."""
    ground.store.clock.advance(random.choice(SPANS))


WEIGHTS = {
    moves.bring: 10,
    bring_market: 4,
    import_file: 1,
    choose: 4,
    moves.offer: 30,
    moves.force: 4,
    moves.agree: 4,
    moves.disagree: 1,
    moves.accept: 14,
    moves.decline: 4,
    moves.withdraw: 4,
    moves.reassign: 5,
    moves.measure: 6,
    moves.sign: 4,
    moves.leave: 1,
    contact: 8,
    follow_up: 6,
    cancel: 2,
    claim: 2,
    complete: 3,
    come_again: 3,
    ask_more: 4,
    answer_more: 3,
    lose: 2,
    reopen: 2,
    look: 4,
    wait: 8,
}


def unowned(store):
    """What is wrong with the owners and due dates of a store's leads, in sentences."""
    settle_if_due(store.act("receptionist"))
    with store.house.db.reading() as session:
        leads = session.exec(select(Lead).where(Lead.site_id == store.site.id)).all()
        owners = session.exec(
            select(LeadOwner).where(LeadOwner.holds_lead.is_not(None))
        ).all()
        rows = session.exec(
            select(Obligation).where(
                Obligation.site_id == store.site.id,
                Obligation.met_at.is_(None),
                Obligation.dropped_at.is_(None),
            )
        ).all()
    due = defaultdict(list)
    for one in rows:
        due[one.subject_id].append(one)
    owner_of = {one.lead_id: one for one in owners}
    now = store.clock.now()
    return [
        f"{lead.no} ({lead.state}) {fault}"
        for lead in leads
        for fault in _faults(lead, owner_of.get(lead.id), due[lead.id], now)
    ]


def _faults(lead, owner, due, now):
    clocks = [one for one in due if one.code in (FIRST, KEEP_UP)]
    if lead.state in ENDED:
        if owner is not None or clocks:
            yield "ended and somebody still owns it, or a clock still runs"
        return
    if owner is None or (owner.staff_id is None and owner.role is None):
        yield "has no owner"
        return
    if not due:
        yield "has no due date"
    if not _is_right(lead, owner):
        yield "is owned by somebody else than whoever has it"
    if len(clocks) != (lead.state in ("assigned", "measured")):
        yield f"has {len(clocks)} clocks of its owner"
    if any(one.staff_id != owner.staff_id for one in clocks):
        yield "is due by somebody else than its owner"
    if any(one.lapses_at and one.lapses_at <= now for one in due):
        yield "lapsed and was not taken back"


def _is_right(lead, owner):
    """The designer's while he has it; else the bringer's or a role's."""
    if lead.state in ACTIVE:
        return owner.staff_id == lead.designer_id
    return owner.staff_id in (None, lead.brought_by)
