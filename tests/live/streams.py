"""Reads live events as a page does."""

from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One event: its topic, its version and the id a page gives back."""

    topic: str
    version: int
    id: int


class Events:
    """The events of one open stream, in the order they came."""

    def __init__(self, response):
        self.response = response
        self._lines = response.iter_lines()

    def next(self):
        """The next event; signs of life are passed over. None when it has ended."""
        fields = {}
        for line in self._lines:
            name, _, value = line.partition(": ")
            if line:
                fields[name] = value
            elif "event" in fields:
                version = int(fields["data"])
                return Event(fields["event"], version, int(fields["id"]))
            else:
                fields = {}
        return None

    def ready(self):
        """Wait until the stream has begun: what is published now is heard."""
        assert next(self._lines) == "retry: 1000"
        assert next(self._lines) == ""
        return self

    def until_beat(self):
        """Read on until a sign of life comes; False when the stream ended."""
        return any(line == ": beat" for line in self._lines)


@contextmanager
def following(client, topics, *, since=None, heard=None):
    """The stream of these topics, open until the block ends."""
    params = {"topics": topics} | ({} if since is None else {"since": since})
    headers = {} if heard is None else {"Last-Event-ID": str(heard)}
    with client.stream("GET", "/events", params=params, headers=headers) as response:
        assert response.status_code == 200, response.read()
        yield Events(response).ready()
