"""Whom a busy app keeps waiting, presses again: only where a screen or the chat app asks for it, and not for ever."""

from collections.abc import Awaitable, Callable
from typing import cast

import pytest

from deploy import play_patience
from deploy.play_answers import Missing
from deploy.play_patience import PAUSES, patiently
from deploy.sandbox.driver import Actor, Outcome

BUSY = Outcome(errors={"title": "Not saved yet. Your words are still here. Please press again in a moment."})
TROUBLE = Outcome(error="We had some trouble connecting. Try again?")
REFUSED = Outcome(errors={"title": "Please write something here."})
DONE = Outcome(text="Sent.")


class Nobody:
    modal = None


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(play_patience, "PAUSES", (0.0,) * len(PAUSES))


def tries(*outcomes: Outcome | Exception) -> tuple[list[int], Callable[[], Awaitable[Outcome]]]:
    done: list[int] = []

    async def do() -> Outcome:
        done.append(len(done))
        found = outcomes[min(len(done), len(outcomes)) - 1]
        if isinstance(found, Exception):
            raise found
        return found

    return done, do


async def pressed(do: Callable[[], Awaitable[Outcome]]) -> Outcome:
    return await patiently(cast("Actor", Nobody()), do)


@pytest.mark.parametrize("first", [BUSY, TROUBLE])
async def test_somebody_who_is_asked_to_press_again_does(first: Outcome) -> None:
    done, do = tries(first, first, DONE)
    assert (await pressed(do)).text == "Sent."
    assert len(done) == 3


@pytest.mark.parametrize("outcome", [DONE, REFUSED])
async def test_nobody_presses_again_unasked(outcome: Outcome) -> None:
    done, do = tries(outcome)
    assert await pressed(do) is outcome
    assert len(done) == 1


async def test_after_the_last_try_it_is_told_as_it_is() -> None:
    done, do = tries(BUSY)
    assert (await pressed(do)).errors == BUSY.errors
    assert len(done) == 1 + len(PAUSES)


async def test_what_is_no_longer_there_after_trouble_was_done() -> None:
    _, do = tries(TROUBLE, Missing("no button"))
    assert (await pressed(do)).error is None


async def test_what_is_no_longer_there_without_trouble_is_missed() -> None:
    _, do = tries(BUSY, Missing("no button"))
    with pytest.raises(Missing):
        await pressed(do)
