"""Act as people of the stand-in workspace from a test or a script, over the same doors as the page.

async with Workspace("http://127.0.0.1:8701") as workspace:
    mia = workspace.person("mia")
    outcome = await mia.command("/mend")
    await outcome.modal.fill({"Title": "Release night"})
    outcome = await outcome.modal.submit()
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpx

from .checks import Json
from .reading import Message, Modal, Names, Surface


class CannotDo(AssertionError):
    """The stand-in would not let this person do that; the sentence says why."""


@dataclass
class Outcome:
    """What a person sees after doing something. `error` is Slack's sentence, `errors` what stands beside fields."""

    text: str | None = None
    error: str | None = None
    error_code: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    modal: "OpenModal | None" = None


class OpenModal(Modal):
    """The modal on top of somebody's screen, and what can be done with it."""

    def __init__(self, view: Json, names: Names, person: "Actor") -> None:
        super().__init__(view, names)
        self._person = person

    async def fill(self, values: dict[str, Any]) -> "OpenModal":
        """Enter values by block_id, action_id or label: text, option value, list, date, user key(s), channel id."""
        rows: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            block_id, action_id = self.place(name)
            rows.setdefault(block_id, {})[action_id] = value
        row = await self._person.ask("fill", {"values": rows})
        self.refresh(row["modal"])
        return self

    async def submit(self) -> Outcome:
        """Press the submit button."""
        return await self._person.outcome("submit", {})

    async def press(self, name: str, value: Any = None, nth: int = 0) -> Outcome:
        """Press a button by label, action_id or value, or choose `value` in a picker."""
        button = self.button(name, nth)
        given = {"where": "modal", "block_id": button.block_id, "action_id": button.action_id, "value": value}
        return await self._person.outcome("press", given | button.choice(value))

    async def close(self, everything: bool = False) -> Outcome:
        """Cancel (one view), or with everything=True the x (all of them)."""
        return await self._person.outcome("close", {"everything": everything})


