"""English, and words a third longer than that: no page grows beyond its screen."""

import math
import re

import pytest
from babel.support import NullTranslations
from sqlmodel import select

from portal.models.people import Account
from portal.words import speaking
from tests.browser.store import DESK, PHONE
from tests.browser.test_widths import BEYOND, PAGES, PAPER, names
from tests.words.pages import Page, chinese_words

__all__ = ["names"]

pytestmark = pytest.mark.browser
LONGER = 0.3
WORD = re.compile(r"%\(\w+\)s|%s|\{\}|[A-Za-z]+")


def stretched(text):
    """Every word a third longer; what stands for a value stays as it is."""
    return WORD.sub(
        lambda found: (
            found[0]
            if found[0][0] in "%{"
            else found[0] + "e" * math.ceil(len(found[0]) * LONGER)
        ),
        text,
    )


class Stretched(NullTranslations):
    """A catalogue that says everything at greater length."""

    def __init__(self, plain):
        super().__init__()
        self.plain = plain

    def gettext(self, message):
        return stretched(self.plain.gettext(message))

    def ngettext(self, singular, plural, n):
        return stretched(self.plain.ngettext(singular, plural, n))


@pytest.fixture(scope="module")
def everybody_reads_english(shop):
    with shop.house.db.writing() as session:
        for account in session.exec(select(Account)):
            account.locale = "en"


@pytest.fixture(params=["English", "a third longer"])
def wordy(request, everybody_reads_english, monkeypatch):
    if request.param != "English":
        plain = speaking._translations
        monkeypatch.setattr(
            speaking, "_translations", lambda *which: Stretched(plain(*which))
        )


@pytest.mark.parametrize("role", [role for role in PAGES if role], ids=str)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_scrolls_sideways_in_longer_words(shop, names, wordy, role, size):
    page = shop.seat(role, size=size)
    chosen = {"name": "language", "value": "en", "url": shop.address}
    page.context.add_cookies([chosen])
    wide, ours = {}, chinese_words("en")
    for path in PAGES[role].split():
        if size == PHONE and path == PAPER:
            continue
        page.goto(path.format(**names), wait_until="load")
        assert page.get_attribute("html", "lang") == "en"
        assert not set(Page(page.content()).chinese) & ours
        if beyond := page.evaluate(BEYOND):
            wide[path] = beyond[:3]
    assert wide == {}
