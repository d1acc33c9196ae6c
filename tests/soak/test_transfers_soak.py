"""The whole count of transfers, by `make soak` only: some hours on each database."""

import os

import pytest

from portal.rules.library import Library
from tests.factories import RULES
from tests.soak import transfers
from tests.support.scratch import KINDS

TRANSFERS = 100_000

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        os.environ.get("PORTAL_SOAK") != "1", reason="long: runs with PORTAL_SOAK=1"
    ),
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_thousand_transfers_leave_no_lead_without_owner_or_date(kind):
    transfers.run(kind, TRANSFERS, Library(RULES))
