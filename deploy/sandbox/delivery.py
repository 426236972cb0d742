"""Hands payloads to the app, over signed HTTP or a socket: three seconds for an answer, retries for events only."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from .checks import Json
from .limits import ACK_SECONDS, EVENT_RETRY_SECONDS
from .payloads import event as event_envelope
from .sandbox import Sandbox


@dataclass(frozen=True)
class Answer:
    """What came back. `failure` is empty when the app took it, else Slack's retry reason (`http_timeout`, …)."""

    failure: str = ""
    body: Any = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class Transport(Protocol):
    """A way to the app. `kind` is `slash_commands`, `interactive` or `events_api`; `retry` is (number, reason)."""

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer: ...


def signed_headers(secret: str, body: bytes, real_now: float) -> dict[str, str]:
    """The two headers of a signed request. docs: /authentication/verifying-requests-from-slack"""
    stamp = str(int(real_now))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


class HttpTransport:
    """Signed requests to the app's address: forms for commands and interactions, JSON for events."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient) -> None:
        self._sandbox, self._client = sandbox, client

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        """Post one payload; a failure becomes Slack's name for it."""
        body, headers = self._encoded(kind, payload)
        secret = self._sandbox.settings.signing_secret
        headers |= signed_headers(secret, body, self._sandbox.clock.real())
        if retry:
            headers |= {"x-slack-retry-num": str(retry[0]), "x-slack-retry-reason": retry[1]}
        try:
            response = await self._client.post(self._sandbox.settings.app_url, content=body, headers=headers)
        except httpx.TimeoutException:
            return Answer("http_timeout")
        except httpx.HTTPError:
            return Answer("connection_failed")
        return _answer(response)

    def _encoded(self, kind: str, payload: Json) -> tuple[bytes, dict[str, str]]:
        agent = {"user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        if kind == "events_api":
            return json.dumps(payload).encode(), agent | {"content-type": "application/json"}
        fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return urlencode(fields).encode(), agent | {"content-type": "application/x-www-form-urlencoded"}


def _answer(response: httpx.Response) -> Answer:
    try:
        body = response.json() if response.content else None
    except ValueError:
        body = response.text
    failure = "" if response.is_success else "http_error"
    return Answer(failure, body, response.status_code, dict(response.headers))


class Delivery:
    """One door to the app. `ack_seconds` and `sleep` are passed in by tests that do not want to wait."""

    def __init__(
        self,
        sandbox: Sandbox,
        transport: Transport,
        ack_seconds: float = ACK_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sandbox, self._transport = sandbox, transport
        self._ack_seconds, self._sleep = ack_seconds, sleep
        self._tasks: set[asyncio.Task[Any]] = set()

    async def interact(self, kind: str, what: str, payload: Json) -> Answer:
        """Send once, never again; whatever takes longer than three seconds counts as `http_timeout`."""
        return await self._noted(kind, what, payload, None)

    def event(self, inner: Json) -> None:
        """Send an event in the background if the manifest subscribes to it, up to four times in all."""
        if inner["type"] in self._sandbox.manifest.events:
            payload = event_envelope(self._sandbox.workspace, self._sandbox.ids.new("Ev"), inner)
            self._keep(asyncio.ensure_future(self._event(inner["type"], payload)))

    async def _event(self, what: str, payload: Json) -> None:
        """docs: /apis/events-api/#retries"""
        answer = await self._noted("events_api", what, payload, None)
        if self._sandbox.faults.duplicate_events:
            await self._noted("events_api", f"{what} (again)", payload, (1, "http_timeout"))
        for number, pause in enumerate(EVENT_RETRY_SECONDS, start=1):
            if not answer.failure or answer.headers.get("x-slack-no-retry") == "1":
                return
            await self._sleep(pause)
            retry = (number, answer.failure)
            answer = await self._noted("events_api", f"{what} (retry {number})", payload, retry)

    async def _noted(self, kind: str, what: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        began = self._sandbox.clock.real()
        answer = await self._in_time(kind, payload, retry)
        if self._sandbox.faults.take("drop_next_acks"):
            answer = Answer("http_timeout", {"lost on the way": answer.body})
        took = self._sandbox.clock.real() - began
        self._sandbox.journal.write("to app", what, payload, answer.body, answer.failure, took)
        return answer

    async def _in_time(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        """The app keeps working on it after the three seconds; only its answer is no longer heard."""
        task = asyncio.ensure_future(self._slowly(kind, payload, retry))
        self._keep(task)
        done, _ = await asyncio.wait({task}, timeout=self._ack_seconds)
        return task.result() if done else Answer("http_timeout")

    async def _slowly(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Answer:
        if self._sandbox.faults.slow_app_seconds:
            await self._sleep(self._sandbox.faults.slow_app_seconds)
        return await self._transport.send(kind, payload, retry)

    def _keep(self, task: asyncio.Future[Any]) -> None:
        kept: Any = task
        self._tasks.add(kept)
        kept.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Forget what is still under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
