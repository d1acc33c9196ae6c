"""The transfer slip of a market lead, from first signature to personnel file."""

from uuid import UUID

from sqlmodel import select

from portal.demo.cast import Member
from portal.demo.town import Story, Town
from portal.errors import PortalError
from portal.models.cases import Case
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case

TRIES = 4  # a manager who is away is asked again the next day


def open_slip(town: Town, lead_id: UUID, salesperson: Member) -> Story:
    """Two signatures in order, then torn in two (slip.signatures)."""
    opened = open_case(town.act(salesperson), "slip", {}, lead_id)
    if isinstance(opened, Refused):
        return
    store = town.store
    for step, member in (
        ("market_sign", store.first("market_manager")),
        ("store_sign", store.first("store_manager")),
        ("split", store.first("customer_manager")),
    ):
        yield town.after(5, 40)
        if not take(town, member, opened.no, step):
            return  # the signer is away: signed later, or dispatched 待补签


def pass_slip_on(town: Town, lead_id: UUID) -> Story:
    """The salesperson is told, personnel gets its copy; now and then that is late."""
    with town.house.db.reading() as session:
        slip = session.exec(
            select(Case).where(Case.kind == "slip", Case.lead_id == lead_id)
        ).first()
    if slip is None or slip.closed_at is not None:
        return
    manager = town.store.first("store_manager")
    forgotten = town.lucky(0.08)
    yield town.days_after(3, 6) if forgotten else town.after(10, 120)
    for _try in range(TRIES):
        if take(town, manager, slip.no, "notify"):
            break
        yield town.days_after(1, 1)
    yield town.days_after(0, 1)
    take(town, manager, slip.no, "copy_hr", copy_note="复印件已送")
    yield town.after(30, 400)
    hr = next((m for m in town.store.people if m.post == "hr"), None)
    if hr is not None:
        take(town, hr, slip.no, "close")


def take(town: Town, member: Member, no: str, step: str, **fields: object) -> bool:
    """Take a step, or let a delegate take it; False where it may not be taken now."""
    signers = (member, town.store.first("customer_manager"))
    for who in signers[1:] if town.is_away(member) else signers:
        try:
            answer = advance(town.act(who), no, step, dict(fields))
        except PortalError:
            continue
        return isinstance(answer, Done)
    return False
