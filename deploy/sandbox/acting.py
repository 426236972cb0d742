"""What people do: commands, shortcuts, buttons, Home. The page and the driver both come through here."""

import asyncio
import re
from typing import Any

from . import payloads, shapes
from .api_chat import checked_blocks
from .block_kit import elements_of
from .checks import Json
from .delivery import Answer, Delivery
from .formatting import escaped
from .forms import NotPossible, entered, first_values
from .limits import ELEMENTS
from .outcome import Outcome, command_failed, interaction_failed
from .refusal import Refusal
from .sandbox import Sandbox
from .views import View
from .workspace import Channel, Message, Person

SETTLE_SECONDS = 0.15


class Acting:
    """Does what a person does, tells the app, and answers with what the person then sees."""

    def __init__(self, sandbox: Sandbox, delivery: Delivery) -> None:
        self.sandbox, self.delivery = sandbox, delivery
        self.settle_seconds = SETTLE_SECONDS

    def able(self, person: Person, *, at_home: bool = False) -> None:
        """Refuse for people who cannot act; `at_home`: only members of this workspace can."""
        if person.deleted or person.is_bot or person.id == "USLACKBOT":
            raise NotPossible(f"{person.real_name} cannot do anything here ({person.outside or 'deactivated'}).")
        if at_home and person.is_stranger:
            raise NotPossible("Commands and shortcuts are only for people of the workspace that installed the app.")

    async def command(self, person: Person, channel: Channel, line: str) -> Outcome:
        """A slash command typed in a conversation. docs: /interactivity/implementing-slash-commands"""
        self.able(person, at_home=True)
        name = line.strip().partition(" ")[0]
        known = self.sandbox.manifest.commands.get(name)
        if known is None:
            return Outcome(error=f"{name} is not a valid command.", error_code="unknown_command")
        if known.get("should_escape"):
            line = self._with_mentions(line)
        trigger = self.sandbox.tickets.trigger(person.id, channel=channel.id)
        body = payloads.command(
            self.sandbox.workspace, person, channel, line, trigger, self.address("commands", person, channel)
        )
        before = self.before(person)
        answer = await self.delivery.interact("slash_commands", line.strip(), body)
        if answer.failure:
            return command_failed(name, answer.failure)
        wrong = self._show_answer(person, channel, answer)
        return wrong or await self.seen(person, before)

    def _with_mentions(self, line: str) -> str:
        """`@mia` and `#general` become <@U…|mia> and <#C…|general>."""

        def named(found: re.Match[str]) -> str:
            try:
                if found.group(1) == "@":
                    person = self.sandbox.workspace.person(found.group(2))
                    return f"<@{person.id}|{person.username}>"
                channel = self.sandbox.workspace.channel(found.group(2))
                return f"<#{channel.id}|{channel.name}>"
            except Refusal:
                return found.group(0)

        return re.sub(r"(?<!\S)([@#])([\w.-]+)", named, escaped(line))

    def _show_answer(self, person: Person, channel: Channel, answer: Answer) -> Outcome | None:
        body = answer.body
        if not body:
            return None
        told: Json = body if isinstance(body, dict) else {"text": str(body)}
        try:
            checked_blocks(told.get("blocks") or [])
        except Refusal:
            return command_failed("The command", "invalid_command_response")
        whose = None if told.get("response_type") == "in_channel" else person.id
        if told.get("text") or told.get("blocks"):
            blocks: list[Json] = told.get("blocks") or []
            self.sandbox.workspace.post(channel, str(told.get("text") or ""), blocks, seen_by=whose)
        return None

    def address(self, kind: str, person: Person, channel: Channel, ts: str | None = None) -> str:
        """A response_url."""
        sandbox = self.sandbox
        secret = sandbox.tickets.address(person.id, channel.id, ts)
        return f"{sandbox.settings.base_url}/{kind}/{sandbox.workspace.team['id']}/{secret}"

    async def shortcut(self, person: Person, callback_id: str, channel: Channel | None = None) -> Outcome:
        """A global shortcut. docs: /interactivity/implementing-shortcuts"""
        self.able(person, at_home=True)
        self._declared(callback_id, "global")
        trigger = self.sandbox.tickets.trigger(person.id, channel=channel.id if channel else None)
        body = payloads.shortcut(self.sandbox.workspace, person, callback_id, trigger)
        return await self.interact(person, f"shortcut {callback_id}", body)

    async def message_shortcut(self, person: Person, callback_id: str, message: Message) -> Outcome:
        """A shortcut on a message. docs: /interactivity/implementing-shortcuts"""
        self.able(person, at_home=True)
        self._declared(callback_id, "message")
        channel = self.sandbox.workspace.channel(message.channel)
        trigger = self.sandbox.tickets.trigger(person.id, channel=channel.id)
        url = self.address("actions", person, channel, message.ts)
        body = payloads.message_action(self.sandbox.workspace, person, callback_id, message, trigger, url)
        return await self.interact(person, f"message_action {callback_id}", body)

    def _declared(self, callback_id: str, kind: str) -> None:
        if (callback_id, kind) not in [(each["callback_id"], each["type"]) for each in self.sandbox.manifest.shortcuts]:
            raise NotPossible(f"The manifest has no {kind} shortcut {callback_id!r}.")

    async def open_home(self, person: Person, seconds: float = 3.0) -> View | None:
        """Opens the app's Home: an event, then whatever gets published. docs: /reference/events/app_home_opened"""
        self.able(person)
        workspace, home = self.sandbox.workspace, self.sandbox.views.homes.get(person.id)
        dm, _ = workspace.conversation([person])
        seen, old_hash = workspace.changes.count(person.id), home.hash if home else ""
        self.delivery.event(payloads.home_opened(workspace, person, dm, "home", home))
        deadline = asyncio.get_running_loop().time() + seconds
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            home = self.sandbox.views.homes.get(person.id)
            if home is not None and home.hash != old_hash:
                break
            seen = await workspace.changes.wait(seen, person.id, seconds=left)
        return home

    def open_messages(self, person: Person, dm: Channel) -> None:
        """Looks at the app's messages tab: the same event, with another tab. docs: /reference/events/app_home_opened"""
        self.delivery.event(payloads.home_opened(self.sandbox.workspace, person, dm, "messages", None))

    async def press_in_view(self, person: Person, view: View, block_id: str, action_id: str, raw: Any) -> Outcome:
        """A button or picker in a modal or in Home; `raw` is what was chosen in a picker."""
        self.able(person)
        block, element = find_element(view.body["blocks"], block_id, action_id)
        state = self._choose(element, raw, view.values.get(block_id, {}).get(action_id))
        if state:
            view.values.setdefault(block_id, {})[action_id] = state
        bodies = []
        for _ in range(self._presses()):
            trigger = self.sandbox.tickets.trigger(person.id, view.id, view.channel)
            act = payloads.action(block, element, state, self.sandbox.workspace.clock.ts())
            bodies.append(payloads.pressed_in_view(self.sandbox.workspace, person, view, act, trigger))
        return await self._pressed(person, action_id, bodies)

    async def press_in_message(
        self, person: Person, message: Message, block_id: str, action_id: str, raw: Any
    ) -> Outcome:
        """A button or picker in a message."""
        self.able(person)
        workspace = self.sandbox.workspace
        channel = workspace.channel(message.channel)
        if person.id not in channel.members:
            raise NotPossible(f"{person.real_name} does not see this message.")
        block, element = find_element(message.blocks, block_id, action_id)
        values = message.typed.setdefault(person.id, first_values(message.blocks))
        state = self._choose(element, raw, values.get(block_id, {}).get(action_id))
        if state:
            values.setdefault(block_id, {})[action_id] = state
        bodies = []
        for _ in range(self._presses()):
            trigger = self.sandbox.tickets.trigger(person.id, channel=channel.id)
            act = payloads.action(block, element, state, workspace.clock.ts())
            url = self.address("actions", person, channel, message.ts)
            bodies.append(payloads.pressed_in_message(workspace, person, message, act, trigger, url))
        return await self._pressed(person, action_id, bodies)

    def _presses(self) -> int:
        return 2 if self.sandbox.faults.duplicate_presses else 1

    def _choose(self, element: Json, raw: Any, now: Json | None) -> Json | None:
        kind = ELEMENTS[element["type"]]
        if element["type"] == "overflow":
            chosen = entered({**element, "type": "static_select"}, raw, self.sandbox.workspace)
            return {"type": "overflow", "selected_option": chosen["selected_option"]}
        if not kind.state:
            return None
        return entered(element, raw, self.sandbox.workspace) if raw is not None else now

    async def _pressed(self, person: Person, action_id: str, bodies: list[Json]) -> Outcome:
        sent = [self.interact(person, f"block_actions {action_id}", body) for body in bodies]
        outcomes = await asyncio.gather(*sent)
        return next((one for one in outcomes if one.error), outcomes[0])

    async def interact(self, person: Person, what: str, body: Json) -> Outcome:
        """Send one interaction and look at what the person sees afterwards."""
        before = self.before(person)
        answer = await self.delivery.interact("interactive", what, body)
        if answer.failure:
            failed = interaction_failed(answer.failure)
            failed.modal = self.modal(person)
            return failed
        return await self.seen(person, before)

    def before(self, person: Person) -> tuple[int, int]:
        return self.sandbox.calls_made, len(self.sandbox.workspace.ephemerals.get(person.id, []))

    async def seen(self, person: Person, before: tuple[int, int]) -> Outcome:
        """What stands on the person's screen once the app has come to rest."""
        calls, told = before
        await self._rest(calls)
        news = self.sandbox.workspace.ephemerals.get(person.id, [])[told:]
        return Outcome(text=news[-1].text if news else None, modal=self.modal(person))

    async def _rest(self, calls: int) -> None:
        """An app may answer first and work afterwards: give it a moment to start, then let it finish its calls."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.settle_seconds
        changes = self.sandbox.workspace.changes
        while self.sandbox.calls_made == calls or self.sandbox.calls_in_flight:
            seen, left = changes.count("calls"), deadline - loop.time()
            if left <= 0 or await changes.wait(seen, "calls", seconds=left) == seen:
                break

    def modal(self, person: Person) -> Json | None:
        """The top modal as Slack would describe it."""
        stack = self.sandbox.views.stack(person)
        return shapes.view(stack[-1], self.sandbox.workspace) if stack else None


def find_element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """An element by its two ids, or NotPossible."""
    for block in blocks:
        for element in elements_of(block):
            if (block["block_id"], element.get("action_id")) == (block_id, action_id):
                return block, element
    raise NotPossible(f"There is nothing called {block_id}/{action_id} here any more.")
