"""Everything a sheet counts, in the order it is read."""

from portal.services.reports.measures.desk import (
    CALLS_BLOCK,
    OUTINGS_BLOCK,
    SHOWROOM_BLOCK,
)
from portal.services.reports.measures.leads import (
    AMOUNT_SINCE,
    CONTRACTS_SINCE,
    ENQUIRIES,
    LEADS_BLOCK,
    MEASURED_SINCE,
)
from portal.services.reports.measures.offers import OFFERS_BLOCK
from portal.services.reports.measures.papers import LOST_BLOCK, SLIPS_BLOCK
from portal.services.reports.measures.shapes import Block, Measure, Scene, Source
from portal.services.reports.measures.signings import SIGNINGS_BLOCK

BLOCKS = (
    LEADS_BLOCK,
    SIGNINGS_BLOCK,
    OFFERS_BLOCK,
    CALLS_BLOCK,
    SHOWROOM_BLOCK,
    OUTINGS_BLOCK,
    SLIPS_BLOCK,
    LOST_BLOCK,
)
MEASURES = {one.key: one for block in BLOCKS for one in block.measures}

__all__ = [
    "AMOUNT_SINCE",
    "BLOCKS",
    "CONTRACTS_SINCE",
    "ENQUIRIES",
    "MEASURED_SINCE",
    "MEASURES",
    "Block",
    "Measure",
    "Scene",
    "Source",
]
