"""The desk's sheets before a real browser: by keyboard, for every eye, on paper."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from python_calamine import CalamineWorkbook

from portal.services.reception.registers import CallForm, log_call
from tests.browser.hands import Hands
from tests.browser.store import DESK, WALL
from tests.people import acting

pytestmark = pytest.mark.browser
PAGES = (
    "/reports",
    "/reports?kind=week",
    "/reports?kind=month",
    "/reports/rows?of=leads",
    "/reports/rows?of=contracts_amount&kind=month",
    "/leads",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LINES_OF_TEXT = "(svg) => [...svg.querySelectorAll('text')].map(one => one.textContent)"


@pytest.fixture(scope="module", autouse=True)
def entries(shop):
    """What the registers hold when the sheets are looked at."""
    for channel in ("walk_in", "online", "online"):
        shop.lead(channel=channel)
    form = CallForm(rings=4, caller_name="=1+1", purpose="enquiry")
    log_call(acting(shop.house, "receptionist"), form)


@pytest.mark.parametrize("size", [DESK, WALL], ids=str)
def test_no_rule_of_accessibility_is_broken(shop, size):
    page = shop.seat("receptionist", size=size)
    for path in PAGES:
        page.goto(path)
        for menu in page.locator("details.export summary").all():
            menu.click()
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        assert [(path, one["id"], one["help"]) for one in found] == []


def test_a_chart_says_in_words_what_it_shows(shop):
    page = shop.seat("receptionist")
    page.goto("/reports?kind=week")
    bars, line = page.locator(".chart svg").all()
    assert "网络 2" in bars.get_attribute("aria-label")
    assert "2" in bars.evaluate(LINES_OF_TEXT)
    assert "11-06 3" in line.get_attribute("aria-label")


def test_a_figure_opens_its_rows_and_leads_back_by_keyboard(shop):
    hands = Hands(shop.seat("receptionist")).open("/reports")
    hands.page.locator("td a.figure").first.focus()
    hands.go("Enter").on("**/reports/rows?**")
    hands.page.get_by_role("link", name="回报表").focus()
    hands.go("Enter").on("**/reports?kind=day&day=2025-11-06")


def test_a_sheet_is_handed_in_by_keyboard(shop):
    hands = Hands(shop.seat("customer_manager")).open("/reports")
    hands.tab_into("remark").write("下午停电一小时")
    hands.tab_to("交这张表").go("Enter").sees("已交").sees("下午停电一小时")


def test_each_press_of_export_is_a_file_of_its_own(shop):
    page = shop.seat("receptionist")
    page.goto("/counter/calls")
    page.locator("details.export summary").click()
    keys = []
    for _ in range(2):
        with page.expect_download() as handed_over:
            page.get_by_role("button", name="Excel").click()
        keys.append(page.locator("details.export [name=_key]").input_value())
    assert handed_over.value.suggested_filename.startswith("来电_2025-11-06")
    assert len(set(keys)) == 2
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(handed_over.value.path().read_bytes())
    )
    assert "=1+1" in book.get_sheet_by_index(0).to_python()[1]


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_a_sheet_fits_on_one_page_of_paper(shop, kind):
    page = shop.seat("receptionist")
    page.goto(f"/reports?kind={kind}")
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1
