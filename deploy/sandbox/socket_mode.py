"""Socket Mode: one-use addresses, envelopes, acks with payload, disconnects.

docs: /apis/events-api/using-socket-mode
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from .checks import Json
from .delivery import Answer
from .limits import SOCKETS_MOST
from .sandbox import Sandbox

CONNECTION_SECONDS = 18_060
GRACE_SECONDS = 1.0


@dataclass
class Link:
    """One open connection and the envelopes it has not acked yet."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class SocketTransport:
    """Spreads payloads over the open connections, in turn: any connection may get any payload."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.links: list[Link] = []
        self._closing: set[asyncio.Future[None]] = set()

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        """Send one envelope and wait for its ack; without a connection it fails at once."""
        if not self.links:
            return Answer("connection_failed")
        link = self.links.pop(0)
        self.links.append(link)
        envelope = self._envelope(kind, payload, retry)
        ack = link.waiting.setdefault(envelope["envelope_id"], asyncio.get_running_loop().create_future())
        try:
            await link.socket.send_text(json.dumps(envelope))
            return Answer(body=await ack)
        except (ConnectionError, RuntimeError, WebSocketDisconnect):
            return Answer("connection_failed")
        finally:
            link.waiting.pop(envelope["envelope_id"], None)

    def _envelope(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Json:
        row: Json = {
            "envelope_id": str(uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            number, reason = retry or (0, "")
            row |= {"retry_attempt": number, "retry_reason": reason}
        return row

    async def serve(self, socket: WebSocket) -> None:
        """One connection from hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._sandbox.socket_tickets or len(self.links) >= SOCKETS_MOST:
            await socket.close(code=4403)
            return
        self._sandbox.socket_tickets.discard(ticket)
        await socket.accept()
        link = Link(socket)
        self.links.append(link)
        await socket.send_text(json.dumps(self._hello()))
        try:
            await self._listen(link)
        finally:
            self._forget(link)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.links),
            "debug_info": {
                "host": "stand-in",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": self._sandbox.workspace.app["api_app_id"]},
        }

    async def _listen(self, link: Link) -> None:
        try:
            while True:
                self._acked(link, await link.socket.receive_text())
        except WebSocketDisconnect:
            return

    def _acked(self, link: Link, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        waiting = link.waiting.get(str(message.get("envelope_id"))) if isinstance(message, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or None)

    def _forget(self, link: Link) -> None:
        if link in self.links:
            self.links.remove(link)
        for waiting in link.waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the connection closed before the ack"))

    async def disconnect(self, reason: str) -> int:
        """Tell every connection to go: `warning` only says so, others soon close. Answers how many were told."""
        links = list(self.links)
        for link in links:
            body = {"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}}
            await link.socket.send_text(json.dumps(body))
            if reason != "warning":
                self.links.remove(link)
                self._keep(asyncio.ensure_future(self._close_soon(link)))
        return len(links)

    async def _close_soon(self, link: Link) -> None:
        """It gets nothing new but may still ack what it has; then it is closed, unless its client was quicker."""
        await asyncio.sleep(GRACE_SECONDS)
        with suppress(RuntimeError):
            await link.socket.close()

    def _keep(self, task: "asyncio.Future[None]") -> None:
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
