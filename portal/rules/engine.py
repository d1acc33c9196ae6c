"""durable-rules as the matcher, used in the one way that was measured to be safe.

No Host, no threads, one state per ruleset, and only small integers cross into C: a fact
is asserted, its rows are drained, the fact is retracted, all under one lock.
"""

import json
import logging
import threading
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

import durable_rules_engine

from portal.rules.encode import encode
from portal.rules.evaluate.matcher import ReferenceMatcher
from portal.rules.shards import WARM, row_number, shards_of
from portal.rules.table import Column, Row, Value

log = logging.getLogger("portal.rules")
# The engine knows messages by a 32-bit hash of their id: no two of these collide.
_IDS = 100_000
_OK, _NO_MATCH = 0, 1


class EngineFault(RuntimeError):
    """The engine answered with a code that must not occur."""


class EngineMatcher:
    """The rows of one version in the engine; answers from the reference if it fails."""

    def __init__(self, rows: Sequence[Row], columns: Mapping[str, Column]) -> None:
        self.encoded = encode(columns, rows)
        self.reference = ReferenceMatcher(rows)
        self._lock = threading.Lock()
        shards = shards_of(self.encoded.boxes)
        self._definitions = [json.dumps(one) for one in shards.definitions]
        self._always = shards.always
        self._odd = [(number, self.encoded.boxes[number]) for number in shards.odd]
        fields = (f'"c{place}":%d,' for place in range(len(self.encoded.scales)))
        self._format = "{" + "".join(fields) + '"id":"%d"}'
        self._next_id = 0
        self._handles: list[int] = []
        self._close = weakref.finalize(self, _free, self._handles)
        self._close.atexit = False
        for definition in self._definitions:
            self._handles.append(_build(definition))

    def match(self, values: Mapping[str, Value]) -> list[int]:
        """Row numbers, ascending; by the reference when closed or after a fault."""
        codes = self.encoded.codes(values)
        with self._lock:
            if not self._close.alive:
                return self.reference.match(values)
            found = self._drain_all(codes)
        if found is None:
            return self.reference.match(values)
        found.update(self._always)
        found.update(number for number, box in self._odd if _inside(codes, box))
        return sorted(found)

    def close(self) -> None:
        """Frees the engine's memory once a running match is done; harmless twice."""
        with self._lock:
            self._close()

    def _drain_all(self, codes: list[int]) -> set[int] | None:
        self._next_id = (self._next_id + 1) % _IDS
        fact = self._format % (*codes, self._next_id)
        found: set[int] = set()
        for place, handle in enumerate(self._handles):
            try:
                found.update(_drain(handle, fact))
            except BaseException as fault:
                # Whatever happened, this shard's state can no longer be trusted.
                log.error("shard %d failed: %r; the reference answers", place, fault)
                self._rebuild(place)
                if not isinstance(fault, Exception):
                    raise
                return None
        return found

    def _rebuild(self, place: int) -> None:
        old = self._handles[place]
        try:
            self._handles[place] = _build(self._definitions[place])
        except Exception:
            log.exception("shard %d cannot be rebuilt; the reference answers", place)
            self._close()
            return
        _free([old])


def _build(definition: str) -> int:
    """A ruleset with its sentinel fired once, so that its state is initialised."""
    handle: int = durable_rules_engine.create_ruleset("t", definition)
    code, state = durable_rules_engine.assert_event(handle, f'{{"{WARM}":1}}')
    fired = durable_rules_engine.start_action_for_state(handle, state)
    if code != _OK or not fired or '"w"' not in fired[1]:
        raise EngineFault(f"the sentinel did not fire: {code}")
    durable_rules_engine.complete_and_start_action(handle, state)
    return handle


def _drain(handle: int, fact: str) -> list[int]:
    """The rows one shard finds for the fact."""
    code, state = durable_rules_engine.assert_fact(handle, fact)
    if code == _NO_MATCH:
        return []
    if code != _OK:
        raise EngineFault(f"a fact was not taken: {code}")
    found = []
    try:
        fired = durable_rules_engine.start_action_for_state(handle, state)
        message: Any = fired and fired[1]
        while message:
            found.append(row_number(message[2 : message.index('"', 2)]))
            message = durable_rules_engine.complete_and_start_action(handle, state)
    finally:
        durable_rules_engine.retract_fact(handle, fact)
    return found


def _free(handles: list[int]) -> None:
    """The states first: without that the engine keeps their memory for ever."""
    for handle in handles:
        try:
            durable_rules_engine.delete_state(handle, None)
            durable_rules_engine.delete_ruleset(handle)
        except Exception:
            log.exception("a shard could not be freed")
    handles.clear()


def _inside(codes: list[int], box: Sequence[Any]) -> bool:
    return all(
        ranges is None or any(low <= code <= high for low, high in ranges)
        for code, ranges in zip(codes, box, strict=True)
    )
