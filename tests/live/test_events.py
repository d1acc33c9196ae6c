"""A page hears that its topics changed: its site's, once, and only after the commit."""

import pytest
from sqlmodel import select

from portal.live import announce, latest_of
from portal.models.people import ApiToken, LoginSession
from portal.services import people, sessions
from portal.services.use_case import Act, use_case
from tests.live.streams import following
from tests.people import acting


@use_case
def change(tx, *topics) -> None:
    """An act that says these topics changed."""
    tx.event(*topics)


@use_case
def fail(tx, *topics) -> None:
    """An act that says so and is undone."""
    tx.event(*topics)
    raise RuntimeError("undone")


@pytest.fixture
def page(desk_of):
    return desk_of("receptionist").client


def test_a_page_hears_of_the_topics_it_follows_and_of_no_others(act_as, page):
    with following(page, "dispatch,leads") as events:
        change(act_as("customer_manager"), "cases")
        change(act_as("customer_manager"), "leads")
        first = events.next()
    assert (first.topic, first.id) == ("leads", first.version)


def test_versions_of_a_site_rise_with_every_act(act_as, page):
    with following(page, "dispatch,leads") as events:
        change(act_as("customer_manager"), "dispatch", "leads")
        change(act_as("customer_manager"), "dispatch")
        told = [events.next() for _ in range(3)]
    assert {one.topic for one in told[:2]} == {"dispatch", "leads"}
    assert told[0].version == told[1].version < told[2].version


def test_an_act_that_is_undone_is_heard_of_by_nobody(house, act_as, page):
    with following(page, "dispatch") as events:
        before = house.hub.version(act_as("customer_manager").by.site_id)
        with pytest.raises(RuntimeError):
            fail(act_as("customer_manager"), "dispatch")
        change(act_as("customer_manager"), "dispatch")
        told = events.next()
    assert told.version == before + 1


def test_what_is_heard_stands_in_the_database_already(house, act_as, page):
    site_id = act_as("customer_manager").by.site_id
    with following(page, "dispatch") as events:
        change(act_as("customer_manager"), "dispatch")
        told = events.next()
        with house.db.reading() as session:
            assert latest_of(session, site_id, ["dispatch"]) == told.version


def test_another_store_is_not_told(house, act_as, page):
    other = Act(house, people.the_house(people.add_site(house, "nanmen", "南门店")))
    manager = act_as("customer_manager")
    with following(page, "dispatch") as events:
        before = house.hub.version(manager.by.site_id)
        change(other, "dispatch")
        change(manager, "dispatch")
        assert events.next().version == before + 1
        change(other, "dispatch")
        change(manager, "dispatch")
        assert events.next().version == before + 2


def test_a_page_that_shows_an_older_state_is_told_to_ask_again(house, act_as, page):
    manager = act_as("customer_manager")
    change(manager, "dispatch")
    shown = house.hub.version(manager.by.site_id)
    change(manager, "leads")
    with following(page, "dispatch,leads", since=shown) as events:
        assert events.next().topic == "refetch"
    with following(page, "dispatch", since=shown) as events:
        change(manager, "dispatch")
        assert events.next().topic == "dispatch"


def test_a_page_that_comes_back_is_told_what_it_missed(act_as, page):
    manager = act_as("customer_manager")
    with following(page, "dispatch") as events:
        change(manager, "dispatch")
        heard = events.next().id
    change(manager, "dispatch")
    with following(page, "dispatch", since=0, heard=heard) as events:
        missed = events.next()
    assert missed.topic == "refetch"
    with following(page, "dispatch", since=0, heard=missed.id) as events:
        change(manager, "dispatch")
        assert events.next().topic == "dispatch"


def test_a_change_by_a_command_reaches_the_pages_of_the_server(house, page, act_as):
    """Another connection writes, as `portal user` or a job does."""
    site_id = act_as("customer_manager").by.site_id
    with following(page, "people") as events:
        with house.db.writing() as session:
            announce(house.db, session, site_id, ["people"])
        assert events.next().topic == "people"


@pytest.mark.parametrize(
    "topics", ["", "Dispatch", "a,,b", "a,", "a b", "a;b", "a" * 201, "../x"]
)
def test_topics_that_are_none_are_refused(page, topics):
    assert page.get("/events", params={"topics": topics}).status_code in (400, 422)


def test_nobody_follows_without_a_log_in(browser_client):
    where = {"url": "/events", "params": {"topics": "board"}}
    browser = browser_client()
    assert browser.get(**where).headers["location"].startswith("/login")
    assert browser.get(**where, headers={"HX-Request": "true"}).status_code == 401
    # An EventSource takes the log-in page for a fault and asks again for ever.
    assert (
        browser.get(**where, headers={"Accept": "text/event-stream"}).status_code == 204
    )


def test_who_may_not_read_the_board_follows_nothing(desk_of):
    page = desk_of("owners_committee").client
    assert page.get("/events", params={"topics": "board"}).status_code == 403


def test_the_stream_ends_within_seconds_of_a_log_out(house, desk_of, act_as):
    page = desk_of("receptionist").client
    other = desk_of("customer_manager").client
    with following(page, "dispatch") as ended, following(other, "dispatch") as goes_on:
        with house.db.writing() as session:
            account = acting(house, "receptionist").by.account_id
            where = LoginSession.account_id == account
            sessions.revoke(session, where, house.clock.now())
        assert ended.next() is None
        change(act_as("customer_manager"), "dispatch")
        assert goes_on.next().topic == "dispatch"


def test_the_stream_of_a_program_ends_when_its_token_is_revoked(house, program):
    hr = program("hr")
    hr.client.headers.update(hr.headers)
    with house.db.reading() as session:
        token = session.exec(select(ApiToken.id)).one()
    with following(hr.client, "dispatch") as events:
        people.revoke_token(acting(house, "admin"), token)
        assert events.next() is None


def test_streams_that_were_closed_are_forgotten(house, page, act_as):
    with following(page, "dispatch") as one, following(page, "leads") as other:
        assert len(house.hub) == 2
    with following(page, "dispatch,leads") as events:
        change(act_as("customer_manager"), "dispatch")
        events.next()
        assert len(house.hub) == 1
    assert one is not other
