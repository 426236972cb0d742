"""People of the stand-in workspace as a play tells them: each is shown something, and presses or writes something.

Everything goes through the workspace's own doors. `Missing` is raised when a person does not see what they should.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.play_answers import Answers, Missing, answered
from deploy.play_paper import Paper, sentences
from deploy.play_patience import LOOK_EVERY, PATIENCE, patiently
from deploy.sandbox.driver import Actor, CannotDo, OpenModal, Outcome, Workspace
from deploy.sandbox.reading import Message, Surface

OFFICE = ZoneInfo("Europe/Berlin")
TRIES = 3
CHECK_IN = "Answer the check-in"


class World:
    """The workspace and its clock."""

    def __init__(self, workspace: Workspace, paper: Paper) -> None:
        self.workspace, self.paper = workspace, paper
        self._people: dict[str, Person] = {}

    def person(self, key: str) -> "Person":
        """Somebody by key; the same object every time."""
        return self._people.setdefault(key, Person(self, self.workspace.person(key)))

    def name_of(self, key: str) -> str:
        return self.person(key).actor.name

    async def today(self) -> date:
        return (await self.now()).date()

    async def now(self) -> datetime:
        return datetime.fromtimestamp(await self.workspace.now(), UTC).astimezone(OFFICE)

    async def goes_on(self, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """So much time passes; all that is due in it happens."""
        await self.moved(await self.workspace.advance(days=days, hours=hours, minutes=minutes))

    async def until(self, day: date, hour: int = 10, minute: int = 0) -> None:
        """The clock goes on to this local time."""
        then = datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE)
        seconds = (then - await self.now()).total_seconds()
        await self.moved(await self.workspace.advance(seconds=max(0.0, seconds)))

    async def next_working_day(self, hour: int = 10) -> None:
        day = await self.today() + timedelta(days=1)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        await self.until(day, hour)

    async def next_tuesday(self, hour: int = 10) -> None:
        day = await self.today() + timedelta(days=1)
        await self.until(day + timedelta(days=(1 - day.weekday()) % 7), hour)

    async def moved(self, answer: Mapping[str, Any]) -> None:
        if not answer.get("posted", True):
            raise Missing("Not everything that was due has been posted.")
        self.paper.time(await self.now())

    async def together(self, *doings: Coroutine[Any, Any, None]) -> None:
        """Several people do something at the same time; it is told one after the other."""

        async def told(doing: Coroutine[Any, Any, None]) -> list[str]:
            with self.paper.kept() as lines:
                await doing
            return lines

        for lines in await asyncio.gather(*(told(doing) for doing in doings)):
            self.paper.put(lines)

    async def see_card(self, *people: "Person", where: str = "") -> Message:
        """The card in the conversation of these people, or the newest one in a channel."""

        async def there() -> Message | None:
            place = where or await self._group(people)
            messages = await self.workspace.messages(place) if place else []
            cards = [one for one in messages if one.by_app and one.thread_ts in (None, one.ts)]
            return cards[-1] if cards else None

        card = await self.waited_for(there, "there is no card")
        self._place(where, *people)
        self.paper.posted(card)
        return card

    async def see_thread(self, where: str, beginning: str) -> Message:
        """What Mend has written in the thread of a channel's card, with a sentence that begins so."""

        async def there() -> Message | None:
            replies = [one for one in await self.workspace.messages(where) if one.thread_ts not in (None, one.ts)]
            return next((one for one in replies if says(one, beginning)), None)

        found = await self.waited_for(there, f"nothing in the thread in #{where} begins “{beginning}”")
        self._place(f"{where}, in the thread of the card")
        self.paper.posted(found)
        return found

    async def waited_for(self, there: Callable[[], Awaitable[Message | None]], otherwise: str) -> Message:
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while True:
            if found := await there():
                return found
            if loop.time() > until:
                raise Missing(f"After {PATIENCE:.0f} seconds {otherwise}.")
            await asyncio.sleep(LOOK_EVERY)

    def _place(self, where: str, *people: "Person") -> None:
        named = f"#{where}" if where else f"the conversation of {' and '.join(p.first for p in people)}"
        self.paper.say()
        self.paper.say(f"In {named} stands:")

    async def _group(self, people: Sequence["Person"]) -> str | None:
        wanted = {person.actor.id for person in people}
        groups = [one for one in await self.workspace.group_dms() if wanted <= set(one["members"])]
        return str(groups[-1]["id"]) if groups else None


