"""The product under the bench: a process of its own on one core, and a database of its own with reviews in it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import httpx
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlmodel import Session

from deploy.bench_people import SECRET, TOKEN
from deploy.bench_slack import ZONE
from schemas.vocabulary import Consent, Kind, Size, State
from service.store import schema
from service.store.database import Database
from service.store.tables import ContactRow, PartyRow, PersonRow, ReviewRow

START_SECONDS = 20.0
USERS = ("postgres", "root")


def pair(number: int) -> tuple[str, str]:
    return f"U{number:05d}A", f"U{number:05d}B"


def review_id(number: int) -> str:
    return f"R{number:05d}"


# ---- databases ----


@contextlib.contextmanager
def sqlite() -> Iterator[str]:
    """A file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextlib.contextmanager
def postgresql() -> Iterator[str | None]:
    """A database on this machine's server that is dropped afterwards; None where there is no server."""
    user = next((user for user in USERS if answers(user)), None)
    if user is None:
        yield None
        return
    name = f"mend_bench_{token_hex(6)}"
    with psycopg.connect(server_of(user), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield f"postgresql+psycopg://{user}@127.0.0.1:5432/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def server_of(user: str) -> str:
    return make_conninfo(host="127.0.0.1", port=5432, user=user, dbname=user, connect_timeout=2)


def answers(user: str) -> bool:
    try:
        psycopg.connect(server_of(user)).close()
    except psycopg.Error:
        return False
    return True


def seed(url: str, reviews: int) -> None:
    """Conflict reviews of two people each, in which everybody is to write "my part"."""
    database = Database(url)
    try:
        schema.migrate(database)
        with database.writing() as session:
            now = datetime.now(UTC)
            session.add_all(
                ContactRow(kind=kind, name=kind, reach="7700", country="*", confirmed_at=now)
                for kind in ("people_team", "outside_line", "crisis")
            )
            for number in range(reviews):
                add_review(session, number, now)
    finally:
        database.close()


def add_review(session: Session, number: int, now: datetime) -> None:
    one, other = pair(number)
    session.add_all(PersonRow(id=person, name=person.title(), tz=ZONE) for person in (one, other))
    row = ReviewRow(
        id=review_id(number), kind=Kind.conflict.value, size=Size.small.value, state=State.acknowledge.value, version=5,
        opener_id=one, opened_at=now, entered_at=now, started_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(PartyRow(review_id=row.id, person_id=one, position=0, consent=Consent.opener.value))
    session.add(PartyRow(review_id=row.id, person_id=other, position=1, consent=Consent.accepted.value))


# ---- processes ----


@contextlib.asynccontextmanager
async def served(app: str, ready: str, **told: str) -> AsyncIterator[int]:
    """`app` behind uvicorn in a process of its own, on the first core; the port, once it answers."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "uvicorn", app, "--factory", "--host", "127.0.0.1", "--port", str(port),
        "--log-level", "critical", "--no-access-log", env=os.environ | {"SLACK_SIGNING_SECRET": SECRET, **told},
    )  # fmt: skip
    on_core(process.pid, 0)
    try:
        await until_ready(f"http://127.0.0.1:{port}{ready}")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 10)
        if process.returncode is None:
            process.kill()


def mend(url: str, slack_url: str) -> contextlib.AbstractAsyncContextManager[int]:
    """The product, with its clock at 10:00 of a Tuesday."""
    return served("deploy.process:build", "/readyz", DATABASE_URL=url, SLACK_API_URL=slack_url,
                  SLACK_BOT_TOKEN=TOKEN, MEND_DEMO="1")  # fmt: skip


def bare() -> contextlib.AbstractAsyncContextManager[int]:
    return served("deploy.bench_bare:build", "/")


async def until_ready(address: str) -> None:
    """Any answer below 500 will do: the bare route has nothing to be ready for."""
    async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as http:
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get(address)).status_code < 500:
                    return
            await asyncio.sleep(0.05)


def on_core(pid: int, core: int) -> None:
    """Where the system can do that and has a second core for the load."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > core:
        os.sched_setaffinity(pid, {core})


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
