"""Every button: what it opens for the person who pressed it."""

import asyncio
from typing import Any, TypeVar

from pydantic import ValidationError

from schemas.readings import FormReading, Problem
from schemas.vocabulary import Act, Reason
from slack_app.copy import COPY
from slack_app.inbound import Inbound
from slack_app.listeners.commands import start_view
from slack_app.log import failed, noted
from slack_app.opening import open_with
from slack_app.service_client import Refused
from slack_app.slack_errors import SLACK_FAULTS, code
from slack_app.views import buttons
from slack_app.views.blocks import View, without_button
from slack_app.views.buttons import WORDS
from slack_app.views.form import form_view
from slack_app.views.marks import CARD, Press
from slack_app.views.notice import example_view, notice, sure_view, who_sees_view, why_view, words_view
from slack_app.views.review import review_view


async def open_act(inbound: Inbound) -> None:
    """A button named after an act: opens its form."""
    form = asyncio.ensure_future(_act_form(inbound))
    await open_with(inbound, form)
    await _remove_if_doubled(inbound)
    await inbound.ack()
    await _take_off(inbound, form)


OVER = frozenset({Reason.already_done, Reason.too_late})
"""What is refused so stays refused; only what was taken back can be sealed, and so taken back, again."""


async def show(inbound: Inbound) -> None:
    """ "Open this review": the review as this person sees it."""
    await open_with(inbound, _review(inbound))
    await _remove_if_doubled(inbound)
    await inbound.ack()


async def why(inbound: Inbound) -> None:
    """ "Why this step?"."""
    await open_with(inbound, _why(inbound), aside=True)
    await inbound.ack()


async def sure(inbound: Inbound) -> None:
    """ "How sure are we?"."""
    await open_with(inbound, _sure(inbound), aside=True)
    await inbound.ack()


async def example(inbound: Inbound) -> None:
    """ "An example"."""
    await open_with(inbound, _example(inbound), aside=True)
    await inbound.ack()


async def words(inbound: Inbound) -> None:
    """ "Read what was opened", and its pages."""
    turning = bool(pressed(inbound).pages)
    await open_with(inbound, _words(inbound), aside=not turning)
    await inbound.ack()


async def learning(inbound: Inbound) -> None:
    """ "Read all of it": the whole learning summary, and its pages."""
    turning = bool(pressed(inbound).pages)
    await open_with(inbound, _learning(inbound), aside=not turning)
    await inbound.ack()


async def who_sees(inbound: Inbound) -> None:
    """ "Who can see what"."""
    await open_with(inbound, _who_sees(inbound), aside=True)
    await inbound.ack()


async def retry_place(inbound: Inbound) -> None:
    """The app was invited to the channel: post the card there after all."""
    await open_with(inbound, _retry_place(inbound))
    await inbound.ack()


def pressed(inbound: Inbound) -> Press:
    """What the button is about. One that Mend did not write is about nothing."""
    try:
        return Press.model_validate_json(inbound.body["actions"][0].get("value") or "{}")
    except ValidationError:
        return Press()


async def _act_form(inbound: Inbound) -> View:
    press = pressed(inbound)
    act = Act(inbound.body["actions"][0]["action_id"].split(":")[1])
    if act is Act.open:
        return await start_view(inbound)
    return form_view(await inbound.service.form(inbound.person, _known(press.review), act, press.about, press.version))


async def _review(inbound: Inbound) -> View:
    return review_view(await inbound.service.review(inbound.person, _known(pressed(inbound).review)))


async def _asked_form(inbound: Inbound) -> FormReading:
    press = pressed(inbound)
    if press.review:
        return await inbound.service.form(inbound.person, press.review, _known(press.act), press.about)
    return _known((await inbound.service.start(inbound.person, None)).form)


async def _why(inbound: Inbound) -> View:
    return why_view(await _asked_form(inbound))


async def _sure(inbound: Inbound) -> View:
    return sure_view(await _asked_form(inbound))


async def _example(inbound: Inbound) -> View:
    return example_view(await _asked_form(inbound))


async def _words(inbound: Inbound) -> View:
    press = pressed(inbound)
    review = _known(press.review)
    return words_view(review, await inbound.service.words(inbound.person, review), press.pages.get(WORDS, 1))


async def _learning(inbound: Inbound) -> View:
    press = pressed(inbound)
    review, page = _known(press.review), press.pages.get(buttons.LEARNING, 1)
    return words_view(review, await inbound.service.learning(inbound.person, review), page, buttons.LEARNING)


async def _who_sees(inbound: Inbound) -> View:
    return who_sees_view(await inbound.service.contacts(inbound.person))


async def _retry_place(inbound: Inbound) -> View:
    await inbound.service.post_card_again(inbound.person, inbound.once, _known(pressed(inbound).review))
    return notice(COPY.screen.done, [COPY.screen.retrying])


Known = TypeVar("Known")


def _known(value: Known | None) -> Known:
    if value is None:
        raise Refused(Problem(reason=Reason.not_found))
    return value


async def _remove_if_doubled(inbound: Inbound) -> None:
    """After a crash a card may stand in its thread twice. The one that is not recorded goes, once it is pressed."""
    press, message = pressed(inbound), inbound.body.get("message") or {}
    if inbound.body["actions"][0].get("block_id") != CARD or not press.review or not message.get("ts"):
        return
    channel, ts = inbound.body["channel"]["id"], message["ts"]
    try:
        if await inbound.service.card_is_recorded(inbound.person, press.review, channel, ts):
            return
        await inbound.slack.chat_delete(channel=channel, ts=ts)
        noted("doubled_card_removed", review=press.review)
    except Refused:
        # Not a party, or the service cannot say: then the card stays.
        return
    except SLACK_FAULTS as error:
        failed("doubled_card_kept", error, slack=code(error))


async def _take_off(inbound: Inbound, form: asyncio.Future[View]) -> None:
    """A button in a message whose step is over goes when somebody presses it: they have just read why it does nothing.

    Only then: a message for each person at each step, just to take buttons away, would cost more than it gives.
    """
    message, action = inbound.body.get("message") or {}, inbound.body["actions"][0]
    refused = form.exception() if form.done() and not form.cancelled() else None
    over = isinstance(refused, Refused) and refused.problem.reason in OVER
    if not over or not message.get("ts") or action["action_id"] == f"{buttons.ACT}:{Act.take_back}":
        return
    blocks: list[dict[str, Any]] = without_button(message.get("blocks", []), action["block_id"], action["action_id"])
    if not blocks or action["block_id"] == CARD:
        return
    try:
        channel = inbound.body["channel"]["id"]
        await inbound.slack.chat_update(channel=channel, ts=message["ts"], text=message.get("text", ""), blocks=blocks)
    except SLACK_FAULTS as error:
        failed("button_kept", error, slack=code(error))
