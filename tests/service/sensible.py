"""People who do whatever waits for them, through every form as it is drawn: how a review gets anywhere by itself.

What they answer is in one table; a test that wants something else says so."""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import httpx

from schemas.commands import Value
from schemas.readings import ActReading, Field, FormReading
from schemas.vocabulary import Act, State
from service.acts import perform, readings
from service.domain import calendar, inbox
from service.domain.refused import Refused
from service.store import clock, reviews

from .walks import Text
from .world import Person, World, canary

SENSIBLE: Mapping[str, Value] = {
    "scr.stop": ["none"], "scr.danger": "no", "scr.formal": "no", "scr.say": "no", "scr.cost": ["none"],
    "scr.rating": "no", "way": "direct", "ready.read": "yes", "keep": "seal", "send": "seal", "add": "nothing",
    "ref.check": "yes", "agree": "yes", "changes": "enough", "rec.ok": "yes", "list": "complete", "post": "yes",
    "chk.own": "kept", "chk.ben": "kept", "moved": "kept", "pul.out": "repaired", "pul.wear": "1", "when": "date",
    "agree_facilitator": "yes", "serve": "yes", "decide": "on", "short": "taken", "pat.want": "yes", "wear": "1",
    "instead": [], "closest": [], "manager": [], "together": [], "audience": "full", "night": "no",
    "chk.harder": "no", "place": "C-incident", "offer_answer": "taken", "sum.text": "", "offer_text": "",
}  # fmt: skip
"""What somebody answers who wants to go on. Other choices: the first; several: all; texts: something of their own."""
DATES = {"until": 2, "rec.when": 8, "due": 8, "over_on": -4}
OFTEN = 0.3
KEYS = count(1)
"""Of requests: each has one of its own."""
PATIENCE = 40
"""How often time may go on with nobody having anything to do."""
Doable = tuple[Act, str | None]


@dataclass(frozen=True)
class Sent:
    """One request as it went out."""

    person: Person
    act: Act
    values: dict[str, Value]
    more: dict[str, Any]
    status: int


@dataclass
class People:
    """Everybody who may be asked for something, and what they have written."""

    world: World
    people: list[Person]
    say: dict[str, Value] = field(default_factory=dict)
    """In place of what the table says."""
    texts: list[Text] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def answer(self, person: Person, asked: Field, act: Act, rng: random.Random | None = None) -> Value:
        """One answer: what `say` or the table has, where it is offered; with `rng` anything that is offered."""
        name, values = asked.name, [option.value for option in asked.options]
        wished = self.say.get(name, SENSIBLE.get(name))
        if asked.kind == "choices":
            if rng and name not in self.say:
                return [value for value in values if rng.random() < OFTEN] or values[:1]
            return wished if isinstance(wished, list) else list(values)
        if values:
            if rng and name not in self.say:
                return rng.choice(sorted(values))
            return wished if wished in values else values[0]
        if asked.kind == "date":
            local = self.world.now.astimezone(calendar.zone_named(person.tz))
            return str(local.date() + timedelta(days=DATES.get(name, 8)))
        if asked.kind in ("person", "people"):
            others = sorted(p.person_id for p in self.world.held().parties if p.person_id != person.id)
            return person.id if name == "owner" else rng.choice(others) if rng else others[0]
        return self.written(person, asked, act)

    def written(self, person: Person, asked: Field, act: Act) -> Value:
        if asked.kind == "link":
            return "https://work.example/ticket"
        if asked.kind == "channel":
            return "C-incident"
        wished = self.say.get(asked.name, SENSIBLE.get(asked.name))
        return wished if isinstance(wished, str) else self.writes(person, asked.name, act)

    def writes(self, person: Person, name: str, act: Act) -> str:
        step = "title" if name in ("open.c.name", "open.i.ref") else str(act)
        text = canary(step)
        self.texts.append(Text(person.id, step, text))
        return f"I will write this. {text}" if name == "rec.then" else text

    # ---- what there is to do ----

    def todos(self, person: Person) -> list[Doable]:
        return self.doable(person)[0]

    def doable(self, person: Person) -> tuple[list[Doable], list[Doable]]:
        """What waits for somebody, and what else they may do."""
        with self.world.database.reading() as session:
            held, now = reviews.look(session, self.world.review_id), clock.now(session)
            if held is None:
                return [], []
            facts = reviews.snapshot(held)
            found = inbox.todos(facts, person.id, now) if readings.may_see(held, person.id, now) else []
            return [(a, b or None) for a, b in found], [(a, None) for a in inbox.extras(facts, person.id, now)]

    def form(self, person: Person, act: Act, about: str | None) -> FormReading | None:
        """The first screen of an act; None when it is refused."""
        with self.world.database.reading() as session:
            try:
                return perform.form(session, person.id, self.world.review_id, act, about, 1)
            except Refused:
                return None

    def fill(
        self, person: Person, act: Act, about: str | None = None, rng: random.Random | None = None
    ) -> httpx.Response | None:
        """Every page of one form; the answer to the last one sent, or to the first that was refused."""
        form, sent = self.form(person, act, about), None
        while form is not None:
            values = {f.name: self.answer(person, f, act, rng) for f in form.fields}
            key = f"key {next(KEYS)}"
            more = {"about": about, "page": form.page, "hidden": form.hidden, "version": form.version, "once": key}
            sent = person._act(act, values, dict(more))
            self.sent.append(Sent(person, act, values, more, sent.status_code))
            if sent.status_code != httpx.codes.OK:
                return sent
            following = ActReading.model_validate_json(sent.content).next
            form = following if following and following.act is act else None
        return sent

    def do_one(self, people: Iterable[Person] | None = None) -> bool:
        """Somebody does one thing that waits for them and can be done now."""
        for person in people or self.people:
            for act, about in self.todos(person):
                sent = self.fill(person, act, about)
                if sent is not None and sent.status_code == httpx.codes.OK:
                    return True
        return False

    def wait(self) -> None:
        """Time goes on to whatever happens next: a floor, a date, a message."""
        row, now = self.world.row, self.world.now
        dates = [d for d in (row.floor_at, row.due_at, row.next_date, self.world.next_stop()) if d and d > now]
        self.world.advance_to(min(dates, default=now + timedelta(hours=8)) + timedelta(seconds=1))

    def until(self, wanted: Callable[[], bool]) -> bool:
        """Goes on until something is so; False when nobody gets any further."""
        waited = 0
        while not wanted():
            if self.do_one():
                waited = 0
                continue
            waited += 1
            if waited > PATIENCE or self.world.state is State.closed:
                return False
            self.wait()
        return True
