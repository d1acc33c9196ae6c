"""Many clients at once: each does its own act, all let go at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


class Crowd:
    """Threads that stay; `rush` gives each an act and collects what became of it."""

    def __init__(self, size):
        self.size = size
        self._pool = ThreadPoolExecutor(size)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._pool.shutdown()

    def rush(self, acts):
        """What every act gave: its answer, or the exception that ended it."""
        barrier = Barrier(len(acts))
        started = [self._pool.submit(_at_once, barrier, act) for act in acts]
        return [one.result() for one in started]


def _at_once(barrier, act):
    barrier.wait()
    return outcome_of(act)


def outcome_of(act):
    """The answer, or the exception instead of it."""
    try:
        return act()
    except Exception as error:
        return error
