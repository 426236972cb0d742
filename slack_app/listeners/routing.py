"""The routing table: every id that Slack can send, and the one function that answers it."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from slack_app.copy import COPY
from slack_app.inbound import Inbound, Tools
from slack_app.listeners import (
    actions,
    commands,
    contacts,
    events,
    home,
    shortcuts,
    submissions,
    wording,
)
from slack_app.log import failed
from slack_app.slack_errors import SLACK_FAULTS
from slack_app.views import buttons
from slack_app.views.marks import CONTACT, FACILITATORS, FORM, REMOVE_CONTACT
from slack_app.views.notice import notice

Listener = Callable[[Inbound], Awaitable[None]]
MALFORMED = (LookupError, TypeError, ValueError)
"""What reading a payload raises that lacks what Slack always sends; pydantic's own error is a ValueError."""

COMMANDS: dict[str, Listener] = {"/mend": commands.mend}
SHORTCUTS: dict[str, Listener] = {
    "open_from_message": shortcuts.from_message,
    "open_from_anywhere": shortcuts.from_anywhere,
}
ACTIONS: dict[str, Listener] = {
    buttons.ACT: actions.open_act,
    buttons.SHOW: actions.show,
    buttons.WHY: actions.why,
    buttons.SURE: actions.sure,
    buttons.EXAMPLE: actions.example,
    buttons.WORDS: actions.words,
    buttons.LEARNING: actions.learning,
    buttons.WHO_SEES: actions.who_sees,
    buttons.RETRY_PLACE: actions.retry_place,
    buttons.HOME: home.turned,
    buttons.CHECK_WORDING: wording.check,
    buttons.COACH_OFF: wording.turn_off,
    buttons.COACH_ON: wording.turn_on,
    buttons.MINE: home.mine_turned,
    buttons.CONTACTS: contacts.listed,
    buttons.CONTACT: contacts.one,
    buttons.REMOVE: contacts.removing,
    buttons.HOLD: contacts.hold,
    buttons.FACILITATORS: contacts.facilitators,
}
"""By the first part of the action id; what follows a colon says which one."""
SUBMISSIONS: dict[str, Listener] = {
    FORM: submissions.form,
    CONTACT: contacts.kept,
    REMOVE_CONTACT: contacts.removed,
    FACILITATORS: contacts.named,
}
CLOSINGS: dict[str, Listener] = {FORM: submissions.closed}
EVENTS: dict[str, Listener] = {"app_home_opened": home.opened, "user_change": events.person_changed}


def action_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\A{name}(:[a-z0-9_:]+)?\Z")  # Bolt searches; "contact" is no "act"


def register(bolt: AsyncApp, tools: Tools) -> None:
    """Puts the whole table into Bolt, behind the check for people of another workspace."""
    bolt.use(_refuse_strangers(tools))
    bolt.error(_on_error)
    for name, listener in COMMANDS.items():
        bolt.command(name)(_bound(tools, listener))
    for name, listener in SHORTCUTS.items():
        bolt.shortcut(name)(_bound(tools, listener))
    for name, listener in ACTIONS.items():
        bolt.action(action_pattern(name))(_bound(tools, listener))
    for name, listener in SUBMISSIONS.items():
        bolt.view(name)(_bound(tools, listener))
    for name, listener in CLOSINGS.items():
        bolt.view_closed(name)(_bound(tools, listener))
    for name, listener in EVENTS.items():
        bolt.event(name)(_bound(tools, listener))


def _bound(tools: Tools, listener: Listener) -> Callable[..., Awaitable[None]]:
    async def answer(
        ack: AsyncAck, respond: AsyncRespond, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        await listener(Inbound(tools, body, ack, respond, client, context.user_id or ""))

    return answer


def _refuse_strangers(tools: Tools) -> Callable[..., Awaitable[BoltResponse | None]]:
    async def check(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        if not tools.installation.is_stranger(body):
            await next_()
            return None
        if "command" in body:
            return await ack(text=COPY.screen.stranger)
        await _tell_stranger(body, client)
        return await ack()

    return check


async def _tell_stranger(body: dict[str, Any], client: AsyncWebClient) -> None:
    if "trigger_id" not in body:
        return
    try:
        view = notice(COPY.screen.not_done, [COPY.screen.stranger])
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    except SLACK_FAULTS as error:
        failed("stranger_not_told", error)


async def _on_error(error: Exception) -> BoltResponse | None:
    """Bolt answers 500, so a modal stays open with the words in it; 400 where the payload is none of Slack's.

    Bolt's own log would show the payload.
    """
    failed("not_answered", error)
    return BoltResponse(status=400) if isinstance(error, MALFORMED) else None
