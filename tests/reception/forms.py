"""What is typed at the counter, and how a page that came back is read."""

from html import unescape
from html.parser import HTMLParser

from sqlmodel import select

from portal.models.lead import Lead

# Everything dispatch asks for; nobody claims her.
WANG = {
    "client_name": "王丽华",
    "phone": "138 0013 4471",
    "site_address": "锦绣花园12栋2单元601",
    "floor_area": "128",
    "renovation_date": "12-10",
    "estimated_amount": "4.8万",
    "channel": "walk_in",
    "grades_introduced": "yes",
}


class _Fields(HTMLParser):
    """Every field's value and whether it is marked wrong, every error sentence."""

    def __init__(self):
        super().__init__()
        self.values, self.invalid, self.errors = {}, set(), {}
        self._select = self._error = self._textarea = None

    def handle_starttag(self, tag, pairs):
        given = dict(pairs)
        name = given.get("name")
        if tag in ("input", "select", "textarea") and name:
            if "aria-invalid" in given:
                self.invalid.add(name)
            if given.get("type") == "checkbox":
                self.values[name] = "checked" in given
            elif tag == "input":
                self.values[name] = given.get("value", "")
        if tag == "select":
            self._select = name
        if tag == "option" and "selected" in given and self._select:
            self.values[self._select] = given["value"]
        if tag == "textarea":
            self._textarea = name
            self.values[name] = ""
        if tag == "p" and given.get("class") == "error":
            self._error = given["id"].removesuffix("-error")
            self.errors[self._error] = ""

    def handle_data(self, data):
        if self._error:
            self.errors[self._error] += data
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "p":
            self._error = None
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._textarea = None


def fields_of(page):
    """The fields of a page: .values, .invalid, .errors by field name."""
    found = _Fields()
    found.feed(page)
    return found


def words_of(page):
    """The text of a page without its tags, blanks run together."""
    texts = []

    class Texts(HTMLParser):
        def handle_data(self, data):
            texts.append(data)

    Texts().feed(page)
    return " ".join(unescape(" ".join(texts)).split())


def leads(house):
    """Every lead of the house, the oldest first."""
    with house.db.reading() as session:
        return list(session.exec(select(Lead).order_by(Lead.no)))


def register(desk, **typed):
    """Register a lead at the counter; answers its id."""
    answer = desk.post("/counter/leads", {**WANG, **typed})
    assert answer.status_code == 303, words_of(answer.text)
    return answer.headers["location"].partition("saved=")[2].partition("&")[0]
