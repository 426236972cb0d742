"""The real queue: what an act causes is delivered within seconds, together with the act or not at all."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import select

from schemas.commands import DoAct, OpenReview, PersonFacts, Receipt, Value
from schemas.readings import NewsReading
from schemas.vocabulary import Act, ContactKind, NewsKind
from service.acts import perform, sending
from service.engine import workflows
from service.engine.engine import Engine
from service.main import build
from service.store import clock, people, schema
from service.store.database import Database
from service.store.outbox import Outbox
from service.store.sent_tables import NewsRow
from service.store.tables import ContactRow

from .world import CLEAR, KEY, TUESDAY, canary

SECONDS = 30
LEASE = timedelta(seconds=3)
"""Short: this module waits it out for real."""


class Running:
    """The service with its engine, and a subscriber that keeps what it gets."""

    def __init__(self, url: str) -> None:
        self.database, self.outbox = Database(url), Outbox()
        self.got: list[NewsReading] = []
        self.lost: list[NewsReading] = []
        self.lose = self.under_way = 0
        self.slow = 0.0
        self.engine = Engine(self.database, self.outbox, self.take)
        self.app = build(self.database, self.outbox, KEY, demo=True)

    async def take(self, reading: NewsReading) -> Receipt:
        if reading.items and self.lose:
            self.lose -= 1
            self.lost.append(reading)
            raise TimeoutError
        self.under_way += 1
        await asyncio.sleep(self.slow)
        self.under_way -= 1
        self.got.append(reading)
        return Receipt(channel="D1", ts=reading.id)

    def items(self, kind: NewsKind) -> list[NewsReading]:
        return [n for n in self.got if any(i.kind is kind for i in n.items)]

    async def draft(self) -> str:
        facts = [PersonFacts(id="U1", name="Mia", tz="Europe/Berlin"), PersonFacts(id="U2", name="Raj", tz="UTC")]
        values = {"kind": "conflict", "parties": ["U2"], "open.c.size": "small"}
        command = OpenReview(values=values, people=facts)
        made = await self.database.write(lambda s: perform.open_review(s, self.outbox, "U1", command, None))
        assert made.review is not None
        review = made.review.id
        described: dict[str, Value] = {"open.c.name": canary("title"), "open.c.moment": canary()}
        for act, page, answers in (
            (Act.screen, 1, CLEAR[0]), (Act.screen, 2, CLEAR[1]), (Act.choose_way, 1, {"way": "direct"}),
            (Act.describe, 1, described),
        ):  # fmt: skip
            command_2 = DoAct(act=act, page=page, values=answers)
            await self.database.write(lambda s, c=command_2: perform.perform(s, self.outbox, "U1", review, c, None))
        return review

    async def advance(self, seconds: int) -> dict[str, object]:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            answer = await client.post("/demo/clock", json={"advance_seconds": seconds})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def invite(self, review: str) -> None:
        command = DoAct(act=Act.invite, values={"ready.read": "yes"})
        await self.database.write(lambda s: perform.perform(s, self.outbox, "U1", review, command, None))

    def rows(self) -> list[str]:
        """What is not sent yet, to be shown where it should have been."""
        with self.database.reading() as session:
            found = session.exec(select(NewsRow).where(NewsRow.status == "queued")).all()
            return [f"{n.kind} due {n.due_at:%d %H:%M} tries {n.tries} attempt {n.attempt}" for n in found]

    async def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < end, f"not within seconds: {self.rows()}"
            await asyncio.sleep(0.05)


@pytest.fixture
async def running(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    monkeypatch.setattr(sending, "LEASE", LEASE)
    made = Running(database_url)
    schema.migrate(made.database)

    def begin(session: object) -> None:
        clock.set_now(session, TUESDAY)  # type: ignore[arg-type]
        people.replace_contacts(session, [  # type: ignore[arg-type]
            ContactRow(kind=k.value, name="c", reach="r", country="*", confirmed_at=TUESDAY) for k in ContactKind
        ])  # fmt: skip

    await made.database.write(begin)
    await made.engine.start()
    yield made
    await made.engine.stop()
    made.database.close()


async def test_an_act_reaches_its_reader_once_within_seconds_with_the_act_or_not_at_all(running: Running) -> None:
    review = await running.draft()
    answer = await running.advance(25 * 60)
    assert answer["posted"] is True
    assert len(running.items(NewsKind.draft_ready)) == 1

    def invite_and_fail(session: object) -> None:
        command = DoAct(act=Act.invite, values={"ready.read": "yes"})
        perform.perform(session, running.outbox, "U1", review, command, None)  # type: ignore[arg-type]
        raise LookupError

    before = queued(running)
    with pytest.raises(LookupError):
        await running.database.write(invite_and_fail)
    assert queued(running) == before
    assert running.items(NewsKind.invitation) == []

    running.lose = 1
    await running.invite(review)
    assert queued(running) > before
    await running.until(lambda: bool(running.lost))
    assert running.items(NewsKind.invitation) == []

    lost = running.lost[0].id
    assert not running.lost[0].look_first
    assert 0 < (await workflows.attempt([lost]))[lost] <= LEASE.total_seconds()
    await workflows.sweep()
    await running.until(lambda: bool(running.items(NewsKind.invitation)))
    (again,) = running.items(NewsKind.invitation)
    assert again.look_first and again.id == lost and again.reader_id == "U2"

    answer = await running.advance(4 * 86400)
    assert answer["posted"] is True
    assert len(running.items(NewsKind.ended)) == 2
    assert len(running.items(NewsKind.invitation)) == 1
    with running.database.engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        schemas = [None] if running.database.is_sqlite else [None, "dbos"]
        jobs = [(s, n) for s in schemas for n in sa.inspect(connection).get_table_names(schema=s)] or names
        kept = ""
        for where, name in jobs:
            if name != "words":
                table = f'"{where}"."{name}"' if where else f'"{name}"'
                kept += str(connection.execute(sa.text(f"SELECT * FROM {table}")).all())
    assert "deliver" in kept
    assert "canary" not in kept


async def test_what_is_under_way_when_it_stops_is_sent_and_noted_without_a_complaint(
    running: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    await running.draft()
    running.slow = 0.8
    moved = asyncio.create_task(running.advance(25 * 60))
    await running.until(lambda: running.under_way > 0)
    stopped = asyncio.create_task(running.engine.stop())
    await asyncio.sleep(0.3)
    assert not stopped.done() and running.under_way
    await stopped
    moved.cancel()
    assert running.under_way == 0
    with running.database.reading() as session:
        sent = session.exec(select(NewsRow).where(NewsRow.status == "sent")).all()
    assert {row.id for row in sent} == {reading.id for reading in running.got} != set()
    await asyncio.sleep(1.2)
    said = capfd.readouterr()
    assert "shutdown" not in said.out + said.err and "Traceback" not in said.out + said.err


def queued(running: Running) -> int:
    """How many workflows there are."""
    client = running.engine.context.client
    assert client is not None
    return len(client.list_workflows(name="deliver", load_input=False, load_output=False))
