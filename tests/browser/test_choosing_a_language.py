"""The language is chosen in the strip, by keyboard, on the page where one is."""

import pytest

from tests.browser.store import PHONE

pytestmark = pytest.mark.browser
SAID = {"en": "Leads", "zh-Hant": "來單", "zh-Hans": "来单"}
NAMES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_language_is_chosen_by_keyboard_and_the_page_stays(shop, scripts):
    page = shop.seat("receptionist", scripts=scripts)
    page.goto("/leads?q=nobody")
    for language, name in NAMES.items():
        page.locator(".tongues summary").press("Enter")
        page.get_by_role("button", name=name, exact=True).press("Enter")
        page.wait_for_selector(f"html[lang={language}]")
        assert page.url.endswith("/leads?q=nobody")
        assert SAID[language] in page.inner_text(".strip nav")


def test_the_language_is_chosen_before_anybody_has_logged_in(shop):
    page = shop.seat(None, size=PHONE)
    page.goto("/login")
    page.click(".tongues summary")
    page.get_by_role("button", name="English", exact=True).click()
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith("/login")
    assert "Log in" in page.inner_text("main")
