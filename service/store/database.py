"""The database: a SQLite file or PostgreSQL, and transactions that open, work and commit inside one thread call."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

T = TypeVar("T")
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON", "secure_delete=ON")


def make_engine(url: str) -> sa.Engine:
    """An engine for `sqlite:///file.db` or `postgresql+psycopg://…` (plain `postgresql://` means psycopg too)."""
    if not url.startswith("sqlite"):
        return sa.create_engine(
            url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True, hide_parameters=True
        )
    engine = sa.create_engine(url, hide_parameters=True)  # an error or a log line holds no words

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A writer that began with a read could not wait for another writer, and would fail.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine


class Late(Exception):
    """Nothing was changed: whoever asked has been told that it was not saved."""


class Database:
    """Runs pieces of work in transactions of their own, off the event loop.

    On SQLite one thread writes: writers wait in its queue and not in each other's way.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writing = self.engine.execution_options(writes=True) if self.is_sqlite else self.engine
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else 10, thread_name_prefix="writer")
        self._under_way = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose work is committed at the end, or undone when anything is raised."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only; whatever it holds is undone."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    async def write(self, work: Callable[[Session], T], until: float | None = None) -> T:
        """Does `work` in one committed transaction, and answers after the commit.

        Nothing is committed after `until` (seconds since 1970, real time): `Late` is raised instead.
        """
        self._under_way += 1
        self._calm.clear()
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writers, self._committed, work, until)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._calm.set()

    async def calm(self, longest: float) -> None:
        """Waits until nothing is being written from here, but no longer than so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._calm.wait()

    async def read(self, work: Callable[[Session], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._looked, work)

    def _committed(self, work: Callable[[Session], T], until: float | None) -> T:
        with self.writing() as session:
            done = work(session)
            if until is not None and time.time() > until:
                raise Late
            return done

    def _looked(self, work: Callable[[Session], T]) -> T:
        with self.reading() as session:
            return work(session)

    def close(self) -> None:
        self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()
