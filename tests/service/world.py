"""A small workspace around the real service: people who speak over signed HTTP, a clock that can be moved, and a chat
app that keeps everything it is sent. The database is real; only the durable queue is played by `World.work`."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import randbelow
from typing import Any, TypeVar

import httpx
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from schemas import news as wire
from schemas.commands import Receipt, Value
from schemas.readings import (
    ActReading,
    FormReading,
    HomeReading,
    Item,
    NewsReading,
    OpenItem,
    Passage,
    Problem,
    ReviewReading,
)
from schemas.vocabulary import Act, ContactKind, NewsKind, Reason, Said, State
from service.acts import sending, waking
from service.main import build
from service.store import clock, outbox, people, reviews
from service.store.database import Database
from service.store.outbox import Outbox
from service.store.reviews import Held
from service.store.sent_tables import NewsRow
from service.store.tables import ClockRow, ContactRow, LineRow, ReviewRow

T = TypeVar("T")
CLEAR: tuple[dict[str, Value], ...] = (
    {"scr.stop": ["none"], "scr.danger": "no", "scr.formal": "no"},
    {"scr.say": "no", "scr.cost": ["none"], "scr.rating": "no"},
)
TUESDAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""10:00 in Berlin, 09:00 in London: working hours for both."""
KEY = b"the key of these tests"
_numbers = itertools.count(1)


def canary(about: str = "words") -> str:
    """A text that stands nowhere else: whoever shows it has read it here."""
    return f"canary {about} {next(_numbers):05d} {randbelow(10**15):015d}"


class Chat:
    """The chat app as the service knows it: takes news and answers with a receipt, or misbehaves as it is told."""

    def __init__(self) -> None:
        self.taken: list[NewsReading] = []
        self.at: list[datetime] = []
        self.next: list[Callable[[NewsReading], Receipt]] = []
        """What it does with the next ones, in this order; then it takes everything."""

    def take(self, reading: NewsReading, now: datetime) -> Receipt:
        receipt = self.next.pop(0)(reading) if self.next else posted(reading)
        if receipt.retry_after is None:
            self.taken.append(reading)
            self.at.append(now)
        return receipt

    def messages(self, reader: str) -> list[NewsReading]:
        return [n for n in self.taken if n.reader_id == reader and n.items]

    def items(self, reader: str, kind: NewsKind | None = None) -> list[Item]:
        return [i for n in self.messages(reader) for i in n.items if kind in (None, i.kind)]

    def times(self, reader: str, kind: NewsKind) -> list[datetime]:
        """When this person was told that."""
        pairs = zip(self.taken, self.at, strict=True)
        return [at for n, at in pairs if n.reader_id == reader and any(i.kind is kind for i in n.items)]

    def cards(self) -> list[NewsReading]:
        return [n for n in self.taken if n.card]


def posted(reading: NewsReading) -> Receipt:
    return Receipt(channel=reading.channel or f"D-{reading.reader_id or 'group'}", ts=reading.ts or f"{reading.id}.1")


def slow_down(seconds: float) -> Callable[[NewsReading], Receipt]:
    """What a chat system says that has had too much: 429."""
    return lambda _reading: Receipt(retry_after=seconds)


def refuses(error: str) -> Callable[[NewsReading], Receipt]:
    return lambda _reading: Receipt(refused=error)


def loses_its_answer(reading: NewsReading) -> Receipt:
    """Nobody knows whether it arrived."""
    raise TimeoutError


