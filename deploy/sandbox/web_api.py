"""Slack's Web API as the app sees it: arguments, tokens, scopes, limits, then one function per method."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from . import api_chat, api_people, api_views
from .checks import Json
from .cut import CutConnection
from .refusal import Refusal
from .sandbox import Sandbox

NESTED = ("blocks", "view", "metadata", "attachments")


@dataclass(frozen=True)
class Method:
    """One row: the function, the tier, the bot scope it always needs, and the kind of token."""

    call: Callable[[Sandbox, Json], Json]
    tier: int
    scope: str = ""
    token: str = "xoxb"


METHODS: dict[str, Method] = {
    "auth.test": Method(api_people.auth_test, 0),
    "apps.connections.open": Method(api_people.connections_open, 0, token="xapp"),
    "users.info": Method(api_people.users_info, 4, "users:read"),
    "users.list": Method(api_people.users_list, 2, "users:read"),
    "conversations.open": Method(api_people.conversations_open, 3),
    "conversations.history": Method(api_people.conversations_history, 3),
    "chat.postMessage": Method(api_chat.post_message, 0, "chat:write"),
    "chat.update": Method(api_chat.update_message, 3, "chat:write"),
    "chat.delete": Method(api_chat.delete_message, 3, "chat:write"),
    "views.open": Method(api_views.views_open, 4),
    "views.push": Method(api_views.views_push, 4),
    "views.update": Method(api_views.views_update, 4),
    "views.publish": Method(api_views.views_publish, 4),
}


class Wait(Exception):
    """Too many calls: HTTP 429 with so many seconds in Retry-After. docs: /apis/web-api/rate-limits"""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WebApi:
    """Answers `/api/{method}`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def answer(self, name: str, request: Request) -> Response:
        """One call: a request in, Slack's answer out; noted in the journal."""
        sandbox, began = self._sandbox, self._sandbox.clock.real()
        sandbox.calls_in_flight += 1
        args: Json = {}
        try:
            if began < sandbox.faults.down_until:
                return self._noted(
                    name, args, Response("down", 500), {"ok": False}, "500: Slack is down (fault)", began
                )
            args, token = await read_arguments(request)
            return self._called(name, args, token, began)
        finally:
            sandbox.calls_in_flight -= 1
            sandbox.call_ended()

    def _called(self, name: str, args: Json, token: str, began: float) -> Response:
        try:
            body = {"ok": True, **self._call(name, args, token)}
        except Refusal as refusal:
            body = refusal.answer()
            return self._noted(name, args, self._json(body), body, f"{refusal.code} {refusal.pages()}", began)
        except Wait as wait:
            body = {"ok": False, "error": "ratelimited"}
            answer = self._json(body, 429, {"Retry-After": str(wait.seconds)})
            return self._noted(name, args, answer, body, "429 /apis/web-api/rate-limits", began)
        if name == "chat.postMessage" and self._sandbox.faults.cut_this_post():
            return self._noted(name, args, CutConnection(), body, "connection cut after posting (fault)", began)
        return self._noted(name, args, self._json(body), body, "", began)

    def _call(self, name: str, args: Json, token: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refusal("unknown_method", "/apis/web-api")
        self._check_token(method, token)
        self._check_pace(name, method, args)
        if method.scope:
            api_people.need_scope(self._sandbox, method.scope)
        return method.call(self._sandbox, args)

    def _check_token(self, method: Method, token: str) -> None:
        """docs: /authentication/tokens"""
        settings = self._sandbox.settings
        page = "/authentication/tokens"
        if not token:
            raise Refusal("not_authed", page)
        if token not in (settings.bot_token, settings.app_token):
            raise Refusal("invalid_auth", page)
        kind = "xoxb" if token == settings.bot_token else "xapp"
        if kind != method.token:
            raise Refusal("not_allowed_token_type", page)

    def _check_pace(self, name: str, method: Method, args: Json) -> None:
        pace = self._sandbox.pace
        wait = 1 if self._sandbox.faults.take("next_429") else pace.wait_for_call(name, method.tier)
        if name == "chat.postMessage":
            wait = wait or pace.wait_for_message(self._place(str(args.get("channel"))))
        if wait:
            raise Wait(wait)

    def _place(self, channel: str) -> str:
        """A user id stands for that person's DM, so that both names share one pace."""
        workspace = self._sandbox.workspace
        found = workspace.people.get(channel)
        return workspace.conversation([found])[0].id if found else channel

    def _json(self, body: Json, status: int = 200, headers: dict[str, str] | None = None) -> JSONResponse:
        real = datetime.fromtimestamp(self._sandbox.clock.real(), UTC)
        shared = {
            "x-oauth-scopes": ",".join(self._sandbox.manifest.scopes),
            "x-slack-req-id": self._sandbox.ids.secret(16),
            "date": format_datetime(real, usegmt=True),
        }
        return JSONResponse(body, status, shared | (headers or {}))

    def _noted(self, name: str, args: Json, response: Response, body: Any, trouble: str, began: float) -> Response:
        took = self._sandbox.clock.real() - began
        self._sandbox.journal.write("from app", name, args, body, trouble.strip(), took)
        return response


async def read_arguments(request: Request) -> tuple[Json, str]:
    """Arguments from the query, a form or JSON, and the token from header or argument. docs: /apis/web-api"""
    args: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        args |= _decoded(await request.body(), dict)
    elif kind:
        args |= dict(await request.form())
    for name in NESTED:
        if isinstance(args.get(name), str):
            args[name] = _decoded(args[name], object)
    header = request.headers.get("authorization", "")
    token = str(args.pop("token", "") or header.removeprefix("Bearer ").strip())
    return args, token


def _decoded(raw: str | bytes, kind: type) -> Any:
    try:
        value = json.loads(raw or "{}")
    except ValueError:
        value = None
    return value if isinstance(value, kind) and value is not None else ({} if kind is dict else str(raw))
