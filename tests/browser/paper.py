"""Somebody at a browser without scripts: every form is sent as plain HTML sends it."""

import re

from playwright.sync_api import expect

from tests.browser.store import DESK


def path_of(address):
    """The path of an address."""
    return re.sub(r"^https?://[^/]+", "", address).partition("?")[0]


class PlainDesk:
    """A desk without scripts; `sent` collects the forms the house took."""

    def __init__(self, shop, sent):
        self.shop, self.sent = shop, sent

    def sit(self, role, path, size=DESK):
        """Somebody opens a page."""
        self.page = self.shop.seat(role, size=size, scripts=False)
        self.page.goto(path)
        return self

    def form(self, action, names=()):
        """The form that goes there and asks for these; a folded one is unfolded."""
        found = self._forms(action, names).first
        folded = self.page.locator("details:not([open])", has=found)
        if folded.count():
            folded.first.locator("summary").click()
        return found

    def _forms(self, action, names):
        found = self.page.locator(f'form[action*="{action}"]')
        for name in names:
            found = found.filter(has=self.page.locator(f'[name="{name}"]'))
        return found

    def type(self, form, typed):
        """Fill in by name; a list takes the option of that value, a file is chosen."""
        for name, text in typed.items():
            cell = form.locator(f'[name="{name}"]').first
            tag = cell.evaluate("one => one.tagName + one.type")
            if tag.startswith("SELECT"):
                cell.select_option(text)
            elif tag == "INPUTcheckbox":
                cell.set_checked(bool(text))
            elif tag == "INPUTfile":
                cell.set_input_files(text)
            else:
                cell.fill(text)

    def send(self, action, typed=None, button="button:not([type=button])"):
        """The form goes out and the house takes it: another page follows."""
        form = self.form(action, typed or ())
        self.type(form, typed or {})
        answer = self._press(form.locator(button).first, form)
        assert answer.status == 200, (answer.status, self.page.inner_text("main"))
        return self

    def send_wrong(self, action, typed, wrong):
        """The form comes back as it was typed, the sentence beside the wrong cell."""
        form = self.form(action, typed)
        self.type(form, typed)
        answer = self._press(form.locator("button:not([type=button])").first, form)
        assert answer.status == 422, answer.status
        back = self._forms(action, typed).first
        cell = back.locator(f'[name="{wrong}"]').first
        expect(cell).to_have_attribute("aria-invalid", "true")
        described = cell.get_attribute("aria-describedby").split()
        told = ", ".join(f'.error[id="{one}"]' for one in described)
        expect(self.page.locator(told)).to_be_visible()
        for name, text in typed.items():
            expect(back.locator(f'[name="{name}"]').first).to_have_value(text)
        return self

    def download(self, action, button):
        """The form goes out and a file comes back; the page stays."""
        form = self.form(action)
        with self.page.expect_download() as handed_over:
            form.locator(f'button[value="{button}"]').click()
        self.sent.add(path_of(form.get_attribute("action")))
        return handed_over.value

    def _press(self, button, form):
        path = path_of(form.get_attribute("action"))
        with self.page.expect_navigation() as gone:
            button.click()
        answer = gone.value
        if answer.status < 400:
            self.sent.add(path)
        return answer

    def sees(self, words, place="main"):
        """These words are on the page, in this place."""
        expect(self.page.locator(place)).to_contain_text(words)
        return self
