"""One open stream: what it follows, and what it has not been told yet."""

import asyncio
from collections.abc import Hashable
from uuid import UUID

from portal.live.changes import REFETCH


class Follower:
    """A page that follows topics of its site; lives in the server's event loop.

    A slow page is owed at most one event a topic: what it has not taken is replaced.
    door: the log-in or device it came in by, to end it when that is revoked.
    """

    def __init__(self, site_id: UUID, topics: frozenset[str], door: Hashable) -> None:
        self.site_id = site_id
        self.topics = topics
        self.door = door
        self.ended = False
        self._owed: dict[str, bytes] = {}
        self._waiting: asyncio.Future[None] | None = None

    def owe(self, topic: str, event: bytes) -> None:
        """Tell it soon."""
        self._owed.pop(topic, None)
        self._owed[topic] = event
        self._wake()

    def owe_everything(self, event: bytes) -> None:
        """Tell it to ask again for all it shows; that says all it was owed."""
        self._owed.clear()
        self.owe(REFETCH, event)

    def beat(self, sign: bytes) -> None:
        """Give a sign of life, unless there is something to say."""
        if not self._owed:
            self.owe("", sign)

    def end(self) -> None:
        """Let the stream run out."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def take(self) -> bytes:
        """Everything owed, as soon as there is something; b"" once it has ended."""
        if not self._owed and not self.ended:
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        owed = b"".join(self._owed.values())
        self._owed.clear()
        return b"" if self.ended else owed
