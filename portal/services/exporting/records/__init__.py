"""What can be listed: leads, calls, visits, outings, cases, offers, contracts.

Each says its columns, the statement that finds its rows, and what a row shows to
whoever looks; names and phones are masked as on the pages they come from.
"""

from portal.services.exporting.records.calls import CALLS
from portal.services.exporting.records.cases import CASES
from portal.services.exporting.records.contracts import CONTRACTS
from portal.services.exporting.records.leads import LEADS
from portal.services.exporting.records.offers import OFFERS
from portal.services.exporting.records.outings import OUTINGS
from portal.services.exporting.records.shapes import Record, Records
from portal.services.exporting.records.visits import VISITS

__all__ = [
    "CALLS",
    "CASES",
    "CONTRACTS",
    "LEADS",
    "OFFERS",
    "OUTINGS",
    "VISITS",
    "Record",
    "Records",
]
