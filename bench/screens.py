"""Screens on many walls: each follows the events and fetches the board again."""

import asyncio
import time
from dataclasses import dataclass, field

END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Screen:
    """One screen: a stream of events, and a connection on which it fetches."""

    port: int
    cookie: str
    fetches: bool
    heard: dict[int, float] = field(default_factory=dict)
    shown: dict[int, float] = field(default_factory=dict)

    async def open(self) -> None:
        """Begin to follow; the first fetch is not counted."""
        self._events, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self._request("/events?topics=board"))
        await self._events.readuntil(b"retry: ")
        self._keep = writer
        if self.fetches:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self.port
            )
            await self._fetch()

    def _request(self, path: str, heard: int | None = None) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: portal"]
        lines.append(f"Cookie: screen={self.cookie}")
        if heard is not None:
            lines.append(f"Last-Event-ID: {heard}")
        return "\r\n".join(lines).encode() + END_OF_HEAD

    async def follow(self) -> None:
        """Note when each version was heard of, and when its picture was there."""
        while line := await self._events.readline():
            if line.startswith(b"data: "):
                version = int(line[6:])
                self.heard[version] = time.monotonic()
                if self.fetches:
                    await self._fetch(version)
                    self.shown[version] = time.monotonic()

    async def _fetch(self, heard: int | None = None) -> None:
        self._writer.write(self._request("/board/rows", heard))
        head = await self._reader.readuntil(END_OF_HEAD)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
        await self._reader.readexactly(int(length))

    async def close(self) -> None:
        """Switch it off."""
        self._keep.close()
        if self.fetches:
            self._writer.close()


async def open_all(screens: list[Screen], at_once: int = 50) -> None:
    """Open them in groups: a store switches its screens on one after the other."""
    for start in range(0, len(screens), at_once):
        group = screens[start : start + at_once]
        await asyncio.gather(*(one.open() for one in group))
