"""The second wall: each counted offer takes a numbered place of its day and week."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import col, delete, select

from portal.models.dispatch import DispatchSlot, Offer
from portal.services.use_case import Tx


def take_place(tx: Tx, offer: Offer, limits: Mapping[str, int]) -> None:
    """Occupy the lowest free place; a place over the cap breaks a constraint."""
    slot = DispatchSlot(
        site_id=tx.site_id,
        offer_id=offer.id,
        designer_id=offer.designer_id,
        day=offer.day,
        day_place=_lowest_free(_taken(tx, offer, by_day=True)),
        day_cap=limits["day"],
        week=offer.week,
        week_place=_lowest_free(_taken(tx, offer, by_day=False)),
        week_cap=limits["week"],
    )
    tx.add(slot)


def free_place(tx: Tx, offer_id: UUID) -> None:
    """A declined or withdrawn offer counts no more."""
    tx.s.execute(
        delete(DispatchSlot).where(
            col(DispatchSlot.site_id) == tx.site_id,
            col(DispatchSlot.offer_id) == offer_id,
        )
    )


def _taken(tx: Tx, offer: Offer, *, by_day: bool) -> Iterable[int]:
    place = DispatchSlot.day_place if by_day else DispatchSlot.week_place
    period = (
        DispatchSlot.day == offer.day if by_day else DispatchSlot.week == offer.week
    )
    return tx.s.exec(
        select(place).where(
            DispatchSlot.site_id == tx.site_id,
            DispatchSlot.designer_id == offer.designer_id,
            period,
        )
    ).all()


def _lowest_free(taken: Iterable[int]) -> int:
    occupied = set(taken)
    return next(n for n in range(1, len(occupied) + 2) if n not in occupied)
