"""Tells the open pages of this process what changed."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Hashable, Iterable
from typing import Any
from uuid import UUID

from portal.live.changes import REFETCH, Changes, event_of
from portal.live.follower import Follower

RETRY = b"retry: 1000\n\n"  # milliseconds until a page that lost us tries again
BEAT = b": beat\n\n"


class Hub:
    """All streams of a process, and how far every topic of every site has come.

    Acts publish from their threads; pages are told in the server's event loop, each
    event encoded once. Where no server runs, as under a command, nobody is told.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._topics: dict[tuple[UUID, str], int] = {}
        self._sites: dict[UUID, int] = {}
        self._followers: set[Follower] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def open(self) -> None:
        """Begin to tell pages, in the running loop."""
        self._loop, self._closed = asyncio.get_running_loop(), False

    def close(self) -> None:
        """End every stream, now and later; from any thread or signal handler."""
        self._closed = True
        self._in_loop(self._end_all)

    def publish(self, changes: Changes | None) -> None:
        """Tell the site's pages what they have not heard yet; from any thread.

        The same change comes to a process by several ways; it is told once.
        """
        if changes is None:
            return
        with self._lock:
            news = self._note(changes)
            # Inside the lock, so that pages hear of versions in their order.
            if news:
                self._in_loop(self._tell, changes.site_id, news, changes.version)

    def start_over(self, standing: Iterable[Changes]) -> None:
        """Events may have been lost: note where topics stand; all pages refetch."""
        with self._lock:
            self._topics.clear()
            self._sites.clear()
            for changes in standing:
                self._note(changes)
            self._in_loop(self._tell_everything)

    def version(self, site_id: UUID) -> int:
        """How far this process knows the site to be; a page carries it as its age."""
        return self._sites.get(site_id, 0)

    def version_of(self, site_id: UUID, topics: Iterable[str]) -> int:
        """How far these topics of the site have come, as far as this process knows."""
        return max(self._topics.get((site_id, topic), 0) for topic in topics)

    def beat(self) -> None:
        """A sign of life, so that nobody between cuts a silent connection."""
        for one in self._followers:
            one.beat(BEAT)

    def doors(self) -> set[Hashable]:
        """By which log-ins and devices the open streams came in."""
        return {one.door for one in self._followers}

    def shut(self, doors: Iterable[Hashable]) -> None:
        """End the streams that came in by these."""
        shut = set(doors)
        for one in self._followers:
            if one.door in shut:
                one.end()

    def __len__(self) -> int:
        return len(self._followers)

    async def follow(
        self,
        site_id: UUID,
        topics: frozenset[str],
        door: Hashable = None,
        since: int | None = None,
    ) -> AsyncIterator[bytes]:
        """The events of these topics as server-sent events, until the stream ends.

        since: the version the page shows; when one of its topics has gone on
        meanwhile, the first event tells it to ask again.
        """
        one = Follower(site_id, topics, door)
        self._followers.add(one)
        try:
            if self._closed:
                return
            if since is not None and self.version_of(site_id, topics) > since:
                one.owe_everything(event_of(REFETCH, self.version(site_id)))
            yield RETRY
            while told := await one.take():
                yield told
        finally:
            # Nothing may be awaited here: the request may be cancelled already.
            self._followers.discard(one)

    def _note(self, changes: Changes) -> list[str]:
        """Note the versions; gives the topics that were not known to be that far."""
        site, version = changes.site_id, changes.version
        news = [t for t in changes.topics if self._topics.get((site, t), 0) < version]
        self._topics.update({(site, topic): version for topic in news})
        self._sites[site] = max(version, self._sites.get(site, 0))
        return news

    def _in_loop(self, work: Callable[..., None], *values: Any) -> None:
        # A loop that has just been closed has no pages left to tell.
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(work, *values)

    def _tell(self, site_id: UUID, topics: list[str], version: int) -> None:
        events = {topic: event_of(topic, version) for topic in topics}
        for one in self._followers:
            if one.site_id == site_id:
                for topic in one.topics & events.keys():
                    one.owe(topic, events[topic])

    def _tell_everything(self) -> None:
        for one in self._followers:
            one.owe_everything(event_of(REFETCH, self.version(one.site_id)))

    def _end_all(self) -> None:
        for one in self._followers:
            one.end()
