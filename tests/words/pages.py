"""Reads the pages of a house as people of every role come upon them, link by link."""

import re
from collections import Counter, deque
from html.parser import HTMLParser

from portal.locale.__main__ import messages
from portal.locale.catalogues import places, read
from tests.words.foreigners import CHINESE

# Pages of one route are alike: a few of them show whatever it can show.
ENOUGH = 3
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta"})


class Page(HTMLParser):
    """Links of a page, and what of it is Chinese though it is not marked as such."""

    def __init__(self, html):
        super().__init__()
        self.links, self.texts, self.chinese = [], [], []
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        language = dict(attrs).get("lang") or ""
        marked = self._marked() or (language.startswith("zh") and tag != "html")
        if tag not in VOID:
            self._open.append((tag, marked))
        for name, value in attrs:
            if name in ("href", "hx-get") and value and value.startswith("/"):
                self.links.append(value.partition("#")[0])
            elif value and not marked:
                self._note(value)

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self._marked():
            self._note(" ".join(data.split()))

    def _note(self, text):
        self.texts.append(text)
        if CHINESE.search(text):
            self.chinese.append(text)

    def _marked(self):
        return bool(self._open) and self._open[-1][1]


def chinese_words(language):
    """Every Chinese text of ours that the language says otherwise."""
    return {
        message.id
        for place in places()
        if place.language == language
        for message in messages(read(place))
        if message.string != message.id
    }


def get_routes(app):
    """Pattern -> path template of what answers GET with a page, plain paths first."""
    return {
        re.compile(re.sub(r"\{[^}]*\}", "[^/]+", route.path) + "/?"): route.path
        for route in sorted(app.routes, key=lambda one: one.path.count("{"))
        if "GET" in getattr(route, "methods", ())
        and not route.path.startswith(("/static", "/api", "/health", "/schema"))
    }


def walk(get, starts, routes):
    """(route, path, Page) of everything that links lead to from `starts`.

    get: path -> answer; routes: as get_routes gives them.
    """
    counted, waiting, seen = Counter(), deque(starts), set()
    while waiting:
        path = waiting.popleft()
        plain, _mark, query = path.partition("?")
        route = next((name for one, name in routes.items() if one.fullmatch(plain)), "")
        alike = (route, *sorted(pair.partition("=")[0] for pair in query.split("&")))
        if path in seen or counted[alike] >= ENOUGH:
            continue
        seen.add(path)
        counted[alike] += 1
        answer = get(path)
        assert answer.status_code < 500, f"{path} failed"
        if answer.headers.get("content-type", "").startswith("text/html"):
            page = Page(answer.text)
            yield route, path, page
            waiting.extend(page.links)
