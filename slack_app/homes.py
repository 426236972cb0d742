"""App Home as Slack has it: what was read earlier never takes the place of what was read later."""

import asyncio
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from schemas.readings import HomeReading
from slack_app.views.home import home_view


class Homes:
    """Publishes each person's Home in the order in which it was read, whoever asked for it."""

    def __init__(self) -> None:
        self._turns: dict[str, asyncio.Lock] = {}
        self._read_at: dict[str, datetime] = {}

    async def publish(
        self, slack: AsyncWebClient, person: str, home: HomeReading, pages: dict[str, int] | None = None
    ) -> None:
        """Draws this Home, unless a newer one stands there already. `pages`: which page of which list."""
        async with self._turns.setdefault(person, asyncio.Lock()):
            if home.now < self._read_at.get(person, home.now):
                return
            await slack.views_publish(user_id=person, view=home_view(home, pages))
            self._read_at[person] = home.now
