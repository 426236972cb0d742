"""The workspace in motion: acting people, moving time, turning faults. One object that all doors and pages share."""

import asyncio
from datetime import datetime
from math import ceil
from typing import Any

import httpx

from . import clock, payloads
from .acting import Acting
from .checks import Json
from .delivery import Delivery
from .forms import NotPossible
from .modal_acting import ModalActing
from .outcome import Outcome
from .refusal import Refusal
from .sandbox import Sandbox
from .socket_mode import SocketTransport
from .workspace import Channel, Message, Person, Workspace

CLOCK_SECONDS = 120.0
BESIDE_SECONDS = 0.05
"""How often the workspace looks at the product's clock while that is moved."""


class Floor:
    """`client` reaches the product's clock; `sockets` is None when the app is reached over HTTP."""

    def __init__(
        self, sandbox: Sandbox, delivery: Delivery, client: httpx.AsyncClient, sockets: SocketTransport | None
    ) -> None:
        self.sandbox, self.delivery = sandbox, delivery
        self._client, self._sockets = client, sockets
        self.acting = Acting(sandbox, delivery)
        self.modals = ModalActing(self.acting)
        self.product_now: datetime | None = None

    @property
    def workspace(self) -> Workspace:
        """The state."""
        return self.sandbox.workspace

    def message(self, channel: str, ts: str) -> Message:
        """A message that is still there, or NotPossible."""
        found = self.workspace.find(self.workspace.channel(channel).id, ts)
        if found is None:
            raise NotPossible("This message is no longer there.")
        return found

    async def press(self, person: Person, given: Json) -> Outcome:
        """Press something: `where` is `home`, `modal` or `message` (then with channel and ts)."""
        ids = str(given["block_id"]), str(given["action_id"]), given.get("value")
        if given["where"] == "message":
            found = self.message(given["channel"], given["ts"])
            return await self.acting.press_in_message(person, found, *ids)
        if given["where"] == "modal":
            return await self.acting.press_in_view(person, self.modals.top(person), *ids)
        home = self.sandbox.views.homes.get(person.id)
        if home is None:
            raise NotPossible(f"{person.real_name} has no Home yet.")
        return await self.acting.press_in_view(person, home, *ids)

    def invite(self, person: Person, channel: Channel) -> None:
        """Somebody in the conversation takes the app in (`/invite @app`)."""
        if person.id not in channel.members:
            raise NotPossible(f"{person.real_name} is not in #{channel.name}.")
        channel.has_bot = True
        self.workspace.say(person, channel.id, f"invited <@{self.workspace.app['bot_user_id']}> to the channel")

    def leap(self, name: str) -> float:
        """Seconds a clock button stands for."""
        return clock.leap(name, self.sandbox.clock.today())

    async def advance(self, seconds: float) -> Json:
        """Move the product's clock (if there is one), then follow it. Answers {"now", "posted"}."""
        url = self.sandbox.settings.clock_url
        if not url:
            self.sandbox.clock.advance(seconds)
            return {"now": self.sandbox.clock.now(), "posted": 0}
        try:
            asked = {"advance_seconds": ceil(seconds)}  # whole seconds, as the product takes them
            told: Json = await self._led(url, asked)
        except (httpx.HTTPError, ValueError) as trouble:
            self.sandbox.journal.write("workspace", "clock", {"advance_seconds": seconds}, None, repr(trouble))
            raise NotPossible("The product's clock did not answer; time stands where it was.") from trouble
        self.sandbox.journal.write("workspace", "clock", asked, told)
        self._follow(told)
        return told

    async def _led(self, url: str, asked: Json) -> Json:
        """The product moves from date to date; the workspace goes along, so that each message has its own time."""
        beside = asyncio.create_task(self.keep_following(BESIDE_SECONDS))
        try:
            answer = await self._client.post(url, json=asked, timeout=CLOCK_SECONDS)
            told: Json = answer.raise_for_status().json()
        finally:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)
        return told

    async def follow_product_clock(self) -> None:
        """Ask the product what time it is, if it can be reached."""
        url = self.sandbox.settings.clock_url
        try:
            if url:
                self._follow((await self._client.get(url, timeout=1.0)).raise_for_status().json())
        except (httpx.HTTPError, ValueError, KeyError):
            self.product_now = None

    async def keep_following(self, pause: float = 10.0) -> None:
        """Look at the product's clock again and again; somebody else may have moved it."""
        while self.sandbox.settings.clock_url:
            await self.follow_product_clock()
            await asyncio.sleep(pause)

    def _follow(self, told: Json) -> None:
        self.product_now = datetime.fromisoformat(told["now"])
        self.sandbox.clock.follow(self.product_now)

    async def fault(self, given: Json) -> Json:
        """Turn any switch of Faults, `down_seconds`, `disconnect`, `deactivate`, `reactivate`, `remove_bot`, `rate`."""
        rest = dict(given)
        if person := rest.pop("deactivate", None):
            self.set_active(self.workspace.person(str(person)), False)
        if person := rest.pop("reactivate", None):
            self.set_active(self.workspace.person(str(person)), True)
        if channel := rest.pop("remove_bot", None):
            self.workspace.channel(str(channel)).has_bot = False
        if rate := rest.pop("rate", None):
            self.sandbox.pace.on = rate == "real"
        if reason := rest.pop("disconnect", None):
            await self._disconnect(str(reason))
        self._turn(rest)
        self.sandbox.journal.write("workspace", "fault", given, self.sandbox.faults.shown())
        return self.sandbox.faults.shown()

    def _turn(self, settings: dict[str, Any]) -> None:
        try:
            self.sandbox.faults.turn(settings, self.sandbox.clock.real())
        except KeyError as unknown:
            raise Refusal(f"unknown fault {unknown}") from None

    async def _disconnect(self, reason: str) -> None:
        if self._sockets is None:
            raise NotPossible("The app is reached over HTTP; there is no socket to disconnect.")
        await self._sockets.disconnect("refresh_requested" if reason in ("1", "True") else reason)

    def set_active(self, person: Person, active: bool) -> None:
        """Deactivate or reactivate somebody and tell the app. docs: /reference/events/user_change"""
        person.deleted = not active
        self.workspace.changes.note(person.id)
        self.delivery.event(payloads.user_change(self.workspace, person))
