"""The load: clients that send the next request when the last one was answered, over plain sockets, so that little of
what is measured is their own time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from deploy.bench_people import signed

Next = Callable[[], bytes | None]
"""The next request, or None: this client is done."""


@dataclass(frozen=True)
class Answered:
    """One answer: when it was asked for, how long it took, its status and body."""

    at: float
    seconds: float
    status: int
    body: bytes


@dataclass
class Client(asyncio.Protocol):
    """One connection that is kept open."""

    next_request: Next
    answers: list[Answered] = field(default_factory=list)
    over: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    _read: bytes = b""
    _sent: float = 0.0
    _transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101  so asyncio says
        self._transport = transport
        self.send()

    def send(self) -> None:
        request = self.next_request()
        assert self._transport  # noqa: S101  connected before
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or len(body) < length_of(head):
            return
        took = time.perf_counter() - self._sent
        self.answers.append(Answered(self._sent, took, int(head[9:12]), body))
        self._read = b""
        self.send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


def length_of(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def request(body: bytes, content_type: str = "application/x-www-form-urlencoded") -> bytes:
    """One signed request, ready to be written to a socket."""
    headers = signed(body, content_type) | {"host": "mend", "content-length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{head}\r\n".encode() + body


async def closed_loop(port: int, clients: int, next_request: Next) -> list[Answered]:
    """`clients` at once, each with its next request when it has its answer, until there is none. All answers."""
    loop = asyncio.get_running_loop()
    running = []
    for _ in range(clients):
        _, client = await loop.create_connection(lambda: Client(next_request), "127.0.0.1", port)
        running.append(client)
    await asyncio.gather(*(client.over for client in running))
    return [answer for client in running for answer in client.answers]


async def paced(port: int, a_second: float, bodies: list[bytes]) -> list[Answered]:
    """One request after the other at a fixed pace, whether or not the last one was answered."""

    async def one(number: int, body: bytes) -> list[Answered]:
        await asyncio.sleep(number / a_second)
        left = [body]
        return await closed_loop(port, 1, lambda: request(left.pop()) if left else None)

    every = await asyncio.gather(*(one(number, body) for number, body in enumerate(bodies)))
    return [answer for answers in every for answer in answers]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
