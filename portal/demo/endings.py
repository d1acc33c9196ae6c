"""How a client's story ends: a contract, a loss confirmed by two, or silence."""

from collections.abc import Generator
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from portal.demo.cast import Member
from portal.demo.town import Story, Town
from portal.errors import PortalError
from portal.models.lead import WAITING, Lead
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case
from portal.services.dispatch.overdue import settle_offers
from portal.services.lead.contacting import contact_lead
from portal.services.lead.moving import (
    cancel_contract,
    follow_up_lead,
    measure_lead,
    sign_contract,
)

CLIENT_SAID = (
    "你们报价比别家高一截，我们签了别人了。",
    "家里老人不同意现在装，先放一放吧。",
    "电话打了几次都说不是本人。",
    "方案看了，感觉和我们想的不一样。",
)
INVALID_REASONS = ("unreachable", "not_decorating", "below_target", "other")
FAILED_REASONS = ("price", "service", "technology", "competition", "client", "other")


def follow(town: Town, lead_id: UUID) -> Generator[datetime, None, bool]:
    """From the first call to the end, over days and weeks.

    False: it was taken back meanwhile, so the lead waits for another designer.
    """
    if town.lucky(0.12):
        yield town.days_after(2, 6)
        yield from lose_in_vain(town, lead_id)
        return not waits(town, lead_id)
    yield town.days_after(1, 4)
    if not _measure(town, lead_id):
        return False
    yield from _to_the_end(town, lead_id)
    return not waits(town, lead_id)


def call(town: Town, lead_id: UUID) -> Generator[datetime, None, bool]:
    """Most designers call within the hour; now and then one forgets, and loses it."""
    if town.lucky(0.07):
        yield town.days_after(2, 3)
        settle_offers(town.act(town.store.first("customer_manager")))
    else:
        yield town.after(8, 70)
        designer = _designer(town, lead_id)
        if designer is not None:
            contact_lead(town.act(designer), lead_id, "约了上门量房的时间")
    return _designer(town, lead_id) is not None


def _to_the_end(town: Town, lead_id: UUID) -> Story:
    luck = town.random.random()
    for _ in range(town.random.randint(1, 2) if luck < 0.92 else 0):
        yield town.days_after(2, 8)
        _follow_up(town, lead_id)
    yield town.days_after(2, 9)
    if luck > 0.95:
        _shelve(town, lead_id)
    elif luck < 0.52:
        yield from _sign(town, lead_id)
    elif luck < 0.88:
        yield from _lose(
            town, lead_id, contract="signed_elsewhere", reasons=FAILED_REASONS
        )
    else:  # he says nothing more, and one day nobody asks any more
        yield town.days_after(7, 20)
        if not waits(town, lead_id):
            yield from lose_in_vain(town, lead_id)


def waits(town: Town, lead_id: UUID) -> bool:
    """Whether the lead is open and nobody has it."""
    return _lead(town, lead_id).state in WAITING


def lose_in_vain(town: Town, lead_id: UUID) -> Story:
    """The client was never won, or nobody was found for him."""
    if _lead(town, lead_id).measured_at is None:
        how, why = "none", list(INVALID_REASONS)
    else:
        how, why = "signed_elsewhere", list(FAILED_REASONS)
    yield from _lose(town, lead_id, contract=how, reasons=tuple(why))


def _lead(town: Town, lead_id: UUID) -> Lead:
    with town.house.db.reading() as session:
        lead = session.get(Lead, lead_id)
    assert lead is not None
    return lead


def _designer(town: Town, lead_id: UUID) -> Member | None:
    """Who has the lead; None where it waits again."""
    lead = _lead(town, lead_id)
    people = (m for m in town.store.people if town.staff_id(m) == lead.designer_id)
    return next(people, None)


def _measure(town: Town, lead_id: UUID) -> bool:
    designer = _designer(town, lead_id)
    if designer is None:
        return False
    answer = measure_lead(town.act(designer), lead_id, "已量房，拍照存档")
    return isinstance(answer, Done)


def _follow_up(town: Town, lead_id: UUID) -> None:
    manager = town.act(town.store.first("customer_manager"))
    follow_up_lead(manager, lead_id, "客户说在比两家方案，下周答复")


def _shelve(town: Town, lead_id: UUID) -> None:
    manager = town.act(town.store.first("customer_manager"))
    follow_up_lead(manager, lead_id, "三次都没有人接", shelved=True)


def _sign(town: Town, lead_id: UUID) -> Story:
    manager = town.store.first("customer_manager")
    lead = _lead(town, lead_id)
    asked = lead.estimated_amount or Decimal(20_000)
    amount = asked + town.random.randint(-20, 60) * 100
    signed = sign_contract(town.act(manager), lead_id, amount, town.today())
    if isinstance(signed, Done) and town.lucky(0.06):
        yield town.days_after(4, 20)
        cancel_contract(town.act(manager), lead_id, "客户家里临时用钱，退单")
        yield town.days_after(1, 2)
        yield from _lose(
            town, lead_id, contract="cancelled_here", reasons=FAILED_REASONS
        )


def _lose(
    town: Town, lead_id: UUID, *, contract: str, reasons: tuple[str, ...]
) -> Story:
    """The lost-lead case with its two confirmations (lost.*)."""
    store = town.store
    opened = open_case(
        town.act(store.first("customer_manager")),
        "lost",
        {
            "followable": False,
            "contract": contract,
            "reason": town.random.choice(reasons),
            "verified_reason": "两次电话核实，客户已定",
            "decision": "归档，半年后再问候",
        },
        lead_id,
    )
    if isinstance(opened, Refused):
        return
    said = town.random.choice(CLIENT_SAID)
    for step, post, fields in _steps(said):
        yield town.after(15, 300)
        holder = next((m for m in store.people if m.post == post), None)
        # A small store has no client assistant: the desk stands in (lost.failed).
        stand_in = "general_manager" if post == "gm_office" else "receptionist"
        holder = holder or store.first(stand_in)
        try:
            advance(town.act(holder), opened.no, step, fields)
        except PortalError:
            return


def _steps(said: str) -> tuple[tuple[str, str, dict[str, object]], ...]:
    return (
        ("assistant_confirm", "client_assistant", {"assistant_note": "已回访确认"}),
        ("record_account", "receptionist", {"client_account": said}),
        ("tell_store_manager", "receptionist", {}),
        ("verify", "design_manager", {"truth": "与客户陈述一致"}),
        ("sign", "design_manager", {}),
        ("send_gm", "customer_manager", {}),
        ("close", "gm_office", {}),
    )
