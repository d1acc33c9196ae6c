"""Hands that only know a keyboard: nothing here clicks or sets a field's value."""

from playwright.sync_api import expect

FOCUSED = "document.activeElement"


class Hands:
    """Somebody's hands on the keys before one page."""

    def __init__(self, page):
        self.page = page

    def open(self, path):
        """The address bar; wait until the scripts have bound the keys."""
        self.page.goto(path, wait_until="load")
        return self

    def press(self, *keys):
        """Keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def go(self, *keys):
        """Keys of which the last leads to another page, or to this one anew."""
        *first, last = keys
        self.press(*first)
        with self.page.expect_navigation(wait_until="load"):
            self.press(last)
        return self

    def write(self, text):
        """Text as an input method hands it over: Chinese has no keys of its own."""
        self.page.keyboard.insert_text(text)
        return self

    def cell(self):
        """The id of the cell the cursor is in."""
        return self.page.evaluate(f"{FOCUSED}.id")

    def words(self):
        """What stands on the thing that has the focus."""
        return self.page.evaluate(f"{FOCUSED}.innerText")

    def tab_to(self, words, key="Tab"):
        """Tab on until the button or link with these words has the focus."""
        for _ in range(120):
            self.page.keyboard.press(key)
            if words in (self.words() or ""):
                return self
        raise AssertionError(f"no way to {words!r} with {key}")

    def tab_into(self, cell, key="Tab"):
        """Tab on into the cell whose id begins so."""
        for _ in range(120):
            if self.cell().startswith(cell):
                return self
            self.page.keyboard.press(key)
        raise AssertionError(f"Tab never comes to {cell!r}")

    def enter_to(self, cell):
        """Enter goes from cell to cell until the one whose id begins so."""
        for _ in range(40):
            if self.cell().startswith(cell):
                return self
            self.page.keyboard.press("Enter")
        raise AssertionError(f"Enter never comes to {cell!r}")

    def pick(self, value):
        """Arrow down in a list of choices until this one stands there."""
        for _ in range(40):
            if self.page.evaluate(f"{FOCUSED}.value") == value:
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value!r} is not to be picked")

    def on(self, pattern):
        """Wait until the address is this one; it is where the keys led."""
        self.page.wait_for_url(pattern, wait_until="load")
        return self

    def at(self, selector):
        """Wait until this has the focus."""
        expect(self.page.locator(selector)).to_be_focused()
        return self

    def sees(self, words, within="main"):
        """Wait until these words are on the page."""
        expect(self.page.locator(within).first).to_contain_text(words)
        return self
