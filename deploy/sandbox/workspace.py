"""The state of the workspace, in memory: people, conversations, messages."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .block_kit import elements_of
from .changes import Changes
from .checks import Json
from .clock import Clock, Ids
from .formatting import escaped, with_defaults
from .refusal import Refusal

DATA = Path(__file__).with_name("people.toml")


@dataclass
class Person:
    """Somebody of the workspace. `outside` says why they cannot take part, if so."""

    key: str
    id: str
    real_name: str
    team_id: str
    title: str = ""
    tz: str = "Europe/Berlin"
    colour: str = "#555555"
    outside: str = ""
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False

    @property
    def username(self) -> str:
        """The short name Slack puts into payloads."""
        return self.key

    @property
    def initials(self) -> str:
        """Two letters for the page."""
        return "".join(part[0] for part in self.real_name.split()[:2])


@dataclass
class Channel:
    """A conversation of any kind: public, private, im (with the app) or mpim."""

    id: str
    name: str
    kind: str
    members: set[str] = field(default_factory=set)
    has_bot: bool = True


@dataclass
class Message:
    """A message; `seen_by` is set for an ephemeral one, `by_app` for the app's own."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    by_app: bool = False
    seen_by: str | None = None
    edited: str | None = None
    typed: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


class Workspace:
    """People, conversations and messages, read from the data file at the start."""

    def __init__(self, clock: Clock, ids: Ids, data: Path = DATA) -> None:
        raw = tomllib.loads(data.read_text(encoding="utf-8"))
        self.clock, self.ids, self.changes = clock, ids, Changes()
        self.team: Json = raw["team"]
        self.app: Json = raw["app"]
        self.people = {row["id"]: Person(**{"team_id": self.team["id"]} | row) for row in raw["person"]}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.ephemerals: dict[str, list[Message]] = {}
        for row in raw["channel"]:
            self._add_channel(row)
        for row in raw.get("message", []):
            self.say(self.person(row["person"]), row["channel"], row["text"])

    def _add_channel(self, row: Json) -> None:
        inside = {one.id for one in self.people.values() if not one.outside}
        members = {self.person(key).id for key in row.get("members", [])} or inside
        members |= {self.person(key).id for key in row.get("guests", [])}
        kind = "private" if row.get("is_private") else "public"
        self.channels[row["id"]] = Channel(row["id"], row["name"], kind, members, row["has_bot"])

    def person(self, name: str) -> Person:
        """By key or by user id; an unknown one raises `user_not_found`."""
        for one in self.people.values():
            if name in (one.key, one.id):
                return one
        raise Refusal("user_not_found", "/reference/methods/users.info")

    def channel(self, name: str) -> Channel:
        """By id or #name; an unknown one raises `channel_not_found`."""
        for one in self.channels.values():
            if name == one.id or name.removeprefix("#") == one.name:
                return one
        raise Refusal("channel_not_found", "/reference/methods/chat.postMessage")

    def conversation(self, people: list[Person]) -> tuple[Channel, bool]:
        """The app's DM or group DM with these people, and whether it is new."""
        prefix = "D" if len(people) == 1 else "C"
        key = self.ids.fixed(prefix, self.app["api_app_id"], *(one.id for one in people))
        new = key not in self.channels
        if new:
            name = "directmessage" if prefix == "D" else "mpdm-" + "--".join(sorted(one.key for one in people)) + "-1"
            kind = "im" if prefix == "D" else "mpim"
            self.channels[key] = Channel(key, name, kind, {one.id for one in people})
        return self.channels[key], new

    def add(self, message: Message) -> Message:
        """Store a message and tell who can see it."""
        if message.seen_by:
            self.ephemerals.setdefault(message.seen_by, []).append(message)
        else:
            self.messages.setdefault(message.channel, []).append(message)
        self.touched(message)
        return message

    def touched(self, message: Message) -> None:
        """Tell everybody who can see this message that it changed."""
        readers = [message.seen_by] if message.seen_by else self.channel(message.channel).members
        self.changes.note(message.channel, *readers)

    def say(self, person: Person, channel: str, text: str, thread_ts: str | None = None) -> Message:
        """A person writes a message."""
        return self.add(Message(self.clock.ts(), channel, person.id, escaped(text), thread_ts=thread_ts))

    def post(self, channel: Channel, text: str, blocks: list[Json], **more: Any) -> Message:
        """The app writes a message; `more` as in Message."""
        user = self.app["bot_user_id"]
        made = Message(self.clock.ts(), channel.id, user, escaped(text), self.dressed(blocks), by_app=True, **more)
        return self.add(made)

    def dressed(self, blocks: list[Json]) -> list[Json]:
        """Blocks as Slack keeps them: with a block_id and action_id each, and text defaults."""
        kept = [{"block_id": self.ids.secret(5), **with_defaults(block)} for block in blocks]
        for element in (each for block in kept for each in elements_of(block)):
            if element["type"] != "image":
                element.setdefault("action_id", self.ids.secret(5))
        return kept

    def find(self, channel: str, ts: str) -> Message | None:
        """A message by its place, ephemeral ones included."""
        hidden = [one for held in self.ephemerals.values() for one in held if one.channel == channel]
        return next((one for one in [*self.messages.get(channel, []), *hidden] if one.ts == ts), None)

    def remove(self, message: Message) -> None:
        """Take a message away."""
        held = self.ephemerals[message.seen_by] if message.seen_by else self.messages[message.channel]
        held.remove(message)
        self.touched(message)

    def visible(self, person: Person) -> list[Channel]:
        """Conversations this person can open on the page."""
        return [one for one in self.channels.values() if person.id in one.members]