class Person:
    """Somebody of the workspace, as they act through the chat app."""

    def __init__(self, world: "World", person_id: str, name: str, tz: str) -> None:
        self.world, self.id, self.name, self.tz = world, person_id, name, tz

    def __repr__(self) -> str:
        return self.name

    # ---- acting ----

    def does(self, act: Act, values: dict[str, Value] | None = None, **more: Any) -> ActReading:
        """One act that is done. `more`: about, page, hidden, once, review, and values without a dot in their name."""
        answer = self._act(act, values, more)
        assert answer.status_code == 200, f"{self.name} may not {act}: {answer.status_code} {answer.text}"
        return ActReading.model_validate_json(answer.content)

    def refused(self, act: Act, values: dict[str, Value] | None = None, **more: Any) -> Problem:
        """One act that is refused."""
        answer = self._act(act, values, more)
        assert answer.status_code >= 400, f"{self.name} may {act}: {answer.text}"
        problem = Problem.model_validate_json(answer.content)
        assert answer.status_code == status(problem.reason), (answer.status_code, problem)
        return problem

    def _act(self, act: Act, values: dict[str, Value] | None, more: dict[str, Any]) -> httpx.Response:
        facts = {name: more.pop(name) for name in ("about", "page", "hidden", "version", "people") if name in more}
        once, review = more.pop("once", None), more.pop("review", self.world.review_id)
        body = {"act": act.value, "values": {**(values or {}), **more}, **facts}
        return self.world.asks(self.id, "POST", f"/api/v1/reviews/{review}/acts", body, once)

    def opens(
        self, *others: "Person", kind: str = "conflict", size: str = "small", way: str = "direct", **values: Value
    ) -> ActReading:
        """A private draft, with nothing that speaks against it and a way chosen."""
        self.drafts(*others, kind=kind, size=size, **values)
        self.is_clear()
        return self.does(Act.choose_way, way=way)

    def is_clear(self, **said: Value) -> ActReading:
        """Both pages of the private questions, with 'none of these' but for what is `said`."""
        answer = None
        for page, names in enumerate(CLEAR, start=1):
            answer = self.does(Act.screen, names | {k: v for k, v in said.items() if k in names}, page=page)
            if answer.said is not Said.screened:
                break
        assert answer is not None
        return answer

    def accepts(self, **more: Any) -> ActReading:
        """The private questions, and yes."""
        self.is_clear()
        return self.does(Act.accept, **more)

    def drafts(self, *others: "Person", kind: str = "conflict", size: str = "small", **values: Value) -> ActReading:
        """What `/mend` makes; it becomes the review that everybody here acts on."""
        answer = self.world.asks(self.id, "POST", "/api/v1/reviews", self._opening(others, kind, size, values))
        assert answer.status_code == 200, answer.text
        made = ActReading.model_validate_json(answer.content)
        assert made.review is not None
        self.world.review_id = made.review.id
        return made

    def may_not_open(self, *others: Any, kind: str = "conflict", size: str = "small", **values: Value) -> Problem:
        answer = self.world.asks(self.id, "POST", "/api/v1/reviews", self._opening(others, kind, size, values))
        assert answer.status_code >= 400, answer.text
        return Problem.model_validate_json(answer.content)

    def _opening(self, others: Iterable[Any], kind: str, size: str, values: dict[str, Value]) -> dict[str, Any]:
        named = [o.id if isinstance(o, Person) else o for o in others]
        answers = {"kind": kind, "parties": named, "open.c.size": size}
        return {"values": answers | {k.replace("__", "."): v for k, v in values.items()}}

    def fills(self, act: Act, values: dict[str, Value], about: str | None = None) -> ActReading:
        """The whole form of an act, page after page, as the chat app shows it, with questions asked in between."""
        form: FormReading | None = self.form(act, about)
        while form is not None:
            here = {f.name: values.get(f.name, f.initial) for f in form.fields}
            answer = self.does(act, here, about=about, page=form.page, hidden=form.hidden, version=form.version)
            form = answer.next if answer.next and answer.next.act is act else None
        return answer

    # ---- looking ----

    def form(self, act: Act, about: str | None = None, page: int = 1) -> FormReading:
        answer = self.asks_for_form(act, about, page)
        assert answer.status_code == 200, f"{self.name} gets no form for {act}: {answer.text}"
        return FormReading.model_validate_json(answer.content)

    def asks_for_form(self, act: Act, about: str | None = None, page: int = 1) -> httpx.Response:
        asked = {"page": page} | ({"about": about} if about else {})
        query = str(httpx.QueryParams(asked))
        return self.gets(f"/api/v1/reviews/{self.world.review_id}/forms/{act.value}?{query}")

    def gets(self, path: str) -> httpx.Response:
        return self.world.asks(self.id, "GET", path)

    @property
    def review(self) -> ReviewReading:
        answer = self.gets(f"/api/v1/reviews/{self.world.review_id}")
        assert answer.status_code == 200, answer.text
        return ReviewReading.model_validate_json(answer.content)

    @property
    def words(self) -> list[Passage]:
        answer = self.gets(f"/api/v1/reviews/{self.world.review_id}/words")
        assert answer.status_code == 200, answer.text
        return [Passage.model_validate(p) for p in answer.json()]

    @property
    def home(self) -> HomeReading:
        return HomeReading.model_validate_json(self.gets("/api/v1/home").content)

    def looks_at_home(self) -> None:
        """From now on their App Home is drawn when something in it changes."""
        answer = self.world.asks(self.id, "PUT", "/api/v1/home")
        assert answer.status_code == 204, answer.text

    @property
    def open_items(self) -> list[OpenItem]:
        return [OpenItem.model_validate(i) for i in self.gets("/api/v1/open").json()]

    @property
    def todos(self) -> list[tuple[Act, str | None]]:
        return [(t.act, t.about) for t in self.review.todos]

    def can_read(self, text: str) -> bool:
        return any(text in p.text for p in self.words)

    def was_told(self, kind: NewsKind | None = None) -> list[Item]:
        return self.world.chat.items(self.id, kind)


