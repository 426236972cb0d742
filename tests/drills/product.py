"""The product under a drill: one or several processes on one database, killed without warning and started again."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlmodel import Session

from deploy.bench_people import SECRET, TOKEN
from service.store import schema
from service.store.database import Database
from service.store.tables import ContactRow

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60.0


@dataclass
class Product:
    """Ports in a fixed order; `pids` says which process serves each of them now."""

    ports: list[int]
    zygote: asyncio.subprocess.Process
    http: aiohttp.ClientSession
    pids: dict[int, int] = field(default_factory=dict)
    one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)

    def urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.ports]

    async def start(self, port: int) -> None:
        """Forks a process for this port and waits until it answers."""
        assert self.zygote.stdin and self.zygote.stdout
        async with self.one_by_one:
            self.zygote.stdin.write(f"{port}\n".encode())
            self.pids[port] = int(await self.zygote.stdout.readline())
        async with asyncio.timeout(READY_SECONDS):
            while not await self.answers(port):  # noqa: ASYNC110  it is another process
                await asyncio.sleep(0.02)

    async def answers(self, port: int) -> bool:
        try:
            async with self.http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def kill(self, port: int) -> None:
        """kill -9: nothing is said, nothing is tidied up."""
        os.kill(self.pids[port], signal.SIGKILL)

    async def catch_up(self) -> bool:
        """Everything that is due by now, done and posted; False when it took too long, or the process died over it."""
        try:
            async with self.http.post(f"{self.urls()[0]}/demo/clock", json={"advance_seconds": 0}) as answer:
                return answer.status == 200 and bool((await answer.json())["posted"])
        except (aiohttp.ClientError, TimeoutError):
            return False


@contextlib.asynccontextmanager
async def product(url: str, slack_url: str, processes: int, **more: str) -> AsyncIterator[Product]:
    """The product on this database, with its clock at 10:00 of a Tuesday and everything a workspace has to name."""
    prepare(url)
    told = {"DATABASE_URL": url, "SLACK_API_URL": slack_url, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET,
            "MEND_DEMO": "1", **more}  # fmt: skip
    zygote = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.drills.zygote", cwd=ROOT, env=os.environ | told,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http:
            made = Product(free_ports(processes), zygote, http)
            for port in made.ports:
                await made.start(port)
            yield made
    finally:
        assert zygote.stdin
        zygote.stdin.close()
        await zygote.wait()


def prepare(url: str) -> None:
    """Tables, and whom the workspace names before anybody can open a review."""
    database = Database(url)
    try:
        schema.migrate(database)
        with Session(database.engine) as session:
            session.add_all(
                ContactRow(kind=kind, name=kind, reach="7700", country="*", confirmed_at=datetime.now(UTC))
                for kind in ("people_team", "outside_line", "crisis")
            )
            session.commit()
    finally:
        database.close()


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
