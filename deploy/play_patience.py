"""A person whom a busy app keeps waiting: waits while a screen says so, and presses again where it asks for that."""

import asyncio
from collections.abc import Awaitable, Callable

from deploy.play_answers import Missing
from deploy.play_paper import sentences
from deploy.sandbox.driver import Actor, Outcome

ONE_MOMENT = "One moment"
"""The title of the screen that stands there until the real one is ready."""
AGAIN = ("press again", "please try again")
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds of real time before each new try."""
PATIENCE = 45.0
"""Seconds of real time for something to appear: a conversation takes one message a second."""
LOOK_EVERY = 0.1


async def patiently(actor: Actor, do: Callable[[], Awaitable[Outcome]]) -> Outcome:
    """What comes of it in the end: of a try that went wrong in the chat app, or that Mend asks to repeat, of the next
    one. After the last try whatever came of it."""
    outcome = await _opened(actor, await do())
    for pause in PAUSES:
        if not asked_again(outcome):
            break
        await asyncio.sleep(pause)
        try:
            outcome = await _opened(actor, await do())
        except Missing:
            if not outcome.error:
                raise
            return Outcome(modal=actor.modal)  # the first try did arrive: what was pressed is no longer there
    return outcome


def asked_again(outcome: Outcome) -> bool:
    """Whether somebody who sees this would do the same again."""
    screen = outcome.modal
    notice = sentences(screen) if screen and screen.submit_label is None else []
    said = " ".join([outcome.text or "", *outcome.errors.values(), *notice]).lower()
    return bool(outcome.error) or any(words in said for words in AGAIN)


async def _opened(actor: Actor, outcome: Outcome) -> Outcome:
    until = asyncio.get_running_loop().time() + PATIENCE
    while actor.modal and actor.modal.title == ONE_MOMENT and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(LOOK_EVERY)
        await actor.look()
    outcome.modal = actor.modal
    return outcome
