"""What Slack says about people, read when it is needed and kept for five minutes."""

import asyncio
import time
from collections.abc import Iterable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from schemas.commands import PersonFacts
from slack_app.slack_errors import SLACK_FAULTS, code

KEPT = 300.0
SLACKBOT = "USLACKBOT"
UNKNOWN = frozenset({"user_not_found", "user_not_visible"})
NAME = 200


class NotChecked(Exception):
    """Slack could not be asked about somebody."""


class Directory:
    """The people of one workspace."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, PersonFacts]] = {}

    async def facts(self, slack: AsyncWebClient, team: str | None, ids: Iterable[str]) -> list[PersonFacts]:
        """Facts about everybody in `ids` that Slack knows, asked at the same time; `NotChecked` if one cannot be."""
        wanted = sorted(set(ids))
        try:
            found = await asyncio.gather(*(self._one(slack, team, each) for each in wanted))
        except SLACK_FAULTS as error:
            raise NotChecked(code(error)) from error
        return [each for each in found if each]

    def knows(self, person: str) -> bool:
        """Whether this person was asked about in the last five minutes."""
        return time.monotonic() - self._kept.get(person, (-KEPT, None))[0] < KEPT

    def learn(self, user: dict[str, Any], team: str | None) -> PersonFacts:
        """Facts from a user object that Slack sent by itself."""
        facts = facts_of(user, team)
        self._kept[facts.id] = (time.monotonic(), facts)
        return facts

    async def _one(self, slack: AsyncWebClient, team: str | None, person: str) -> PersonFacts | None:
        at, kept = self._kept.get(person, (0.0, None))
        if kept and time.monotonic() - at < KEPT:
            return kept
        try:
            answer = await slack.users_info(user=person)
        except SlackApiError as error:
            if code(error) in UNKNOWN:
                return None
            raise
        return self.learn(answer["user"], team)


def facts_of(user: dict[str, Any], team: str | None) -> PersonFacts:
    """A Slack user object as the service wants to know it. https://docs.slack.dev/reference/objects/user-object"""
    profile = user.get("profile") or {}
    # The full name first: two people may both be shown as "Mia".
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name")
    elsewhere = bool(team and user.get("team_id") and user["team_id"] != team)
    return PersonFacts(
        id=user["id"],
        name=(name or user["id"])[:NAME],
        tz=user.get("tz") or "UTC",
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        # Slack says false of its own Slackbot.
        is_bot=bool(user.get("is_bot") or user["id"] == SLACKBOT),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger") or elsewhere),
        deactivated=bool(user.get("deleted")),
    )
