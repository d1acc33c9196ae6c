"""Every page, read by people of every role: no word of it is left in Chinese."""

import httpx
import pytest
from sqlmodel import select

from portal.app import create_app
from portal.models.people import Account, Site, Staff
from portal.services import sessions
from portal.words import LANGUAGES
from tests.people import serving
from tests.words.foreigners import CHINESE, a_house_of_foreigners
from tests.words.pages import chinese_words, get_routes, walk

DAYS = 3
# Where somebody without a link to it would go by hand.
STARTS = (
    *("/", "/nowhere", "/search?q=Xu", "/rules", "/people", "/devices", "/pair"),
    *(
        "/leads/new",
        "/slips/new",
        "/lost/new",
        "/cases/new/delegation",
        "/imports/hooks",
    ),
)
# What a table is asked for is data of the table: headings of somebody's file.
QUOTED = ("/rules/{table:str}", "/clauses/{clause:str}")
# No pages to read; and those of things a few days of the demo do not bring about.
NO_PAGES = {
    *("/board/d/{token:str}", "/events", "/metrics"),
    "/imports/{import_id:uuid}/problems",
}
NOT_YET = {
    *("/devices/{device_id:uuid}", "/imports/hooks/{hook_id:uuid}"),
    "/imports/{import_id:uuid}",
    *("/lost/{no:str}", "/lost/{no:str}/print", "/my/leads/{lead_id:uuid}"),
}
POSTS = (
    "general_manager",
    "customer_manager",
    "receptionist",
    "salesperson",
    "designer",
    "admin",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = a_house_of_foreigners(tmp_path_factory.mktemp("foreigners"), DAYS)
    yield made
    made.db.close()


@pytest.fixture(scope="module")
def app(house):
    return create_app(house=house)


@pytest.fixture(scope="module")
def reader(house, app):
    """reader("en", "admin") -> get(path), as one of that post reads it."""
    with serving(app) as address:
        clients = []

        def sit(language, post):
            client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
            clients.append(client)
            if post:
                client.cookies.set("session", log_in(house, post, language))
                client.cookies.set("language", language)
            else:
                client.headers["accept-language"] = language
            return client.get

        yield sit
        for client in clients:
            client.close()


def log_in(house, post, language):
    with house.db.writing() as session:
        found = select(Account, Staff).join(Staff).where(Staff.position == post)
        account, staff = session.exec(found).first()
        account.locale = language
        site = session.get_one(Site, staff.site_id)
        return sessions.open_session(session, account, house, site.code, "127.0.0.1")


@pytest.fixture(scope="module")
def english(reader, app):
    """What everybody comes upon who reads English: (post, route, path, page)."""
    routes = get_routes(app)
    return [
        (post, *found)
        for post in (*POSTS, None)
        for found in walk(reader("en", post), ("/login", *STARTS), routes)
    ]


def left_in_chinese(found, *, quoting):
    """Texts of the pages that quote what a table compares, or of the others."""
    names = {language.name for language in LANGUAGES.values()}
    return {
        f"{path}: {text}"
        for _post, route, path, page in found
        if (route in QUOTED) is quoting
        for text in page.chinese
        if text not in names
    }


def test_nothing_on_any_page_is_left_in_chinese_for_who_reads_english(english):
    left = left_in_chinese(english, quoting=False)
    assert not left, "\n".join(sorted(left))


def test_the_pages_of_the_rules_are_in_english_but_for_what_they_compare(english):
    left = left_in_chinese(english, quoting=True)
    header = ("Words in the header is", "/rules/import.")
    left = {one for one in left if not any(word in one for word in header)}
    assert not left, "\n".join(sorted(left))


def test_the_walk_comes_to_every_page_there_is(english, app):
    reached = {route for _post, route, _path, _page in english}
    missed = set(get_routes(app).values()) - reached - NO_PAGES - NOT_YET
    assert not missed, "\n".join(sorted(missed))


def test_no_simplified_word_of_ours_is_left_for_who_reads_traditional(reader, app):
    simplified = chinese_words("zh_Hant")
    left = {
        f"{path}: {text}"
        for post in ("customer_manager", "receptionist")
        for _route, path, page in walk(reader("zh_Hant", post), STARTS, get_routes(app))
        for text in page.chinese
        if text in simplified
    }
    assert left == set()


def test_a_page_left_in_chinese_would_be_found(reader, app):
    (_route, _path, page), *_rest = walk(
        reader("zh_Hans", "receptionist"), ("/counter",), get_routes(app)
    )
    assert any("来单登记" in text for text in page.chinese)
    assert CHINESE.search("，")
