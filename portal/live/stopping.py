"""A server that is asked to stop waits for its answers, and streams have no end."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from portal.live.hub import Hub

ASKED = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ending_with_the_process(hub: Hub) -> Iterator[None]:
    """End the streams as soon as the process is asked to stop, then as before.

    Signals come to the main thread alone; a server in another one closes the hub.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ASKED}

    def end(number: int, frame: FrameType | None) -> None:
        hub.close()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in ASKED:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
