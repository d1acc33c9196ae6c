"""Phones on a network that comes and goes, and what the house knows of their acts."""

from playwright.sync_api import expect

from portal.models.audit import AuditEntry
from tests.browser.store import PHONE
from tests.people import log_in_without_password

KEPT = "localStorage.getItem('outbox')"
WAITS = "还没送出，连上后自动再送"


class Phone:
    """Somebody's phone, whose network comes and goes."""

    def __init__(self, shop, who):
        self.shop, self.who = shop, who
        self.page = shop.seat(who, size=PHONE)
        self.cut(off=False).log_in(who)
        self.page.goto("/my", wait_until="load")
        self.mark = self.page.locator(".unsent")

    def press(self, words):
        self.page.locator("main").get_by_text(words, exact=True).first.click()
        return self

    def cut(self, *, off=True):
        """The network is gone, or back."""
        self.page.context.set_offline(off)
        return self

    def sees(self, words):
        expect(self.page.locator("main")).to_contain_text(words)
        return self

    def marked(self, words):
        """The mark beside what was sent says so."""
        expect(self.mark.first).to_contain_text(words)
        return self

    def nothing_waits(self):
        expect(self.mark).to_have_count(0)
        assert self.page.evaluate(KEPT) is None
        return self

    def log_in(self, who):
        """A new log-in of somebody on this phone; the page stays as it is."""
        token = log_in_without_password(self.shop.house, who)
        cookie = {"name": "session", "value": token, "url": self.shop.address}
        self.page.context.add_cookies([cookie])
        return self


def acts(shop, lead):
    """What was done with the lead, the first act first."""
    entries = shop.rows(AuditEntry, AuditEntry.subject_id == lead.id)
    return [one.action for one in sorted(entries, key=lambda one: one.seq)]


def accepted(shop, lead):
    """How often the lead was accepted."""
    return acts(shop, lead).count("dispatch.accept")