class Person:
    """One person, told."""

    def __init__(self, world: World, actor: Actor) -> None:
        self.world, self.actor = world, actor
        self.first = actor.name.split()[0]
        self.paper = world.paper
        self._heard: set[str] = set()
        self._message: Message | None = None

    # ---- what is seen ----

    async def hears(self, beginning: str) -> Message:
        """A message from Mend that has not been heard yet, and has a sentence that begins so."""
        return await self._hears(lambda one: says(one, beginning), f"that begins “{beginning}”")

    async def hears_button(self, label: str) -> Message:
        """A message from Mend that has not been heard yet, and has this button."""
        return await self._hears(lambda one: has(one, label), f"with a button “{label}”")

    async def _hears(self, wanted: Callable[[Message], bool], described: str) -> Message:
        async def there() -> Message | None:
            news = [one for one in await self.actor.dms() if one.ts not in self._heard]
            return next((one for one in news if wanted(one)), None)

        found = await self.world.waited_for(there, f"{self.first} hears nothing {described}")
        self._heard.add(found.ts)
        self._message = found
        self.paper.message(self.first, found)
        return found

    async def home(self) -> Surface:
        """Opens Mend's Home."""
        return await self.actor.open_home()

    # ---- what is done ----

    async def types(self, line: str, channel: str = "general") -> None:
        """A slash command; what it opens stands on the screen then."""
        self.paper.say()
        self.paper.say(f"{self.first} types “{line}” in #{channel}.")
        self._saw(await patiently(self.actor, lambda: self.actor.command(line, channel)))

    async def presses(self, label: str, nth: int = 0) -> None:
        """A button of the open screen, else of the message just heard or the newest that has it, else of Home."""
        self.paper.say()
        self.paper.say(f"{self.first} presses “{label}”.")
        self._saw(await patiently(self.actor, lambda: self._press(label, nth)))

    async def _press(self, label: str, nth: int) -> Outcome:
        if self.actor.modal and has(self.actor.modal, label):
            return await self.actor.modal.press(label, nth=nth)
        await self.puts_away()
        just_heard = [self._message] if self._message else []
        for message in [*just_heard, *reversed(await self.actor.dms())]:
            if has(message, label):
                return await self.actor.press(message, label, nth)
        return await self._press_at_home(label, nth)

    async def _press_at_home(self, label: str, nth: int) -> Outcome:
        """On Home itself, or in the review that "Open this review" shows. Home may be drawn anew under the finger."""
        for _try in range(TRIES):
            home = await self.home()
            with contextlib.suppress(CannotDo):
                if has(home, label):
                    return await self.actor.press_home(label, nth)
                await patiently(self.actor, lambda: self.actor.press_home("Open this review"))
                break
        if self.actor.modal and has(self.actor.modal, label):
            return await self.actor.modal.press(label, nth=nth)
        raise Missing(f"{self.first} finds no button “{label}”.")

    async def answers(self, *pages: Answers, reads: str = "") -> None:
        """Fills in the screen that is open, page by page, and sends it; then reads a sentence that begins so."""
        for answers in pages:
            screen = self.screen
            given = [answered(screen, question, value, self.world.name_of) for question, value in answers.items()]
            await screen.fill({one.field.block_id: one.value for one in given})
            for one in given:
                self.paper.answer(one.field, one.shown)
            await self._send()
        self.reads(reads)

    async def _send(self) -> None:
        screen = self.screen
        outcome = await patiently(self.actor, lambda: self.screen.submit())  # noqa: PLW0108 - another screen by then
        self.paper.say(f"{self.first} presses “{screen.submit_label or ''}”.")
        for name, said in outcome.errors.items():
            self.paper.say(f"Beside “{screen.fields[name].label}” stands: {said}", 4)
        if not outcome.errors:
            self._saw(outcome)

    async def checks_in(self, *, kept: str = "", happened: str = "", moved: str = "") -> None:
        """Answers every check-in on Home: as its owner, as the person it is for, or of a change of the system."""
        said = {"Did the moment come up": kept, "From your side": happened, "Has it moved": moved}
        answered = 0
        while has(await self.home(), CHECK_IN):
            try:
                outcome = await patiently(self.actor, lambda: self._press_at_home(CHECK_IN, 0))
            except Missing:
                if not answered:
                    raise
                break  # the Home with the button was drawn before the last answer; the new one has it no more
            if self.screen.submit_label is None:  # answered a moment ago: this Home was drawn before that
                await self.puts_away()
                continue
            self.paper.say()
            self.paper.say(f"{self.first} presses “{CHECK_IN}” on Mend's Home.")
            self._saw(outcome)
            asked = [field.label for field in self.screen.fields.values()]
            answers = {begin: text for begin, text in said.items() if any(label.startswith(begin) for label in asked)}
            await self.answers(answers, reads="Thank you.")
            await self.puts_away()
            answered += 1
        await self.puts_away()

    async def does(self, button: str, *pages: Answers, reads: str, nth: int = 0) -> None:
        """Presses a button, fills in what it opens, sends it, and reads a sentence that begins so."""
        await self.presses(button, nth)
        await self.answers(*(pages or ({},)), reads=reads)
        await self.puts_away()

    async def does_at_home(self, button: str, answers: Answers, *, reads: str) -> None:
        """The same from Home, as soon as it waits there: its message may have come alone, with others, or not yet."""
        until = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < until:
            if has(await self.home(), button):
                outcome = await patiently(self.actor, lambda: self._press_at_home(button, 0))
                if self.screen.submit_label is not None:  # else this Home was drawn before the last answer
                    self._saw(outcome)
                    await self.answers(answers, reads=reads)
                    return await self.puts_away()
                await self.puts_away()
            await asyncio.sleep(LOOK_EVERY)
        raise Missing(f"After {PATIENCE:.0f} seconds {self.first} finds no “{button}” on Home.")

    def reads(self, beginning: str) -> None:
        """What is on the screen now, or stands beside a field of it, has a sentence that begins so."""
        beside = list(self.screen.errors.values())
        if not any(text.startswith(beginning) for text in [*sentences(self.screen), *beside]):
            raise Missing(
                f"{self.first} does not read “{beginning}” but: {' '.join([*sentences(self.screen), *beside])}"
            )

    async def puts_away(self) -> None:
        """Closes whatever is open."""
        await self.actor.look()
        if self.actor.modal:
            await self.actor.modal.close(everything=True)

    @property
    def screen(self) -> OpenModal:
        if self.actor.modal is None:
            raise Missing(f"{self.first} has nothing on the screen.")
        return self.actor.modal

    def _saw(self, outcome: Outcome) -> None:
        if outcome.error:
            raise Missing(f"{self.first} is shown an error: {outcome.error}")
        if outcome.text:
            self.paper.say(outcome.text, 4)
        if self.actor.modal:
            self.paper.screen(self.actor.modal)


def has(surface: Surface, label: str) -> bool:
    return any(button.label == label for button in surface.buttons)


def says(surface: Surface, beginning: str) -> bool:
    return any(text.startswith(beginning) for text in sentences(surface))