class Actor:
    """One person of the workspace."""

    def __init__(self, workspace: "Workspace", row: Json) -> None:
        self._workspace = workspace
        self.row = row
        self.key: str = row["key"]
        self.id: str = row["id"]
        self.name: str = row["real_name"]
        self.modal: OpenModal | None = None
        self.home: Surface | None = None

    async def ask(self, what: str, given: Json) -> Json:
        """One door of this person; remembers the modal and Home it answers with."""
        row: Json = await self._workspace.post(f"/act/{self.key}/{what}", given)
        self._remember(row)
        return row

    def _remember(self, row: Json) -> None:
        names = self._workspace.names
        if "modal" in row:
            self.modal = OpenModal(row["modal"], names, self) if row["modal"] else None
        if row.get("home"):
            self.home = Surface(row["home"], names)

    async def outcome(self, what: str, given: Json) -> Outcome:
        """Do something and see what comes of it."""
        row = await self.ask(what, given)
        text = self._workspace.names.read(row["text"]) if row["text"] else row["text"]
        return Outcome(text, row["error"], row["error_code"], row["errors"], self.modal)

    async def look(self) -> "Actor":
        """Take in what is on this person's screen now (`.modal`, `.home`)."""
        self._remember(await self._workspace.get(f"/state/person/{self.key}"))
        return self

    async def command(self, line: str, channel: str = "general") -> Outcome:
        """Type a slash command in a channel (id or name)."""
        return await self.outcome("command", {"line": line, "channel": channel})

    async def global_shortcut(self, callback_id: str, channel: str = "general") -> Outcome:
        """Use a global shortcut while looking at a channel."""
        return await self.outcome("shortcut", {"callback_id": callback_id, "channel": channel})

    async def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Outcome:
        """Use a shortcut on a message."""
        return await self.outcome("message_shortcut", {"callback_id": callback_id, "channel": channel, "ts": ts})

    async def open_home(self, seconds: float = 3.0) -> Surface:
        """Open the app's Home and wait for it to be published."""
        await self.ask("home", {"seconds": seconds})
        if self.home is None:
            raise CannotDo(f"nothing was published on {self.name}'s Home")
        return self.home

    async def press_home(self, name: str, nth: int = 0, value: Any = None) -> Outcome:
        """Press a button of Home by label, action_id or value; the nth of several."""
        await self.look()
        if self.home is None:
            raise CannotDo(f"{self.name} has no Home yet")
        button = self.home.button(name, nth)
        given = {"where": "home", "block_id": button.block_id, "action_id": button.action_id, "value": value}
        return await self.outcome("press", given | button.choice(value))

    async def dms(self) -> list[Message]:
        """Messages between this person and the app, oldest first."""
        row = await self._workspace.get(f"/state/person/{self.key}")
        return await self._workspace.messages(row["dm"])

    async def press(self, message: Message, name: str, nth: int = 0, value: Any = None) -> Outcome:
        """Press a button of a message by label, action_id or value."""
        button = message.button(name, nth)
        given = {"where": "message", "channel": message.channel, "ts": message.ts, "value": value}
        ids = {"block_id": button.block_id, "action_id": button.action_id}
        return await self.outcome("press", given | ids | button.choice(value))

    async def say(self, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """Write a message in a channel."""
        given = {"channel": channel, "text": text, "thread_ts": thread_ts}
        return Message(await self._workspace.post(f"/act/{self.key}/say", given), self._workspace.names)

    async def invite_app(self, channel: str) -> None:
        """Take the app into a channel."""
        await self._workspace.post(f"/act/{self.key}/invite", {"channel": channel})


class Workspace:
    """The stand-in at `url`; `transport` lets a test stay inside its own process."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = httpx.AsyncClient(base_url=url, transport=transport, timeout=130.0)
        self._actors: dict[str, Actor] = {}
        self.names = Names({})

    async def __aenter__(self) -> Self:
        await self._learn_names()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def _learn_names(self) -> None:
        row = await self.get("/state/people")
        self.names.known.update(row["names"])
        for key, person in row["people"].items():
            self._actors.setdefault(key, Actor(self, person))

    def person(self, name: str) -> Actor:
        """Somebody by key or user id; the same object every time."""
        for actor in self._actors.values():
            if name in (actor.key, actor.id):
                return actor
        raise KeyError(name)

    async def get(self, path: str) -> Any:
        """Look at something."""
        return self._body(await self._client.get(path))

    async def post(self, path: str, given: Json) -> Any:
        """Do something."""
        return self._body(await self._client.post(path, json=given))

    def _body(self, response: httpx.Response) -> Any:
        if response.status_code in (404, 409):
            raise CannotDo(response.json().get("detail", response.text))
        response.raise_for_status()
        return response.json()

    async def messages(self, channel: str) -> list[Message]:
        """Messages of a conversation (id or channel name), oldest first."""
        rows = await self.get(f"/state/messages/{channel}")
        return [Message(row, self.names) for row in rows]

    async def ephemerals(self, person: "Actor | str") -> list[Message]:
        """What only this person was shown, oldest first."""
        actor = self.person(person) if isinstance(person, str) else person
        row = await self.get(f"/state/person/{actor.key}")
        return [Message(each, self.names) for each in row["ephemerals"]]

    async def conversations(self) -> list[Json]:
        """All conversations: id, name, kind (public, private, im, mpim), members, has_bot."""
        found: list[Json] = await self.get("/state/conversations")
        return found

    async def group_dms(self) -> list[Json]:
        """Group conversations of the app with several people."""
        return [one for one in await self.conversations() if one["kind"] == "mpim"]

    async def log(self) -> list[Json]:
        """What Slack sent and what the app answered, newest first."""
        found: list[Json] = await self.get("/state/log")
        return found

    async def now(self) -> float:
        """The workspace's time in seconds."""
        return float((await self.get("/clock"))["now"])

    async def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> Json:
        """Move the product's clock and the workspace's with it. Answers {"now", "posted"}."""
        total = seconds + 60 * (minutes + 60 * (hours + 24 * days))
        answer: Json = await self.post("/clock", {"advance_seconds": total})
        return answer

    async def next_working_day(self) -> Json:
        """The same time of day on the next working day."""
        answer: Json = await self.post("/clock", {"leap": "workday"})
        return answer

    async def tomorrow_at_ten(self) -> Json:
        """Tomorrow at 10:00 in Berlin."""
        answer: Json = await self.post("/clock", {"leap": "tomorrow10"})
        return answer

    async def fault(self, **settings: Any) -> Json:
        """Turn faults: slow_app_seconds, drop_next_acks, duplicate_events, duplicate_presses, next_429, down_seconds,
        drop_post_share, disconnect="warning"|"refresh_requested", deactivate="leo", reactivate=…, remove_bot="general",
        rate="real"|"off".
        """
        answer: Json = await self.post("/fault", settings)
        return answer

    async def until(self, check: Callable[[], Awaitable[Any]], seconds: float = 5.0) -> Any:
        """Ask again and again until `check` answers something true; answers that."""
        end = time.monotonic() + seconds
        while True:
            found = await check()
            if found:
                return found
            if time.monotonic() > end:
                raise CannotDo(f"not within {seconds} s: {check}")
            await asyncio.sleep(0.02)
