"""Offers of leads to designers by the moment they were made."""

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from portal.models.dispatch import Offer
from portal.services.dispatch.outcomes import outcome_of_offer, outcome_words
from portal.services.exporting.records import OFFERS
from portal.services.reports.measures.shapes import (
    Block,
    Measure,
    Scene,
    Source,
    Split,
    Where,
)
from portal.words import gettext as _


def _of_offers(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Offer)


def _offered(scene: Scene) -> Where:
    return [
        col(Offer.site_id) == scene.act.by.site_id,
        col(Offer.offered_at) >= scene.span.start,
        col(Offer.offered_at) < scene.span.until,
    ]


OUTCOME = Split(
    lambda: _("按结果"),
    lambda scene: outcome_of_offer(scene.span.now),
    lambda act: outcome_words(),
)
OFFERED = Source(_of_offers, OFFERS, _offered, {"outcome": OUTCOME})

OFFERS_BLOCK = Block(
    "offers",
    lambda: _("派单"),
    (
        Measure(
            "offers",
            OFFERED,
            lambda: _("派单"),
            lambda: _("这段时间里派给设计师的，按现在的结果分。"),
            ("dispatch.refuse.forbidden", "dispatch.refuse.special-reason"),
            splits=("outcome",),
        ),
    ),
)
