"""A Slack that only answers and remembers, for the bench and the drills: no checks, any latency, and it never dies.

What arrives is kept the moment it has arrived, also when whoever sent it does not live to read the answer.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

Json = dict[str, Any]
TEAM = "T0BENCH"
ZONE = "Europe/Berlin"
PAGE = 200


@dataclass(frozen=True)
class Call:
    """One call that arrived, and when (`time.perf_counter`)."""

    method: str
    at: float
    given: Json

    @property
    def news_id(self) -> str | None:
        """Which news a message says it is."""
        metadata = self.given.get("metadata") or {}
        found = metadata.get("event_payload", {}).get("news_id")
        return str(found) if found else None


@dataclass
class FakeSlack:
    """Answers the methods that Mend calls. `latency` gives the seconds an answer is on its way."""

    latency: Callable[[], float] = lambda: 0.0
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    """By conversation, oldest first."""
    views: dict[str, tuple[Json, float]] = field(default_factory=dict)
    """By the trigger that opened it: the view as Slack keeps it, and when it arrived."""
    homes: dict[str, Json] = field(default_factory=dict)
    on_post: Callable[[Call], asyncio.Future[None] | None] = lambda call: None
    """May hold back the answer to a message that has arrived."""
    url: str = ""
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    def posted(self) -> list[Call]:
        """Every message that arrived as a new one, in order."""
        return [call for call in self.calls if call.method == "chat.postMessage"]

    async def _answer(self, request: web.Request) -> web.Response:
        at = time.perf_counter()
        call = Call(request.match_info["method"], at, await _given(request))
        self.calls.append(call)
        answer = self._known(call)
        held = self.on_post(call) if call.method == "chat.postMessage" else None
        if held:
            await held
        if wait := self.latency():
            await asyncio.sleep(wait)
        return web.json_response({"ok": True} | answer)

    def _known(self, call: Call) -> Json:
        answers: dict[str, Callable[[Call], Json]] = {
            "auth.test": lambda call: {"team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT", "team": "bench"},
            "users.info": lambda call: {"user": person(call.given["user"])},
            "conversations.open": lambda call: {"channel": {"id": conversation(call.given["users"])}},
            "conversations.history": self._history,
            "chat.postMessage": self._post,
            "views.open": self._open,
            "views.push": self._open,
            "views.publish": self._publish,
        }
        answer = answers.get(call.method)
        return answer(call) if answer else {}

    def _post(self, call: Call) -> Json:
        ts = f"{1_700_000_000 + next(self._numbers)}.000100"
        self.messages[call.given["channel"]].append(call.given | {"ts": ts})
        return {"channel": call.given["channel"], "ts": ts}

    def _history(self, call: Call) -> Json:
        newest_first = self.messages[call.given["channel"]][::-1]
        start = int(call.given.get("cursor") or 0)
        more = str(start + PAGE) if len(newest_first) > start + PAGE else ""
        return {"messages": newest_first[start : start + PAGE], "response_metadata": {"next_cursor": more}}

    def _open(self, call: Call) -> Json:
        view = self.kept(call.given["view"])
        self.views[call.given["trigger_id"]] = (view, call.at)
        return {"view": view}

    def kept(self, view: Json, known_as: str | None = None) -> Json:
        """A view with the id and hash that Slack gives it; a view that replaces another keeps its id."""
        number = next(self._numbers)
        return view | {"id": known_as or f"V{number:09d}", "hash": f"{number}.hash", "team_id": TEAM}

    def _publish(self, call: Call) -> Json:
        self.homes[call.given["user_id"]] = call.given["view"]
        return {"view": {"id": f"H{call.given['user_id']}"}}


def conversation(users: str) -> str:
    """The same conversation for the same people."""
    people = users.split(",")
    return f"D{people[0]}" if len(people) == 1 else "G" + "-".join(sorted(people))


def person(user: str) -> Json:
    return {"id": user, "team_id": TEAM, "real_name": user.title(), "tz": ZONE, "deleted": False, "is_bot": False}


async def _given(request: web.Request) -> Json:
    """The arguments of a call, however they were sent."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    elif request.can_read_body:
        given |= dict(await request.post())
    structured = ("view", "blocks", "metadata")
    return given | {k: json.loads(given[k]) for k in structured if isinstance(given.get(k), str)}
