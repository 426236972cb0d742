"""The workspace that Mend is installed in: its token comes from the environment, its team from Slack, asked once."""

import asyncio
from dataclasses import dataclass
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient

from slack_app.slack_errors import SLACK_FAULTS, code


@dataclass(frozen=True)
class Workspace:
    """What `auth.test` said."""

    team: str
    bot_user: str | None
    bot: str | None


class NotKnown(Exception):
    """Slack could not be asked which workspace this is."""


class Installation(AsyncAuthorize):
    """One workspace. Later there may be several, each with its own token."""

    def __init__(self, slack: AsyncWebClient, token: str) -> None:
        self._slack = slack
        self._token = token
        self._asking = asyncio.Lock()
        self.workspace: Workspace | None = None

    async def known(self) -> Workspace:
        """The workspace; asks Slack the first time, and again after a failure."""
        async with self._asking:
            if self.workspace is None:
                told = await self._slack.auth_test(token=self._token)
                self.workspace = Workspace(team=told["team_id"], bot_user=told.get("user_id"), bot=told.get("bot_id"))
            return self.workspace

    async def __call__(self, **_asked: Any) -> AuthorizeResult:
        """For Bolt: the token to answer with. Whose team it is about is looked at in `is_stranger`."""
        try:
            known = await self.known()
        except SLACK_FAULTS as error:
            # Bolt would answer Slack's own errors with 200, and a modal would close over words that were not saved.
            raise NotKnown(code(error)) from error
        return AuthorizeResult(
            enterprise_id=None,
            team_id=known.team,
            bot_token=self._token,
            bot_user_id=known.bot_user,
            bot_id=known.bot,
        )

    def is_stranger(self, body: dict[str, Any]) -> bool:
        """True for a person of another workspace, who sees a shared channel's messages and can press their buttons."""
        person = body.get("user")
        home = person.get("team_id") if isinstance(person, dict) else None
        team = home or body.get("team_id") or (body.get("team") or {}).get("id")
        return bool(self.workspace and team and team != self.workspace.team)
