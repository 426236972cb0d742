"""What the workflows of this process work with; set once, when the service starts."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from dbos import DBOSClient
from sqlmodel import Session

from schemas.commands import Receipt
from schemas.readings import NewsReading
from service.store.database import Database
from service.store.outbox import Outbox

T = TypeVar("T")
AT_ONCE = 8
"""Deliveries under way in one process: people's own acts never wait behind more."""
LETS_GO_FIRST = 0.02
"""Seconds that a delivery waits for acts that are under way; where they never end, news must still get out."""
Subscriber = Callable[[NewsReading], Awaitable[Receipt]]
"""Takes one piece of news to its reader. Raises when it cannot know whether it arrived."""


@dataclass
class Context:
    database: Database
    outbox: Outbox
    subscriber: Subscriber
    client: DBOSClient | None = None
    under_way: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    busy: int = 0
    """Deliveries that have begun and not ended, also those that wait."""

    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def rest(self, seconds: float) -> None:
        """Waits, but not while the process is asked to stop: whoever comes after does what is left."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stopping.wait(), seconds)

    async def write(self, work: Callable[[Session], T]) -> T:
        """For deliveries: one of them writes at a time, and lets people's acts go first for a while."""
        async with self.writing:
            await self.database.calm(LETS_GO_FIRST)
            return await self.database.write(work)


_current: Context | None = None


def use(context: Context) -> None:
    global _current  # noqa: PLW0603  DBOS registers workflows as module functions; they need one place to look
    _current = context


def current() -> Context:
    if _current is None:
        raise RuntimeError("the engine has not been started")
    return _current
