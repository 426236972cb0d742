"""How a review is walked, step by step, by people who do what they are asked. Every text is a canary of its author."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from schemas.commands import Value
from schemas.vocabulary import Act, State
from service.domain import calendar

from .world import Person, World, canary

HOUR = timedelta(hours=1)


@dataclass
class Text:
    """One text, and whose it is."""

    author: str
    step: str
    value: str


@dataclass
class Walk:
    """One review and its people, the opener first. `side`: of an incident, by person; `closest`: who says so."""

    world: World
    kind: str
    people: list[Person]
    size: str = "small"
    side: dict[str, str] = field(default_factory=dict)
    closest: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    way: str = "direct"
    higher: Person | None = None
    """Who has a say over the other; somebody says so in their private questions."""
    facilitator: Person | None = None
    """Who is proposed, agreed to by all, and willing: with `way="mediated"` from the start."""
    wear: str = "1"
    """What each answers to how tiring it has become."""
    texts: list[Text] = field(default_factory=list)
    after_each: Callable[[], None] = lambda: None
    """Called after every act."""

    @property
    def opener(self) -> Person:
        return self.people[0]

    @property
    def others(self) -> list[Person]:
        return self.people[1:]

    def text(self, person: Person, step: str) -> str:
        made = canary(step)
        self.texts.append(Text(person.id, step, made))
        return made

    def of(self, person: Person, step: str) -> list[str]:
        return [t.value for t in self.texts if (t.author, t.step) == (person.id, step)]

    def done(self, person: Person, act: Act, values: dict[str, Value], about: str | None = None) -> None:
        person.fills(act, values, about)
        self.after_each()

    def until(self, state: State) -> "Walk":
        """Walks on until the review is in this state."""
        for _step in range(60):
            if self.world.review_id and self.world.state is state:
                return self
            self.step()
        raise AssertionError(f"never came to {state}: it is {self.world.state}")

    def step(self) -> None:
        """Everything that this state asks of everybody, and then the time until the next one."""
        if not self.world.review_id:
            self.opener.drafts(*self.others, kind=self.kind, size=self.size)
            self.is_clear(self.opener)
            self.done(self.opener, Act.choose_way, {"way": self.way})
            self.after_each()
            return
        state = self.world.state
        {
            State.draft: {"private": self.write_private, "rest": self.rest}.get(self.way, self.describe),
            State.private: self.make_more_of_it,
            State.ready: {"fast": self.send_short, "note": self.send_note}.get(self.way, self.invite),
            State.invited: self.accept,
            State.short: self.take_it,
            State.noted: self.join_in,
            State.pattern: self.want,
            State.circle: self.go_on_smaller,
            State.facilitation: self.find_a_facilitator,
            State.cooling: self.get_ready,
            State.first: self.acknowledge,
            State.choosing: self.decide,
            State.acknowledge: self.acknowledge,
            State.released: self.read,
            State.express: self.express,
            State.reflect: self.reflect,
            State.ack_again: self.add_nothing,
            State.renegotiate: self.change,
            State.recommit: self.recommit,
            State.checking: self.check_in,
            State.pulse: self.pulse,
        }[state]()
        if self.world.state is state:
            self.let_on()

    def is_clear(self, person: Person) -> None:
        """The private questions, with nothing but who has a say over whom."""
        say = "no" if self.higher is None else "me" if person is self.higher else "they"
        person.is_clear(**{"scr.say": say})
        self.after_each()

    @property
    def lower(self) -> Person:
        """The one with less say, where one has a say over the other."""
        return next(p for p in self.people if p is not self.higher)

    # ---- the states, in their order ----

    def describe(self) -> None:
        title = self.text(self.opener, "title")
        values: dict[str, Value]
        if self.kind == "conflict":
            values = {
                "open.c.name": title,
                "open.c.moment": self.text(self.opener, "draft"),
                "open.c.hope": self.text(self.opener, "draft"),
            }
        else:
            over = (self.world.now - timedelta(days=4)).date()
            values = {
                "open.i.ref": title,
                "over_on": str(over),
                "night": "no",
                "place": "C-incident",
                "side": self.side.get(self.opener.id, ""),
                "open.i.between": self.text(self.opener, "draft"),
            }
        self.done(self.opener, Act.describe, values)

    def invite(self) -> None:
        self.world.advance(minutes=21)
        self.done(self.opener, Act.invite, {"ready.read": "yes", **self.said_alone(self.opener)})
        self.world.work()

    def said_alone(self, person: Person) -> dict[str, Value]:
        return {
            "closest": ["closest"] if person.id in self.closest else [],
            "manager": ["may_see"] if person.id in self.ticks else [],
        }

    def accept(self) -> None:
        self.into_hours()
        for person in self.others:
            if (Act.screen, None) in person.todos:
                self.is_clear(person)
                answers = {"side": self.side.get(person.id, ""), **self.said_alone(person)}
                self.done(person, Act.accept, answers)
        self.world.work()

    def write_private(self) -> None:
        self.done(self.opener, Act.write_private, {"me.words": self.text(self.opener, "private")})

    def rest(self) -> None:
        day = (self.world.now + timedelta(days=14)).date()
        self.done(self.opener, Act.rest, {"until": str(day)})

    def make_more_of_it(self) -> None:
        """What was private becomes a review after all."""
        self.way = "direct"
        self.opener.does(Act.choose_way, way=self.way)

    def send_short(self) -> None:
        self.world.advance(minutes=21)
        c = "c" if self.kind == "conflict" else "i"
        parts: dict[str, Value] = {f"ack.{c}.{n}": self.text(self.opener, "acknowledge") for n in ("part", "offer")}
        parts[f"ack.{c}.effect"] = self.text(self.opener, "acknowledge")
        self.done(self.opener, Act.send_short, {**parts, "send": "seal"})
        self.world.work()

    def take_it(self, answer: str = "taken") -> None:
        self.into_hours()
        for person in self.others:
            person.is_clear()
            self.done(person, Act.answer_short, {"short": answer})

    def send_note(self) -> None:
        self.world.advance(minutes=21)
        self.done(self.opener, Act.send_note, {"one.note": self.text(self.opener, "note"), "send": "seal"})
        self.world.work()

    def join_in(self) -> None:
        self.into_hours()
        for person in self.others:
            person.is_clear()
            self.done(person, Act.join_in, {})

    def want(self, *answers: str) -> None:
        for person, answer in zip(self.here(), list(answers) or ["yes"] * len(self.here()), strict=True):
            self.done(person, Act.want, {"pat.want": answer, "wear": "2"})

    def go_on_smaller(self) -> None:
        for person in self.here():
            self.done(person, Act.go_on_smaller, {})

    # ---- somebody in between ----

    def find_a_facilitator(self) -> None:
        """The one who chooses proposes, the others agree, and whoever was asked takes it on."""
        assert self.facilitator is not None
        chooser = self.lower if self.higher else self.opener
        self.done(chooser, Act.propose_facilitator, {"facilitator": self.facilitator.id})
        for person in self.here():
            if person is not chooser:
                self.done(person, Act.agree_facilitator, {"agree_facilitator": "yes"})
        self.done(self.facilitator, Act.serve, {"serve": "yes"})

    def let_on(self) -> None:
        """A facilitator opens each gate as soon as the people in it have done their part."""
        row = self.world.row
        serves = self.facilitator is not None and row.facilitator_serves and row.state != State.closed.value
        if self.facilitator and serves and (Act.gate, None) in self.facilitator.todos:
            self.done(self.facilitator, Act.gate, {})
            if self.world.row.release_at:
                self.to_release()

    def decide(self, value: str = "on") -> None:
        self.done(self.lower, Act.decide, {"decide": value})

    def readers(self, person: Person) -> dict[str, Value]:
        """Whoever is asked who may read a text lets everybody."""
        asked = self.facilitator if self.world.row.facilitator_serves else None
        return {"audience": "full"} if asked or (self.higher and person is self.lower) else {}

    def get_ready(self) -> None:
        for person in self.here():
            if (Act.care, None) in person.todos:
                self.done(person, Act.care, {"care.worry": self.text(person, "care")})
        begun = self.world.row.entered_at
        settled = max(calendar.cooling_until(begun, self.size, p.tz) for p in self.here())
        self.world.advance_to(settled + timedelta(seconds=1))
        for person in self.here():
            everybody = [p.id for p in self.people if p is not person]
            answers: dict[str, Value] = {"ready.read": "yes", "ready.view": self.text(person, "ready")}
            field = next((f for f in person.form(Act.ready).fields if f.name == "with"), None)
            if field:
                answers["with"] = [option.value for option in field.options if option.value in everybody]
            self.done(person, Act.ready, answers)

    def acknowledge(self) -> None:
        c = "c" if self.kind == "conflict" else "i"
        for person in self.asked_for(Act.acknowledge):
            names = [f"ack.{c}.{part}" for part in ("part", "effect", "offer")]
            parts: dict[str, Value] = {name: self.text(person, "acknowledge") for name in names}
            if person is self.higher:
                parts["ack.m.view"] = self.text(person, "ready")
            self.done(person, Act.acknowledge, {**parts, **self.readers(person), "keep": "seal"})
        self.to_release()

    def to_release(self) -> None:
        """All have sealed: time goes on to the moment that opens it for all."""
        if at := self.world.row.release_at:
            self.world.advance_to(at + timedelta(seconds=1))
        self.world.work()

    def read(self) -> None:
        for person in self.asked_for(Act.read):
            self.done(person, Act.read, {})

    def asked_for(self, act: Act) -> list[Person]:
        """Those for whom this waits now."""
        return [p for p in self.here() if act in [a for a, _about in p.todos]]

    def express(self) -> None:
        names = ("exp.c.saw", "exp.c.felt", "exp.c.mattered", "exp.c.ask")
        if self.kind == "incident":
            names = ("exp.i.seat", "exp.i.expect", "exp.i.cost", "exp.i.need")
        for person in self.asked_for(Act.express):
            said: dict[str, Value] = {n: self.text(person, "express") for n in names}
            self.done(person, Act.express, {**said, **self.readers(person), "keep": "seal"})
        self.to_release()

    def reflect(self) -> None:
        self.read()
        self.world.advance(minutes=31)
        self.into_hours()
        for person in self.here():
            for act, about in person.todos:
                if act is Act.reflect:
                    self.done(person, act, {"ref.heard": self.text(person, "reflect"), "send": "seal"}, about)
        for person in self.here():
            if self.world.state is State.reflect:
                for act, about in person.todos:
                    if act is Act.check_reflection:
                        self.done(person, act, {"ref.check": "yes"}, about)

    def add_nothing(self) -> None:
        for person in self.asked_for(Act.acknowledge_again):
            self.done(person, Act.acknowledge_again, {"add": "nothing"})

    def change(self) -> None:
        self.to_floor()
        first, *others = self.here()
        c = ("ren.c.differ", "ren.c.ask") if self.kind == "conflict" else ("ren.i.learn", "ren.i.system")
        self.done(first, Act.renegotiate, {**{n: self.text(first, "renegotiate") for n in c}, "send": "seal"})
        reached = [person for person in others if (Act.answer_change, first.id) in person.todos]
        for person in reached:
            self.done(person, Act.answer_change, {"agree": "yes"}, first.id)
        for person in self.here():
            agreed = person is first or person in reached
            self.done(person, Act.settle_changes, {"changes": "enough" if agreed else "nothing"})

    def to_floor(self) -> None:
        floor = self.world.row.floor_at
        if floor and floor > self.world.now:
            self.world.advance_to(floor + timedelta(seconds=1))

    def recommit(self) -> None:
        owner, other = sorted(self.here(), key=lambda p: p is not self.higher)[:2]
        self.commits(owner, other)
        self.answers_yes(other)
        for person in self.here():
            sees = any(r.state != "dropped" for r in person.review.recommitments)
            self.done(person, Act.settle_recommitments, {"list": "complete" if sees else "none"})

    def commits(self, owner: Person, other: Person, days: int = 10) -> None:
        due = (self.world.now + timedelta(days=days)).date()
        answers: dict[str, Value] = {
            "rec.if": self.text(owner, "recommit"),
            "rec.then": f"I will call you. {self.text(owner, 'recommit')}",
            "rec.for": other.id,
            "rec.when": str(due),
        }
        self.done(owner, Act.recommit, answers)

    def answers_yes(self, person: Person) -> None:
        for act, about in person.todos:
            if act is Act.answer_recommitment:
                self.done(person, act, {"rec.ok": "yes"}, about)

    def check_in(self, owner: str = "kept", beneficiary: str = "kept") -> None:
        next_date = self.world.row.next_date
        assert next_date is not None
        if next_date > self.world.now:
            self.world.advance_to(next_date + timedelta(seconds=1))
        for person in self.here():
            if self.world.state is State.checking:
                for act, about in person.todos:
                    if act is Act.check_in:
                        self.done(person, act, {"chk.own": owner, "moved": owner, "chk.ben": beneficiary}, about)

    def pulse(self, *answers: str) -> None:
        self.to_floor()
        said = list(answers) or ["repaired"] * len(self.here())
        for person, answer in zip(self.here(), said, strict=True):
            self.done(person, Act.pulse, {"pul.heard": "4", "pul.wear": self.wear, "pul.out": answer})
        self.world.work()

    # ---- besides ----

    def here(self) -> list[Person]:
        """Those who take part now, the opener first."""
        inside = {p.person_id for p in self.world.held().parties if p.consent in ("opener", "accepted")}
        return [p for p in self.people if p.id in inside]

    def into_hours(self) -> None:
        """Time goes on until everybody may be told something."""
        for _ in range(20):
            now = self.world.now
            later = max(calendar.next_send(now, p.tz) for p in self.people)
            if later <= now:
                break
            self.world.advance_to(later + timedelta(seconds=1))
        self.world.work()
