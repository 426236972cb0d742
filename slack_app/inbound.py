"""One payload from Slack, and what it takes to answer it. Every listener gets exactly this."""

import contextlib
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from slack_app.homes import Homes
from slack_app.installations import Installation
from slack_app.people import Directory, NotChecked
from slack_app.service_client import Refused, Service


@dataclass(frozen=True)
class Waits:
    """Seconds. All but the last one out of the three that Slack gives before it shows an error of its own."""

    moment: float = 1.0
    """Until "one moment" is opened: a trigger dies after three seconds."""
    service: float = 2.2
    """For one answer of the service."""
    whole: float = 2.6
    """For everything before a form that was sent in is answered."""
    connection: float = 5.0
    """For Socket Mode at the start."""


@dataclass(frozen=True)
class Tools:
    """What lives as long as the app."""

    service: Service
    people: Directory
    homes: Homes
    installation: Installation
    waits: Waits


@dataclass(frozen=True)
class Inbound:
    """A command, a press, a form sent in, or an event."""

    tools: Tools
    body: dict[str, Any]
    ack: AsyncAck
    respond: AsyncRespond
    slack: AsyncWebClient
    person: str

    @property
    def service(self) -> Service:
        return self.tools.service

    @property
    def team(self) -> str | None:
        workspace = self.tools.installation.workspace
        return workspace.team if workspace else None

    @property
    def view(self) -> dict[str, Any] | None:
        """The modal that a press or a form came from."""
        found = self.body.get("view")
        return found if isinstance(found, dict) and found.get("type") == "modal" else None

    async def introduce(self) -> None:
        """Tells the service name and time zone of whoever looks, so that dates are their own. Not being able to harms
        nothing: it knows what it knew before."""
        if self.tools.people.knows(self.person):
            return
        with contextlib.suppress(NotChecked, Refused):
            facts = await self.tools.people.facts(self.slack, self.team, {self.person})
            await self.service.know_people(facts)

    @property
    def once(self) -> str:
        """The key of this payload: a second one with the same key is no second act."""
        if self.body.get("type") == "view_submission":
            return f"{self.body['view']['id']}:{self.body['view']['hash']}"
        return str(self.body.get("trigger_id") or self.body.get("event_id"))