def status(reason: Reason) -> int:
    """The status of a refusal, said again here so that the service's own table is not its own judge."""
    conflicts = {"already_done", "too_late", "not_now", "too_early", "not_yours", "one_open", "three_each"}
    special = {"unsigned": 401, "unavailable": 503, "not_found": 404, "not_a_party": 404, "contacts_missing": 409}
    return special.get(reason.value, 409 if reason.value in conflicts else 422)


@dataclass
class World:
    """Everything around one database. Use it as a context manager."""

    database: Database
    outbox: Outbox = field(default_factory=Outbox)
    chat: Chat = field(default_factory=Chat)
    review_id: str = ""
    homes: bool = False
    """Whether App Homes are drawn too: most tests do without, they are half of all deliveries."""

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.app = build(self.database, self.outbox, KEY)
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://service")
        self.begin()

    def begin(self) -> None:
        """An empty workspace on a Tuesday morning."""
        self.empty()
        self.review_id = ""
        self.set(TUESDAY)
        self.names_contacts()

    def __enter__(self) -> "World":
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.run_until_complete(self.client.aclose())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    # ---- people ----

    def person(self, name: str, tz: str = "Europe/Berlin", **facts: bool) -> Person:
        """Somebody the chat system knows, with what it says about them (`is_bot=True`, ...)."""
        made = Person(self, f"U-{name}", name, tz)
        self.knows(made, **facts)
        return made

    def knows(self, person: Person, **facts: Any) -> None:
        said = {"id": person.id, "name": person.name, "tz": person.tz} | facts
        answer = self.asks("", "PUT", "/api/v1/people", {"people": [said]})
        assert answer.status_code == 204, answer.text

    def names_contacts(self, *kinds: ContactKind) -> None:
        rows = [
            ContactRow(kind=k.value, name=f"contact for {k.value}", reach=f"reach-{k.value}", country="*",
                       confirmed_at=TUESDAY)
            for k in kinds or ContactKind
        ]  # fmt: skip
        self.write(lambda s: people.replace_contacts(s, rows))

    def lines(self, manager_of: dict[Person, Person | None], unit: str = "Payments") -> None:
        """Who manages whom, as an import leaves it."""
        rows = [LineRow(person_id=p.id, unit=unit, manager_id=m.id if m else None) for p, m in manager_of.items()]
        self.write(lambda s: people.replace_lines(s, rows))

    def names_facilitators(self, *named: Person) -> None:
        """Whom the workspace names; whoever is left out is named no longer."""
        self.write(lambda s: people.replace_facilitators(s, [p.id for p in named], clock.now(s)))

    def add_lines(self, manager_of: dict[Person, Person | None], unit: str) -> None:
        """Another unit, beside those that are there."""
        rows = [LineRow(person_id=p.id, unit=unit, manager_id=m.id if m else None) for p, m in manager_of.items()]
        self.write(lambda s: s.add_all(rows))

    # ---- the wire ----

    def asks(self, person: str, method: str, path: str, body: Any = None, once: str | None = None) -> httpx.Response:
        """A signed request for this person."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = signed(person, method, path, content) | ({wire.ONCE: once} if once else {})
        return self.sends(method, path, content, headers)

    def sends(self, method: str, path: str, content: bytes, headers: Mapping[str, str | bytes]) -> httpx.Response:
        """Whatever somebody sends, signed or not."""
        json_too = [("content-type", "application/json"), *headers.items()]
        return self.loop.run_until_complete(self.client.request(method, path, content=content, headers=json_too))

    # ---- the database ----

    def write(self, work: Callable[[Session], T]) -> T:
        with self.database.writing() as session:
            return work(session)

    def read(self, work: Callable[[Session], T]) -> T:
        with self.database.reading() as session:
            return work(session)

    def rows(self, table: type[T]) -> list[T]:
        return self.read(lambda s: list(s.exec(select(table))))

    def held(self) -> Held:
        found = self.read(lambda s: reviews.look(s, self.review_id))
        assert found is not None
        return found

    @property
    def row(self) -> ReviewRow:
        found = self.read(lambda s: s.get(ReviewRow, self.review_id))
        assert found is not None
        return found

    @property
    def state(self) -> State:
        return State(self.row.state)

    def empty(self) -> None:
        with self.database.writing() as session:
            if self.database.is_sqlite:
                for table in reversed(SQLModel.metadata.sorted_tables):
                    session.execute(sa.delete(table))
            else:
                names = ", ".join(f'"{t.name}"' for t in SQLModel.metadata.sorted_tables)
                session.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))

    def dump(self, *but: str) -> str:
        """Every row of every table but these, as one text."""
        with self.database.reading() as session:
            tables = [t for t in SQLModel.metadata.sorted_tables if t.name not in but]
            return "\n".join(f"{t.name}: {tuple(row)}" for t in tables for row in session.execute(sa.select(t)))

    # ---- time ----

    @property
    def now(self) -> datetime:
        return self.read(clock.now)

    def set(self, moment: datetime) -> None:
        offset = (moment - clock.real_now()).total_seconds()
        self.write(lambda s: s.merge(ClockRow(id=1, offset_seconds=offset)))

    def advance(self, **by: float) -> None:
        self.advance_to(self.now + timedelta(**by))

    def advance_to(self, target: datetime) -> None:
        """Time passes; everything happens in the order in which it would."""
        self.work()
        while (stop := self.next_stop()) and stop < target:
            self.set(max(stop, self.now))
            self.work()
        self.set(max(target, self.now))
        self.work()

    def next_stop(self) -> datetime | None:
        def of(session: Session) -> list[datetime | None]:
            now = clock.now(session)
            review = sa.select(sa.func.min(col(ReviewRow.due_at))).where(col(ReviewRow.due_at) > now)
            unsent = sa.select(sa.func.min(col(NewsRow.due_at))).where(
                col(NewsRow.status) == outbox.QUEUED, col(NewsRow.due_at) > now
            )
            return [session.execute(q).scalar() for q in (review, unsent)]

        return min((as_utc(d) for d in self.read(of) if d), default=None)

    def work(self) -> None:
        """What the engine does at this moment: wakes what is due, delivers what is due."""
        while due := self.read(lambda s: reviews.due(s, clock.now(s))):
            for review_id in due:
                self.write(lambda s, i=review_id: waking.wake(s, self.outbox, i))
        for _round in range(20):
            ids = self.read(self.due_news)
            if not sum([self.deliver(news_id) for news_id in ids]):
                return

    def due_news(self, session: Session) -> list[str]:
        due = outbox.due(session, clock.now(session), timedelta(0))
        return [n.id for n in due if self.homes or n.kind != NewsKind.home]

    def deliver(self, news_id: str) -> bool:
        """One try to send one piece of news, as the engine's step does it."""
        claim = self.write(lambda s: sending.claim(s, [news_id]))[news_id]
        if claim.reading is None:
            return False
        try:
            receipt = self.chat.take(claim.reading, self.now)
        except (TimeoutError, OSError):
            return False
        wait = self.write(lambda s: sending.confirm(s, self.outbox, news_id, receipt))
        return wait is None

    def tidy(self) -> None:
        self.write(waking.tidy)


def as_utc(moment: Any) -> datetime:
    made = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return made.replace(tzinfo=UTC) if made.tzinfo is None else made.astimezone(UTC)


def signed(person: str, method: str, path: str, content: bytes, *, key: bytes = KEY, age: float = 0) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    signature = wire.sign(key, stamp, person, method, path, content)
    return {wire.PERSON: person, wire.TIMESTAMP: stamp, wire.SIGNATURE: signature}
