"""A drill from the first kill to the count: people at work, a clock that moves, and somebody who kills."""

import asyncio
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from deploy.bench_slack import ZONE, Call, FakeSlack
from service.store import clock, outbox
from service.store.database import Database
from tests.drills import checker, zygote
from tests.drills.checker import Findings
from tests.drills.people import Op, Person
from tests.drills.product import Product, product

PAIRS = 10
BERLIN, SATURDAY, LATE = ZoneInfo(ZONE), 5, 15
HOUR, BREATH = timedelta(hours=1), timedelta(minutes=25)
ASKED = frozenset(f"DU{number:02d}B" for number in range(PAIRS))
"""The conversations of those who are asked, in each pair."""
QUICK_DAYS = 6
"""Until the first reviews are in their last steps, which take weeks."""
DRAIN_SECONDS = 240.0
"""As long as the slowest machine needs; it is over as soon as nothing waits."""
LONGEST_ANSWER = 0.15


@dataclass
class Drill:
    """What one drill needs; `seed` decides the people's choices, Slack's pace, and who is killed when."""

    url: str
    seed: int
    processes: int = 1
    kills: int = 0
    seconds: float = float("inf")
    """For killing; fewer kills than wished are done where the machine is too slow for all."""
    at_the_post: bool = False
    """Not at random: killed when Slack has an invitation, and whoever sent it has no answer yet. Nobody takes up an
    invitation then, so that each is still to be sent when the product comes back."""
    sabotage: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    done: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    async def run(self) -> Findings:
        """All of it. Deterministic as far as two operating systems' schedulers let it be."""
        async with FakeSlack(latency=lambda: self.chance.uniform(0, LONGEST_ANSWER)) as slack:
            async with product(self.url, slack.url, self.processes, **{zygote.SABOTAGE: self.sabotage}) as mend:
                people = [each for each in crowd(mend, slack, self.seed) if each.kind or not self.at_the_post]
                async with asyncio.TaskGroup() as group:
                    for each in people:
                        group.create_task(each.live(self.over))
                    group.create_task(self.minutes() if self.at_the_post else self.days())
                    await (self.kill_at_the_post(mend, slack) if self.at_the_post else self.kill(mend, people))
                    self.over.set()
                await drained(self.url, mend)
            return checker.check(self.url, history(people), slack)

    async def kill(self, mend: Product, people: list[Person]) -> None:
        """One process after the other; each that is started again gets a moment to work in, and on a slow machine
        the time until somebody's act was acknowledged: where nothing happens there is nothing to lose."""
        end = asyncio.get_running_loop().time() + self.seconds
        starting: dict[int, asyncio.Task[None]] = {}
        while self.done < self.kills and asyncio.get_running_loop().time() < end:
            before = acknowledged(people)
            await asyncio.sleep(self.chance.uniform(0.15, 0.9))
            await until(lambda before=before: acknowledged(people) > before, PATIENCE)  # type: ignore[misc]
            port = self.chance.choice(mend.ports)
            if port in starting:
                await starting[port]
            mend.kill(port)
            self.done += 1
            starting[port] = asyncio.create_task(mend.start(port))
            if len(mend.ports) == 1:
                await starting[port]
        await asyncio.gather(*starting.values())

    async def kill_at_the_post(self, mend: Product, slack: FakeSlack) -> None:
        """Holds back the answer to one message after the other, and kills whoever waits for it."""
        while self.done < self.kills:
            arrived, answer = asyncio.Event(), asyncio.get_running_loop().create_future()
            slack.on_post = partial(hold_back, arrived, answer)
            await arrived.wait()
            mend.kill(mend.ports[0])
            self.done += 1
            slack.on_post = lambda call: None
            answer.set_result(None)
            await mend.start(mend.ports[0])

    async def minutes(self) -> None:
        """Enough of them for a breath before each invitation, all in working hours: nothing waits for a morning."""
        database = Database(self.url)
        try:
            while not self.over.is_set():
                await asyncio.sleep(4.0)
                await database.write(breathe)
        finally:
            database.close()

    async def days(self) -> None:
        """Time goes on: two hours of a working day, then the next morning, and later on often the next week. So floors,
        quiet hours, check-ins and reminders all come.

        Only the stored clock is moved here; what is then due is found by the sweep, as it is when nobody moves it.
        """
        database = Database(self.url)
        try:
            for days in itertools.chain((1,) * QUICK_DAYS, itertools.repeat(7)):
                for hop, seconds in ((0, 0.8), (0, 0.8), (self.chance.choice((1, days)), 2.0)):
                    if self.over.is_set():
                        return
                    await database.write(partial(forward, hop, HOUR))
                    await asyncio.sleep(seconds)
        finally:
            database.close()


PATIENCE = 20.0
"""Seconds of waiting for one act to be acknowledged before the next kill."""


def acknowledged(people: list[Person]) -> int:
    return sum(op.done for each in people for op in each.ops)


async def until(holds: Callable[[], bool], seconds: float) -> None:
    """Waits until it holds, but no longer than so many seconds."""
    end = asyncio.get_running_loop().time() + seconds
    while not holds() and asyncio.get_running_loop().time() < end:  # noqa: ASYNC110  acts are made in many places
        await asyncio.sleep(0.05)


def hold_back(arrived: asyncio.Event, answer: asyncio.Future[None], call: Call) -> asyncio.Future[None] | None:
    """Only of messages to those who are asked: a card may stand there twice."""
    if arrived.is_set() or call.given["channel"] not in ASKED:
        return None
    arrived.set()
    return answer


def forward(days: int, step: timedelta, session: Session) -> None:
    """A step on, or to ten o'clock of a working day."""
    now = clock.now(session)
    ten = (now.astimezone(BERLIN) + timedelta(days=days)).replace(hour=10, minute=0)
    weekend = timedelta(days=max(0, 7 - ten.weekday()) if ten.weekday() >= SATURDAY else 0)
    clock.set_now(session, ten + weekend if days else now + step)


def breathe(session: Session) -> None:
    """A breath on; from three o'clock on, to the next morning, however long this machine takes."""
    late = clock.now(session).astimezone(BERLIN).hour >= LATE
    forward(int(late), BREATH, session)


def crowd(mend: Product, slack: FakeSlack, seed: int, pairs: int = PAIRS) -> list[Person]:
    """Pairs of colleagues; in every other one a conflict is opened, else an incident."""
    people = []
    for number in range(pairs):
        one, other = f"U{number:02d}A", f"U{number:02d}B"
        kind = "incident" if number % 2 else "conflict"
        rest = 6.0 if number % 4 > 1 else 1.0
        people += [
            Person(one, other, kind, mend, slack, random.Random(f"{seed} {one}"), longest_rest=rest),
            Person(other, one, None, mend, slack, random.Random(f"{seed} {other}"), longest_rest=rest),
        ]
    return people


def history(people: list[Person]) -> list[Op]:
    return sorted((op for each in people for op in each.ops), key=lambda op: op.started)


async def drained(url: str, mend: Product) -> None:
    """Waits until nothing that is due waits, and nothing a dead process left is still pending. The checker says what
    was still there if that takes too long."""
    end = asyncio.get_running_loop().time() + DRAIN_SECONDS
    while asyncio.get_running_loop().time() < end:
        await mend.catch_up()
        if await asyncio.to_thread(is_quiet, url):
            return
        await asyncio.sleep(0.5)


def is_quiet(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as session:
            waiting = outbox.unsent(session, clock.now(session))
        return not waiting and not checker.pending(url, timedelta(0))
    finally:
        database.close()
