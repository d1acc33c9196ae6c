"""Every page at a desk and on a phone: nothing lies beyond the edge of the screen."""

import pytest

from portal.models.cases import Case
from portal.models.decisions import Decision
from portal.services.dispatch.offers import offer_lead
from tests.browser.store import DESK, LONG_ADDRESS, LONG_NAME, PHONE
from tests.cases.stories import a_lost_case, a_slip
from tests.people import acting

pytestmark = pytest.mark.browser
# The paper is as wide as it is printed; it is not for a phone.
PAPER = "/slips/{slip}/print"
PAGES = {
    "receptionist": (
        "/counter /counter/calls /counter/outings /counter/showroom /leads /my "
        "/search?q=买买提 /search?q=nobody /leads?q=nobody /people "
        "/reports /reports?kind=week /reports?kind=month /reports/rows?of=leads "
        "/reports/rows?of=calls /reports/rows?of=offers"
    ),
    "customer_manager": (
        "/dispatch /dispatch/{lead} /dispatch/{given} /leads/{lead} /leads/{given} "
        "/leads/{lead}?why=attribution /lost /lost/new /lost/{lost} /lost/{lost}/print "
        f"/slips /slips/{{slip}} {PAPER} /cases /inbox /inbox?whose=all /people/2001 "
        "/decisions/{decision} /nowhere"
    ),
    "salesperson": "/my /slips/new /leads/new /my/leads/{market}",
    "2001": "/my /leads /dispatch/{lead}",
    "admin": "/people /people/2001 /audit /audit?check=true",
    "store_manager": "/cases/new/delegation /slips/{slip}",
    "technician": "/rules /rules/dispatch.load /rules/dispatch.grade "
    "/clauses/dispatch.hold.high-season /inbox",
    None: "/login",
}
BEYOND = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > edge + 1)
    .filter(one => !one.closest(".scroll, nav"))
    .map(one => `${one.tagName}.${one.className}: ${one.innerText.slice(0, 20)}`);
}"""


@pytest.fixture(scope="module")
def names(shop):
    """What stands in the addresses: a lead with the longest names there are."""
    long = {"name": LONG_NAME, "site_address": LONG_ADDRESS}
    lead, given = shop.lead(**long), shop.lead("large", **long)
    market = shop.lead(channel="market", **long)
    offer_lead(acting(shop.house, "customer_manager"), given.id, None, "客户点名要这位")
    return {
        "lead": lead.id,
        "given": given.id,
        "market": market.id,
        "slip": a_slip(shop.house, market, signed=1),
        "lost": a_lost_case(shop.house, shop.lead(**long)),
        "decision": shop.latest(Decision).id,
    }


@pytest.mark.parametrize("role", PAGES, ids=str)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_scrolls_sideways(shop, names, role, size):
    page = shop.seat(role, size=size)
    wide = {}
    for path in PAGES[role].split():
        if size == PHONE and path == PAPER:
            continue
        page.goto(path.format(**names), wait_until="load")
        if beyond := page.evaluate(BEYOND):
            wide[path] = beyond[:3]
    assert wide == {}
    assert shop.rows(Case)
