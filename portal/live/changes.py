"""What changed: as an act writes it, as processes tell it, as a page reads it."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

# PostgreSQL refuses a notification of 8,000 bytes or more.
LONGEST_NOTE = 7_900
REFETCH = "refetch"


class Changes(msgspec.Struct, frozen=True, array_like=True):
    """Topics of one site, and the version the site reached with them.

    A site has one running version, so topics and processes can be compared by it.
    """

    site_id: UUID
    version: int
    topics: tuple[str, ...]


def notes_of(changes: Changes) -> Iterator[str]:
    """The changes as notifications between processes, each short enough to be sent."""
    whole = msgspec.json.encode(changes)
    if len(whole) <= LONGEST_NOTE:
        yield whole.decode()
        return
    half = len(changes.topics) // 2
    for part in (changes.topics[:half], changes.topics[half:]):
        yield from notes_of(msgspec.structs.replace(changes, topics=part))


def read_note(note: str) -> Changes | None:
    """The changes of a notification; None when it is none of ours."""
    try:
        return msgspec.json.decode(note, type=Changes)
    except msgspec.DecodeError:
        return None


def event_of(topic: str, version: int) -> bytes:
    """One server-sent event; its id is what a page that comes back has seen."""
    return f"id: {version}\nevent: {topic}\ndata: {version}\n\n".encode()
