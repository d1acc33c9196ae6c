"""How the hub tells pages: in order, once, and never more than a slow page can hold."""

import asyncio
from contextlib import asynccontextmanager
from uuid import UUID

from portal.live import Changes, Hub
from portal.live.changes import LONGEST_NOTE, notes_of, read_note
from tests.support.loops import run_apart

SITE, OTHER = UUID(int=1), UUID(int=2)
RETRY = b"retry: 1000\n\n"


def told(topic, version):
    return f"id: {version}\nevent: {topic}\ndata: {version}\n\n".encode()


def changed(version, *topics, site=SITE):
    return Changes(site, version, topics)


@asynccontextmanager
async def following(hub, *topics, since=None):
    """A stream that has begun."""
    stream = hub.follow(SITE, frozenset(topics), since=since)
    assert await anext(stream) == RETRY
    yield stream
    await stream.aclose()


def in_loop(story):
    """Run a story with a hub that is open."""

    async def run():
        hub = Hub()
        hub.open()
        await story(hub)

    run_apart(run())


def test_a_slow_page_is_owed_the_newest_of_each_topic_and_no_more():
    async def story(hub):
        async with following(hub, "board", "leads") as slow:
            for version in range(1, 10_001):
                hub.publish(changed(version, "board" if version % 2 else "leads"))
            await asyncio.sleep(0)
            assert await anext(slow) == told("board", 9_999) + told("leads", 10_000)

    in_loop(story)


def test_a_change_that_comes_by_two_ways_is_told_once():
    async def story(hub):
        async with following(hub, "board") as page:
            hub.publish(changed(7, "board"))
            assert await anext(page) == told("board", 7)
            hub.publish(changed(7, "board"))
            hub.publish(changed(6, "board"))
            hub.publish(changed(8, "board"))
            assert await anext(page) == told("board", 8)

    in_loop(story)


def test_versions_come_in_their_order_from_many_threads():
    async def story(hub):
        async with following(hub, "board") as page:
            heard, numbers = [], range(1, 200)
            jobs = [
                asyncio.to_thread(hub.publish, changed(n, "board")) for n in numbers
            ]
            await asyncio.gather(*jobs)
            while not heard or heard[-1] < 199:
                heard += [
                    int(line[4:])
                    for line in (await anext(page)).split(b"\n")
                    if line.startswith(b"id: ")
                ]
            assert heard == sorted(set(heard))

    in_loop(story)


def test_a_page_of_another_store_hears_nothing():
    async def story(hub):
        async with following(hub, "board") as page:
            hub.publish(changed(3, "board", site=OTHER))
            hub.publish(changed(1, "board"))
            assert await anext(page) == told("board", 1)

    in_loop(story)


def test_after_a_lost_connection_one_word_stands_for_all_that_was_owed():
    async def story(hub):
        async with following(hub, "board", "leads") as page:
            hub.publish(changed(4, "board", "leads"))
            hub.start_over([changed(9, "board")])
            await asyncio.sleep(0)
            assert await anext(page) == told("refetch", 9)
            assert hub.version(SITE) == 9

    in_loop(story)


def test_versions_of_a_restored_database_are_believed_though_they_are_lower():
    async def story(hub):
        hub.publish(changed(500, "board"))
        hub.start_over([changed(3, "board")])
        await asyncio.sleep(0)
        async with following(hub, "board") as page:
            hub.publish(changed(4, "board"))
            assert await anext(page) == told("board", 4)

    in_loop(story)


def test_a_sign_of_life_comes_when_there_is_nothing_to_say():
    async def story(hub):
        async with following(hub, "board") as page:
            hub.beat()
            assert await anext(page) == b": beat\n\n"
            hub.publish(changed(1, "board"))
            await asyncio.sleep(0)
            hub.beat()
            assert await anext(page) == told("board", 1)

    in_loop(story)


def test_only_the_topics_of_the_page_make_it_old():
    async def story(hub):
        hub.publish(changed(5, "board"))
        hub.publish(changed(6, "leads"))
        await asyncio.sleep(0)
        async with following(hub, "board", since=5) as page:
            hub.publish(changed(7, "board"))
            assert await anext(page) == told("board", 7)
        async with following(hub, "leads", since=5) as page:
            assert await anext(page) == told("refetch", 7)

    in_loop(story)


def test_nobody_stays_behind_when_pages_go():
    async def story(hub):
        async with following(hub, "board"), following(hub, "leads"):
            assert len(hub) == 2
        assert len(hub) == 0

    in_loop(story)


def test_a_note_too_long_for_one_notification_becomes_several_short_ones():
    topics = tuple(f"topic.{number:020}" for number in range(400))
    notes = list(notes_of(changed(7, *topics)))
    assert len(notes) > 1
    assert max(len(note.encode()) for note in notes) <= LONGEST_NOTE
    parts = [read_note(note) for note in notes]
    assert tuple(topic for part in parts for topic in part.topics) == topics
    assert {(part.site_id, part.version) for part in parts} == {(SITE, 7)}


def test_a_note_that_is_none_is_no_change():
    assert [read_note(note) for note in ("", "good morning", "[1,2]", "{}")] == [
        None
    ] * 4
