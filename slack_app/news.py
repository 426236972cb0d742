"""Takes a piece of news, draws it for its reader, posts it, and says where it went."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from schemas.commands import Receipt
from schemas.readings import NewsReading
from slack_app.copy import COPY
from slack_app.homes import Homes
from slack_app.log import failed
from slack_app.slack_errors import SLACK_FAULTS, code, may_have_arrived, retry_after
from slack_app.views.blocks import Block
from slack_app.views.card import card_blocks, learning_blocks
from slack_app.views.prompt import prompt_blocks

EVENT = "mend_news"
LOOK_PAGES, LOOK_PAGE, LOOK_BACK = 5, 200, 86_400.0
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


class Post:
    """Delivers news through one workspace's token."""

    def __init__(self, slack: AsyncWebClient, homes: Homes) -> None:
        self._slack = slack
        self._homes = homes
        self._conversations: dict[str, str] = {}

    async def deliver(self, news: NewsReading) -> Receipt:
        """Where the news went; or why it never will; or when to try again, and then nobody knows whether it went."""
        try:
            if news.home and news.reader_id:
                await self._homes.publish(self._slack, news.reader_id, news.home)
                return Receipt()
            return await self._send(news)
        except SLACK_FAULTS as error:
            self._conversations.pop(_people(news), None)
            failed("news_not_sent", error, news=news.id, slack=code(error))
            again = retry_after(error)
            if again is None:
                return Receipt(refused=code(error))
            return Receipt(retry_after=again, unknown=may_have_arrived(error))

    async def _send(self, news: NewsReading) -> Receipt:
        channel = news.channel or await self._conversation(_people(news))
        found = await self._found(channel, news.id) if news.look_first and news.reader_id else None
        if found:
            return Receipt(channel=channel, ts=found)
        if news.ts and await self._updated(channel, news.ts, news):
            return Receipt(channel=channel, ts=news.ts)
        posted = await self._slack.chat_postMessage(
            channel=channel, thread_ts=news.thread_ts, unfurl_links=False, unfurl_media=False, **_message(news)
        )
        return Receipt(channel=posted["channel"], ts=posted["ts"])

    async def _conversation(self, people: str) -> str:
        """The direct or group conversation with these people; opening it again gives the same one."""
        if people not in self._conversations:
            opened = await self._slack.conversations_open(users=people)
            self._conversations[people] = opened["channel"]["id"]
        return self._conversations[people]

    async def _updated(self, channel: str, ts: str, news: NewsReading) -> bool:
        try:
            await self._slack.chat_update(channel=channel, ts=ts, **_message(news))
        except SlackApiError as error:
            if code(error) in GONE:
                return False
            raise
        return True

    async def _found(self, channel: str, news_id: str) -> str | None:
        """The timestamp of this news in the person's own conversation, when the first try did arrive after all."""
        cursor: str | None = None
        newest = 0.0
        for _ in range(LOOK_PAGES):
            page = await self._slack.conversations_history(
                channel=channel, limit=LOOK_PAGE, include_all_metadata=True, cursor=cursor
            )
            messages = page["messages"]
            found = _with_news(messages, news_id)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            newest = newest or (float(messages[0]["ts"]) if messages else 0.0)
            if found or not cursor or float(messages[-1]["ts"]) < newest - LOOK_BACK:
                return found
        return None


def _people(news: NewsReading) -> str:
    return news.reader_id or ",".join(sorted(news.members))


def _with_news(messages: Sequence[dict[str, Any]], news_id: str) -> str | None:
    for message in messages:
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("news_id") == news_id:
            return str(message["ts"])
    return None


def _message(news: NewsReading) -> dict[str, Any]:
    text, blocks = drawn(news)
    # By this id a second try finds the message. Everybody there can read metadata, so nothing else stands in it.
    metadata = {"event_type": EVENT, "event_payload": {"news_id": news.id}}
    return {"text": text, "blocks": blocks, "metadata": metadata}


def drawn(news: NewsReading) -> tuple[str, list[Block]]:
    """A notification that says nothing, and the message itself."""
    if news.card and news.passages:
        return COPY.screen.card_text, learning_blocks(news.passages, news.card.review_id)
    if news.card:
        return COPY.screen.card_text, card_blocks(news.card)
    return COPY.screen.notification, prompt_blocks(news)
