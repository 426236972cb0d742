"""A tiny app to put behind the stand-in: says what it heard, answers what a test tells it to."""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECRET = "a-signing-secret"
TOKEN = "xoxb-test"
Json = dict[str, Any]
Answerer = Callable[[Json], Awaitable[Any]]


class FakeApp:
    """`on["/mend"]`, `on["callback_id"]`, `on["action_id"]` or `on["event type"]` answer; without one it acks empty."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Json, dict[str, str]]] = []
        self.on: dict[str, Answerer] = {}
        self.slack: httpx.AsyncClient
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        slack = Route("/slack/events", self.receive, methods=["POST"])
        self.asgi = Starlette(routes=[slack, Route("/demo/clock", self.clock, methods=["GET", "POST"])])

    async def clock(self, request: Request) -> Response:
        """The product's clock, as the demo has one."""
        if request.method == "POST":
            asked = await request.json()
            if "clock" in self.on:
                await self.on["clock"](asked)
            self.now += timedelta(seconds=asked["advance_seconds"])
        return JSONResponse({"now": self.now.isoformat(), "posted": 2})

    async def receive(self, request: Request) -> Response:
        raw = await request.body()
        assert signature(raw, request) == request.headers["x-slack-signature"]
        name, body = named(raw, request.headers["content-type"])
        self.heard.append((name, body, dict(request.headers)))
        answer = await self.on[name](body) if name in self.on else None
        if isinstance(answer, int):
            return Response(status_code=answer)
        return JSONResponse(answer) if answer is not None else Response()

    async def api(self, method: str, token: str = TOKEN, **args: Any) -> Json:
        """Call the stand-in's Web API with JSON."""
        answer = await self.slack.post(f"/api/{method}", json=args, headers={"authorization": f"Bearer {token}"})
        body: Json = answer.json()
        return body

    def names(self) -> list[str]:
        """What was heard, in order."""
        return [name for name, _, _ in self.heard]

    def last(self, name: str) -> Json:
        """The last payload of this name."""
        return [body for heard, body, _ in self.heard if heard == name][-1]


def signature(raw: bytes, request: Request) -> str:
    base = b"v0:" + request.headers["x-slack-request-timestamp"].encode() + b":" + raw
    return "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()


def named(raw: bytes, kind: str) -> tuple[str, Json]:
    """A request's name and payload."""
    if kind.startswith("application/json"):
        body = json.loads(raw)
        return body["event"]["type"], body
    fields = {key: values[0] for key, values in parse_qs(raw.decode(), keep_blank_values=True).items()}
    if "payload" not in fields:
        return fields["command"], fields
    body = json.loads(fields["payload"])
    if body["type"] == "block_actions":
        return body["actions"][0]["action_id"], body
    if body["type"].startswith("view_"):
        return f"{body['type']}:{body['view']['callback_id']}", body
    return body["callback_id"], body


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(label), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def typed(block_id: str, label: str, **element: Any) -> Json:
    inner = {"type": "plain_text_input", "action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": inner}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def modal(*blocks: Json, callback_id: str = "draft", **more: Any) -> Json:
    row = {"type": "modal", "callback_id": callback_id, "title": plain("A draft"), "submit": plain("Go on")}
    return row | {"blocks": list(blocks)} | more


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}
