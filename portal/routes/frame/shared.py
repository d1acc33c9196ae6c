"""Work that many requests need at the same moment is done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """What was made last for each key, and what is being made.

    state: all that it was made of; what was made of another state is never given out.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[object, T]] = {}
        self._making: dict[Hashable, tuple[object, asyncio.Task[T]]] = {}

    async def get(
        self, key: Hashable, state: object, make: Callable[[], Awaitable[T]]
    ) -> T:
        """What this state makes; however many ask at once, it is made once."""
        if key in self._made and self._made[key][0] == state:
            return self._made[key][1]
        if key not in self._making or self._making[key][0] != state:
            task = asyncio.create_task(self._make(key, state, make))
            self._making[key] = (state, task)
        # Who goes away does not take it from the others.
        return await asyncio.shield(self._making[key][1])

    async def _make(
        self, key: Hashable, state: object, make: Callable[[], Awaitable[T]]
    ) -> T:
        mine = asyncio.current_task()
        try:
            made = await make()
            # Something newer may have been begun meanwhile: that one is kept.
            if self._is_newest(key, mine):
                self._made[key] = (state, made)
            return made
        finally:
            if self._is_newest(key, mine):
                del self._making[key]

    def _is_newest(self, key: Hashable, task: object) -> bool:
        return key in self._making and self._making[key][1] is task


class Look(Generic[T]):
    """A question many ask: one look answers all who asked before it began."""

    def __init__(self, look: Callable[[], Awaitable[T]]) -> None:
        self._look = look
        self._now: asyncio.Task[T] | None = None
        self._next: asyncio.Task[T] | None = None

    async def ask(self) -> T:
        """What is found by a look that begins after the question."""
        if self._now is None:
            self._now = asyncio.create_task(self._run(None))
            return await asyncio.shield(self._now)
        if self._next is None:
            self._next = asyncio.create_task(self._run(self._now))
        return await asyncio.shield(self._next)

    async def _run(self, before: "asyncio.Task[T] | None") -> T:
        if before is not None:
            await asyncio.wait([before])
            self._now, self._next = self._next, None
        try:
            return await self._look()
        finally:
            if self._next is None:
                self._now = None
