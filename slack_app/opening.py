"""Puts a drawing before the person who pressed: opened, pushed or updated inside Slack's three seconds."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from slack_app.copy import COPY
from slack_app.inbound import Inbound
from slack_app.log import failed
from slack_app.service_client import Refused
from slack_app.slack_errors import SLACK_FAULTS, code, was_too_late
from slack_app.views.blocks import View
from slack_app.views.notice import moment_view, refused_view

STACK = 3


async def open_with(inbound: Inbound, drawing: Awaitable[View], *, aside: bool = False) -> str:
    """Shows what `drawing` comes to, or why it was refused. Answers the sentence that is said where nothing can be
    shown; '' when something is.

    From a message, a command or App Home a modal is opened. Inside a modal the view is replaced, unless it is an
    aside, or unless something is being written there: then the new one lies on top, and closing it leads back.
    """
    try:
        await _show(inbound, asyncio.ensure_future(_drawn(drawing)), aside)
    except SLACK_FAULTS as error:
        failed("not_shown", error, slack=code(error))
        said = COPY.screen.too_slow if was_too_late(error) else COPY.screen.not_shown
        await _say_so(inbound, said)
        return said
    return ""


async def _say_so(inbound: Inbound, text: str) -> None:
    """The person who pressed reads that nothing opened: beside the message they pressed, or else, from App Home and
    from a window, in Mend's conversation with them. A command says it in its own answer."""
    if "command" in inbound.body:
        return
    try:
        if inbound.body.get("response_url"):
            await inbound.respond(text=text, response_type="ephemeral", replace_original=False)
            return
        opened = await inbound.slack.conversations_open(users=inbound.person)
        await inbound.slack.chat_postMessage(channel=opened["channel"]["id"], text=text)
    except SLACK_FAULTS as error:
        failed("not_said", error, slack=code(error))


async def _drawn(drawing: Awaitable[View]) -> View:
    try:
        return await drawing
    except Refused as refused:
        return refused_view(refused.problem)


async def _show(inbound: Inbound, drawn: asyncio.Future[View], aside: bool) -> None:
    view = inbound.view
    if view and not _lies_on_top(view, aside):
        await inbound.slack.views_update(view_id=view["id"], hash=view["hash"], view=await drawn)
        return
    place = inbound.slack.views_push if view else inbound.slack.views_open
    trigger = inbound.body["trigger_id"]
    await asyncio.wait({drawn}, timeout=inbound.tools.waits.moment)
    if drawn.done():
        await place(trigger_id=trigger, view=drawn.result())
        return
    opened = await place(trigger_id=trigger, view=moment_view())
    await inbound.slack.views_update(view_id=opened["view"]["id"], view=await drawn)


def _lies_on_top(view: dict[str, Any], aside: bool) -> bool:
    writing = any(block["type"] == "input" for block in view["blocks"])
    return (aside or writing) and depth(view) < STACK


def depth(view: dict[str, Any]) -> int:
    """How many modals lie on each other here: 1, 2 or 3."""
    if not view.get("previous_view_id"):
        return 1
    return 2 if view["previous_view_id"] == view.get("root_view_id") else 3
