"""Without scripts too a wrong form comes back: nothing typed is lost or written."""

import pytest

from portal.models.cases import Case
from portal.models.dispatch import Offer
from portal.models.lead import Lead
from portal.services.dispatch.offers import offer_lead
from tests.browser.journeys import LOST, NOTE, OUTING, VISIT, WANG
from tests.browser.paper import PlainDesk
from tests.cases.stories import TO_SENT, a_lost_case
from tests.people import acting

pytestmark = pytest.mark.browser
CLAIM = {"principle": "invited", "staff": "1006", "at": "昨天吧", "evidence": "通话"}
OUT_OF_TURN = "/dispatch/{lead}?designer=2003&choose=true"
NEWCOMER = {"staff_no": "3001", "name": "新人", "position": "designer", "phone": "12"}
WRONG = [
    ("receptionist", "/counter", "/counter/leads", {**WANG, "phone": "12"}, "phone"),
    (
        "salesperson",
        "/leads/new",
        "/leads/new",
        {**WANG, "floor_area": "x"},
        "floor_area",
    ),
    (
        "receptionist",
        "/counter/calls",
        "/calls",
        {"rings": "多", "purpose": "enquiry"},
        "rings",
    ),
    (
        "receptionist",
        "/counter/outings",
        "/outings",
        {**OUTING, "expected_back": "晚上"},
        "expected_back",
    ),
    (
        "receptionist",
        "/counter/showroom",
        "/showroom",
        {**VISIT, "appointment_at": "明儿"},
        "appointment_at",
    ),
    ("customer_manager", "/leads/{lead}", "/claims", CLAIM, "at"),
    (
        "customer_manager",
        "/leads/{lead}",
        "/facts",
        {"estimated_amount": "不多"},
        "estimated_amount",
    ),
    (
        "customer_manager",
        OUT_OF_TURN,
        "/offers",
        {"designer": "2003", "reason": ""},
        "reason",
    ),
    ("customer_manager", "/dispatch/{given}", "/withdraw", {"reason": ""}, "reason"),
    ("customer_manager", "/dispatch/{given}", "/reassign", {"reason": ""}, "reason"),
    ("customer_manager", "/lost/new", "/lost/new", {"lead": "L-1", **LOST}, "lead"),
    (
        "salesperson",
        "/slips/new",
        "/slips/new",
        {"lead": "L-1", "remarks": "急"},
        "lead",
    ),
    (
        "store_manager",
        "/cases/new/delegation",
        "/new/delegation",
        {**NOTE, "delegate": "1003"},
        "delegate",
    ),
    ("admin", "/people", "/people", NEWCOMER, "phone"),
    (
        "design_manager",
        "/people/2001",
        "/away",
        {"starts_at": "不知道", "ends_at": "18:00"},
        "starts_at",
    ),
]


@pytest.fixture(scope="module")
def names(shop):
    """A lead in every state a wrong form needs."""
    waiting, given, lost = (shop.lead(name="高明") for _ in range(3))
    offer_lead(acting(shop.house, "customer_manager"), given.id)
    case = a_lost_case(shop.house, lost, TO_SENT)
    return {"lead": waiting.id, "given": given.id, "lost": case}


@pytest.mark.parametrize(
    ("role", "path", "action", "typed", "wrong"),
    WRONG,
    ids=[f"{path} {wrong}" for _, path, _, _, wrong in WRONG],
)
def test_a_wrong_form_comes_back_as_typed_with_a_sentence_beside_the_cell(
    shop, names, role, path, action, typed, wrong
):
    before = written(shop)
    desk = PlainDesk(shop, set()).sit(role, path.format(**names))
    desk.send_wrong(action, typed, wrong)
    assert written(shop) == before


def written(shop):
    """How much there is of what these forms write."""
    return [len(shop.rows(model)) for model in (Lead, Case, Offer)]


def test_shares_that_do_not_add_up_stay_as_typed(shop, names):
    desk = PlainDesk(shop, set()).sit("design_manager", f"/lost/{names['lost']}")
    form = desk.form("/share_liability")
    desk.type(form, {"shares.staff": "2001", "shares.percent": "60"})
    form.locator("button[data-save]").click()
    desk.sees("100")
    assert desk.page.locator(".cell .error").is_visible()
    assert desk.page.locator('[name="shares.percent"]').first.input_value() == "60"
