"""Looks after the open streams of live pages, as long as the application runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from litestar.concurrency import sync_to_thread
from prometheus_client import Gauge

from portal.live.timing import BEAT_EVERY, RECHECK_EVERY
from portal.routes.frame.visitors import Connection, visitor_of
from portal.services.house import House
from portal.services.live import Door, revoked

log = structlog.get_logger("portal.live")
STREAMS = Gauge("portal_event_streams", "Pages that follow live events now.")


def heard_by(connection: Connection) -> int | None:
    """The version a page heard of last, when it says so."""
    heard = connection.headers.get("last-event-id", "")
    return int(heard) if heard.isdecimal() else None


def door_of(connection: Connection) -> Door:
    """What the visitor came in by."""
    visitor = visitor_of(connection)
    if visitor.screen is not None:
        return Door("device", str(visitor.screen))
    if visitor.person is not None and visitor.person.token_id is not None:
        return Door("token", str(visitor.person.token_id))
    return Door("session", visitor.session)


@asynccontextmanager
async def keep_streams(house: House) -> AsyncIterator[None]:
    """Give signs of life, and end the streams of whoever may not listen any more."""

    async def beat() -> None:
        house.hub.beat()

    async def recheck() -> None:
        doors = house.hub.doors()
        if doors:
            house.hub.shut(await sync_to_thread(revoked, house, doors))

    STREAMS.set_function(lambda: len(house.hub))
    tasks = [
        asyncio.create_task(_every(BEAT_EVERY, beat)),
        asyncio.create_task(_every(RECHECK_EVERY, recheck)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _every(span: timedelta, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(span.total_seconds())
        try:
            await work()
        except Exception:  # a database that is away for a moment
            log.exception("streams could not be looked after")
