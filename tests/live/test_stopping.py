"""A server that is asked to stop ends at once, however many pages hang on it."""

import asyncio
import time

from portal.live import Hub
from tests.live.acts import installed
from tests.live.test_events import change
from tests.people import log_in_without_password
from tests.support.loops import run_apart
from tests.support.served import Served

STREAMS, SECONDS_TO_END = 500, 5
BEGINNING = b"retry: "


async def open_stream(port, token, gate):
    """One open stream, as a page has it: the connection, read up to its beginning."""
    async with gate:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"GET /events?topics=board HTTP/1.1\r\nHost: portal\r\n"
            b"Cookie: session=" + token.encode() + b"\r\n\r\n"
        )
        await reader.readuntil(BEGINNING)
    return reader, writer


async def stop_with_streams_open(served, token):
    """Seconds until the process has ended, and whether every page saw its end."""
    gate = asyncio.Semaphore(50)
    opened = await asyncio.gather(
        *(open_stream(served.port, token, gate) for _ in range(STREAMS))
    )
    began = time.monotonic()
    await asyncio.to_thread(served.stop)
    lasted = time.monotonic() - began
    ends = await asyncio.gather(*(reader.read() for reader, _writer in opened))
    for _reader, writer in opened:
        writer.close()
    return lasted, ends


def test_a_server_with_500_streams_ends_within_five_seconds(
    library, sqlite_url, tmp_path
):
    house = installed(tmp_path, sqlite_url, library)
    token = log_in_without_password(house, "receptionist")
    house.db.close()
    served = Served(tmp_path, sqlite_url)
    served.start()
    try:
        lasted, ends = run_apart(stop_with_streams_open(served, token))
    finally:
        served.kill()
    assert lasted < SECONDS_TO_END
    # Each was told that there is no more, and was not cut off in a word.
    assert {end[-5:] for end in ends} == {b"0\r\n\r\n"}
    assert "Traceback" not in served.said() and "Cancel" not in served.said()


def test_a_stream_that_is_asked_for_after_the_end_is_empty():
    async def story():
        hub = Hub()
        hub.open()
        hub.close()
        return [told async for told in hub.follow(None, frozenset(["board"]))]

    assert run_apart(story()) == []


def test_an_act_under_a_command_is_hindered_by_no_hub(act_as):
    act = act_as("receptionist")
    change(act, "dispatch")
    assert act.house.hub.version(act.by.site_id) > 0
